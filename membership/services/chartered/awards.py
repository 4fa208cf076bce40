"""Awarding Chartered status: the status with its certificate, the grade that goes with it, the register by consent.

Foundation Chartered Manager stands on no grade, and is awarded on the record alone: an eligible programme or end-point
assessment, and membership (the Institute's page on Foundation Chartered Manager).

Lock order: an unpaid renewal, the application, then the membership.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.billing.services.orders import end_unpaid
from cmiportal.documents.files import store_bytes
from cmiportal.documents.models import StoredFile
from cmiportal.documents.typesetting import printable, typeset
from cmiportal.rules.codes import new_code
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, move

from ...models import CharteredApplication, CharteredStatus, Grade, Membership, RegisterEntry
from ..members.memberships import RENEWAL, change_grade, ground_for_status
from ..register.statuses import POST_NOMINALS, end_statuses
from .messages import tell_allocators, tell_applicant

Status = CharteredApplication.Status
# The grade of membership that a status stands on; who has a lower one is raised to it.
GRADES = {Status.MEMBER: "member", Status.FELLOW: "fellow"}
CERTIFICATE = "chartered_certificate"


class AwardRefused(MoveRefused):
    """The status cannot be awarded as things stand; the first argument says why."""


@transaction.atomic
def award_status(*, application: CharteredApplication, at: datetime) -> CharteredStatus:
    """Give the status that was applied for, from today on; a lower one that is held ends, its consent goes over.

    Raises AwardRefused where the applicant is not a member now, or only by study: status is held by members alone.
    """
    person, today = application.person, uk_day(at)
    membership = ground_for_status(person)
    if membership is None:
        raise AwardRefused(
            "The applicant has no membership of their own that stands, and status is held by members alone. "
            "Ask them to become a member or to renew; then award the status."
        )
    shown = RegisterEntry.objects.filter(status__person=person, status__ended_on=None, shown=True).first()
    end_statuses(person=person, because="Another status was awarded.", at=at)
    row = CharteredStatus.objects.create(
        person=person,
        application=application,
        status=application.status,
        name_as_printed=person.name,
        code=new_code(),
        since=today,
    )
    if shown:
        RegisterEntry.objects.create(status=row, name=row.name_as_printed, consented_at=shown.consented_at)
    _raise_grade(membership, application.status, at)
    row.pdf = _certificate(row, application, at)
    row.save(update_fields=["pdf"])
    return row


def award_on_record(
    application: CharteredApplication,
    action: str,
    *,
    at: datetime,
    by: User | None = None,
    moves: int | None = None,
    reason: str | None = None,
) -> None:
    """Award at once what rests on the record alone; ``application`` is locked, a reason is sealed.

    Raises AwardRefused, MoveNotAllowed and StaleMove.
    """
    sealed = None if reason is None else {"reason": reason}
    move(application, action, at=at, actor=by, moves=moves, sealed=sealed, about=application.person, decided_at=at)
    award_status(application=application, at=at)
    tell_applicant(application, "application_awarded", at=at)


def end_former_renewal(application: CharteredApplication, *, at: datetime) -> None:
    """End the applicant's unpaid renewal: its grade or its fee are others once they are Chartered.

    Call it before the application is locked: the order comes first.
    """
    membership = ground_for_status(application.person)
    if membership and application.status in GRADES:
        reason = "Chartered status was awarded, and the fee changed with it."
        end_unpaid(kind=RENEWAL, subject_id=membership.pk, reason=reason, at=at)


def _raise_grade(membership: Membership, status: str, at: datetime) -> None:
    grade = Grade.objects.filter(pk=GRADES.get(Status(status), "")).first()
    if grade and grade.rank > membership.grade.rank:
        change_grade(membership=membership, grade=grade, at=at, because="Chartered status was awarded.")


def _certificate(row: CharteredStatus, application: CharteredApplication, at: datetime) -> StoredFile:
    """Typeset and store the certificate; letters that no font has are left out, and those who allocate are told."""
    said, left_out = printable(
        {
            "name": row.name_as_printed,
            "status": row.get_status_display(),
            "post_nominals": POST_NOMINALS[row.status],
            "since": f"{row.since:%-d %B %Y}",
            "number": application.number,
            "code": row.code,
            "verify_url": settings.SITE_URL + reverse("membership:status_verify", args=[row.code]),
        }
    )
    if left_out:
        tell_allocators(application, "status_certificate_incomplete", at=at, left_out=left_out)
    return store_bytes(
        content=typeset("status", said, at=at, title=f"Certificate {row.get_status_display()}"),
        name=f"Certificate {row.get_status_display()}.pdf",
        media_type="application/pdf",
        kind=CERTIFICATE,
        owner=row.person,
        at=at,
    )
