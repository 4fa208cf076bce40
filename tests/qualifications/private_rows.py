"""Every row of a centre's people that an address can name, for the crawl that finds them closed."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q

from cmiportal.accounts.models import User
from cmiportal.documents.models import Item, ItemVersion, StoredFile
from cmiportal.documents.services import EVIDENCE
from cmiportal.notifications.models import Notification
from cmiportal.posts.models import KeptForm
from qualifications.models import Award, Enrolment, HandIn, Mapping, Submission, UnitEnrolment
from tests.private import Row


def places(centre: str) -> Iterator[Row]:
    for place in Enrolment.objects.filter(centre__slug=centre):
        yield Row(place.learner_id, place.state, {"pk": place.pk})


def units(centre: str) -> Iterator[Row]:
    for unit in UnitEnrolment.objects.filter(enrolment__centre__slug=centre):
        yield Row(unit.learner_id, _state_of(unit), {"pk": unit.pk})


def criteria_of_units(centre: str) -> Iterator[Row]:
    for unit in UnitEnrolment.objects.filter(enrolment__centre__slug=centre):
        for code in _codes(unit):
            yield Row(unit.learner_id, _state_of(unit), {"pk": unit.pk, "code": code})


def mappings(centre: str) -> Iterator[Row]:
    for mapping in Mapping.objects.filter(unit_enrolment__enrolment__centre__slug=centre):
        yield Row(mapping.learner_id, _state_of(mapping.unit_enrolment), {"pk": mapping.pk})


def items(centre: str) -> Iterator[Row]:
    for item in Item.objects.filter(owner__in=_learners(centre)):
        yield Row(item.owner_id, "handed in" if item.versions.exists() else "draft", {"pk": item.pk})


def versions(centre: str) -> Iterator[Row]:
    for version in ItemVersion.objects.filter(item__owner__in=_learners(centre)):
        yield Row(version.owner_id, "handed in", {"pk": version.item_id, "number": version.number})


def submissions(centre: str) -> Iterator[Row]:
    for work in _submissions(centre):
        yield Row(work.learner_id, work.state, {"pk": work.pk})


def criteria_of_submissions(centre: str) -> Iterator[Row]:
    for work in _submissions(centre):
        for code in _codes(work.unit_enrolment):
            yield Row(work.learner_id, work.state, {"pk": work.pk, "code": code})


def hand_ins(centre: str) -> Iterator[Row]:
    for made in HandIn.objects.filter(unit_enrolment__enrolment__centre__slug=centre).select_related("submission"):
        yield Row(made.unit_enrolment.learner_id, made.submission.state, {"pk": made.pk})


def awards(centre: str) -> Iterator[Row]:
    for award in Award.objects.filter(enrolment__centre__slug=centre):
        yield Row(award.learner_id, award.state, {"pk": award.pk})


def files(centre: str) -> Iterator[Row]:
    """Evidence in drafts and hand-ins, and certificates."""
    for file in StoredFile.objects.filter(owner__in=_learners(centre), kind=EVIDENCE):
        yield Row(file.owner_id, "handed in" if file.versions.exists() else "draft", {"pk": file.pk})
    for award in Award.objects.filter(enrolment__centre__slug=centre):
        for certificate in award.certificates.all():
            yield Row(award.learner_id, f"certificate, {award.state}", {"pk": certificate.pdf_id})


def messages(centre: str) -> Iterator[Row]:
    people = Q(pk__in=_learners(centre)) | Q(centre_staff__centre__slug=centre)
    for message in Notification.objects.filter(recipient__in=User.objects.filter(people)):
        yield Row(message.recipient_id, "message", {"message_id": message.message_id})


def people(centre: str) -> Iterator[Row]:
    for learner in User.objects.filter(pk__in=_learners(centre)):
        yield Row(learner.pk, "account", {"pk": learner.pk})


def kept_forms(centre: str) -> Iterator[Row]:
    for kept in KeptForm.objects.filter(person__in=_learners(centre)):
        yield Row(kept.person_id, "kept", {"pk": kept.pk})


# Which rows an address is about, by its name.
ROWS: dict[str, Callable[[str], Iterator[Row]]] = {
    **{
        f"qualifications:{name}": rows
        for rows, names in (
            (
                places,
                (
                    "enrolment_detail",
                    "enrolment_manage",
                    "enrolment_withdraw",
                    "line_manager_change",
                    "name_confirm",
                    "unit_choice",
                ),
            ),
            (units, ("submission_submit", "submission_withdraw", "unit_portfolio")),
            (criteria_of_units, ("item_add_to_criterion", "mapping_add")),
            (mappings, ("mapping_edit", "mapping_remove")),
            (items, ("item_draft", "item_edit", "item_map", "item_remove_file", "item_withdraw")),
            (versions, ("item_restore", "item_version")),
            (
                submissions,
                (
                    "submission_allocate",
                    "submission_detail",
                    "submission_reallocate",
                    "submission_return",
                    "submission_sign_off",
                    "submission_summary",
                    "submission_take_over",
                    "submission_verify",
                ),
            ),
            (criteria_of_submissions, ("submission_mark",)),
            (hand_ins, ("hand_in_receipt",)),
            (awards, ("award_detail",)),
        )
        for name in names
    },
    "accounts:kept_form": kept_forms,
    "accounts:see_as": people,
    "documents:document_open": files,
    "notifications:message_detail": messages,
}


def _learners(centre: str) -> Any:
    return Enrolment.objects.filter(centre__slug=centre).values("learner")


def _submissions(centre: str) -> Any:
    return Submission.objects.filter(unit_enrolment__enrolment__centre__slug=centre).select_related("unit_enrolment")


def _state_of(unit: UnitEnrolment) -> str:
    last = unit.submissions.order_by("attempt").last()
    return last.state if last else "chosen"


def _codes(unit: UnitEnrolment) -> list[str]:
    """The first criterion and the last."""
    codes = list(unit.unit_version.criteria.order_by("position").values_list("code", flat=True))
    return [codes[0], codes[-1]]
