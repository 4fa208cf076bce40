"""What waits for members and their team on the home page: requests to decide, a renewal, a record to send."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from cmiportal.registry import Entry, WorkQueue
from cmiportal.rules.days import uk_day

from ..models import CpdReview, GradeRequest, Membership
from ..permissions import is_a_member, is_of_the_team
from ..querysets.cpd import CpdReviewQuerySet
from ..querysets.members import GradeRequestQuerySet, MembershipQuerySet
from ..services.members.renewals import NOT_THEIRS
from ..workflow import CpdReviewState


def requests_to_decide(user: Any) -> GradeRequestQuerySet:
    """Requests that wait for the membership team; nobody decides their own."""
    rows = GradeRequest.objects.waiting() if is_of_the_team(user) else GradeRequest.objects.none()
    return rows.exclude(person=user.pk)


def to_renew(user: Any) -> MembershipQuerySet:
    """The person's own membership, once it can be renewed by them."""
    if not is_a_member(user):
        return Membership.objects.none()
    opens = uk_day(timezone.now()) + timedelta(days=settings.RENEWAL_OPENS_DAYS)
    return Membership.objects.held().filter(person=user.pk, ends_on__lte=opens).exclude(basis__in=NOT_THEIRS)


def records_to_send(user: Any) -> CpdReviewQuerySet:
    """Reviews for which the person has to send their record, or more of it."""
    return CpdReview.objects.filter(person=user.pk, state__in=[CpdReviewState.REQUESTED, CpdReviewState.MORE_NEEDED])


ENTRIES: tuple[Entry, ...] = (
    WorkQueue(
        "requests_to_decide",
        label="Membership requests to decide",
        url_name="membership:request_queue",
        waiting=requests_to_decide,
    ),
    WorkQueue("to_renew", label="Your membership to renew", url_name="membership:renewal", waiting=to_renew),
    WorkQueue(
        "records_to_send",
        label="Your CPD record, which we asked for",
        url_name="membership:cpd_review",
        waiting=records_to_send,
    ),
)
