"""Handing in: refused with the reason, or frozen, receipted, sent on and told, all at once."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from cmiportal.database import rule_broken
from cmiportal.documents import services as documents
from cmiportal.documents.models import ItemVersion, StoredFile
from cmiportal.notifications.models import Notification
from cmiportal.rules.days import end_of
from cmiportal.rules.numbers import is_valid
from cmiportal.workflow import MoveNotAllowed, StaleMove, chain_is_whole
from qualifications.models import CentreStaff, HandIn, HandInItem, Mapping, Role, Submission, UnitVersion
from qualifications.services.portfolio import PortfolioClosed
from qualifications.services.submission import AlreadyHandedIn, HandInRefused, hand_in, open_attempt, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, judged, map_evidence, ready_unit
from tests.factories.qualifications import (
    NOW,
    EnrolmentFactory,
    chosen_unit,
    published_unit,
    published_version,
    staff_of,
)

pytestmark = pytest.mark.django_db


def sent(kind):
    return list(Notification.objects.filter(kind=kind).order_by("pk"))


def refusal(unit, **stated):
    with pytest.raises(HandInRefused) as refused:
        handed_in(unit, **stated)
    assert not HandIn.objects.exists()
    assert not ItemVersion.objects.exists()
    assert not Submission.objects.exists()
    return str(refused.value), refused.value.field


def test_handing_in_freezes_the_evidence_under_a_receipt_and_starts_the_clock():
    unit = chosen_unit()
    item = map_evidence(unit, upload=upload("minutes.png"))

    made = handed_in(unit, ai_use=" A chat assistant, to check my spelling. ", words_in_files=400)

    submission = made.submission
    version = ItemVersion.objects.get()
    assert (version.item, version.text) == (item, item.draft.text)
    assert list(made.items.values_list("criterion__code", "item_version", "pointer").order_by("criterion__code")) == [
        (code, version.pk, "page 1") for code in ("1.1", "1.2", "2.1")
    ]
    assert is_valid(made.receipt_number)
    assert (made.number, made.at, made.declaration) == (1, NOW, "2026-11")
    assert (made.declared_name, made.ai_use) == (unit.learner.name, "A chat assistant, to check my spelling.")
    assert made.words == version.word_count + 400
    assert (submission.state, submission.attempt, submission.stage.holder) == ("allocation", 1, None)
    assert submission.due_at == end_of((NOW + timedelta(days=42)).date())
    event = submission.events.get(action="submit")
    assert (event.actor, event.data) == (
        unit.learner,
        {"receipt": made.receipt_number, "manifest": made.manifest_sha256.hex()},
    )
    assert chain_is_whole(submission)


def test_learner_and_coordinators_are_told_and_nobody_else():
    unit = ready_unit()
    centre = unit.enrolment.centre
    coordinators = [staff_of(centre, Role.COORDINATOR), staff_of(centre, Role.COORDINATOR)]
    staff_of(centre, Role.ASSESSOR)
    CentreStaff.objects.create(user=unit.learner, centre=centre, role=Role.COORDINATOR, during=("2020-01-01", None))

    made = handed_in(unit)

    (receipt,) = sent("submission_received")
    assert receipt.recipient == unit.learner
    version = ItemVersion.objects.get()
    piece = {
        "title": version.title,
        "file": "",
        "size": 0,
        "words": made.words,
        "sha256": bytes(version.text_sha256).hex()[:12],
    }
    assert receipt.context == {
        "unit": "601",
        "title": "Leading 601",
        "attempt": 1,
        "result_due": made.submission.due_at.isoformat(),
        "receipt": made.receipt_number,
        "handed_in_at": "2026-11-02T09:30:00+00:00",
        "words": made.words,
        "pieces": [piece],
        "marked_by": "2026-11-23T23:59:59+00:00",
        "verified_by": "2026-12-07T23:59:59+00:00",
        "sha256": made.manifest_sha256.hex(),
        "path": f"/learning/hand-ins/{made.pk}/",
    }
    to_allocate = sent("work_to_allocate")
    assert {row.recipient for row in to_allocate} == set(coordinators)
    assert to_allocate[0].context["learner"] == unit.learner.name
    assert to_allocate[0].context["due"] == made.submission.stage.due_at.isoformat()
    assert Notification.objects.count() == 3


def test_the_receipt_names_each_file_with_its_size_and_hash():
    unit = chosen_unit()
    map_evidence(unit, title="Minutes", text="", upload=upload("May.png"))
    handed_in(unit)

    file = ItemVersion.objects.get().file
    (receipt,) = sent("submission_received")
    assert receipt.context["pieces"] == [
        {"title": "Minutes", "file": "May.png", "size": file.size, "words": 0, "sha256": bytes(file.sha256).hex()[:12]}
    ]


def test_a_file_that_nobody_could_open_is_refused_with_its_repair():
    unit = chosen_unit()
    item = map_evidence(unit, title="Minutes", upload=upload("May.png"))
    default_storage.delete(item.draft.file.storage_key)

    assert refusal(unit) == ("Minutes: We can no longer read this file. Add it again.", "")


def test_every_gap_is_named():
    unit = chosen_unit()
    map_evidence(unit, "1.1")
    assert refusal(unit) == ("Criteria 1.2 and 2.1 have no evidence yet. Map some, then submit.", "")

    map_evidence(unit, "1.2")
    assert refusal(unit) == ("Criterion 2.1 has no evidence yet. Map some, then submit.", "")


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"signed": False}, "signed"),
        ({"declared_name": "  "}, "declared_name"),
        ({"words_reason": " "}, "words_reason"),
    ],
)
def test_an_unsigned_declaration_and_a_length_without_reason_are_refused_at_their_field(stated, field):
    assert refusal(ready_unit(), **stated)[1] == field


def test_the_refusal_of_a_length_says_what_is_asked():
    unit = ready_unit()
    words = ItemFactory.text.split()

    sentence, _ = refusal(unit, words_reason="")

    assert sentence == (
        f"Your work has {len(words)} words; this unit asks for 2,250 to 3,300. Say why it is shorter, or change it."
    )
    assert refusal(unit, words_reason="", words_in_files=9000)[0].endswith("Say why it is longer, or change it.")
    assert handed_in(unit, words_reason="", words_in_files=2500).words_reason == ""


def test_the_range_of_the_unit_goes_before_that_of_its_level():
    version = published_version([published_unit("701", words_from=10, words_to=20)])
    unit = ready_unit(EnrolmentFactory(version=version))

    assert handed_in(unit, words_reason="").words == len(ItemFactory.text.split())


def test_a_unit_without_a_range_asks_for_no_reason():
    version = published_version([published_unit("702")])
    unit = ready_unit(EnrolmentFactory(version=version))
    type(unit.unit.level).objects.update(words_from=None, words_to=None)

    assert handed_in(unit, words_reason="").words_reason == ""


def test_empty_evidence_is_refused_by_its_name():
    unit = chosen_unit()
    map_evidence(unit, text="", title="Minutes of May")

    assert refusal(unit)[0].startswith("Minutes of May: This evidence is empty.")


@pytest.mark.parametrize(
    ("dated_on", "sentence"),
    [
        (None, "Minutes: Say when this evidence is from, then submit."),
        (date(2026, 11, 3), "Minutes: Its date has not come yet. Correct it, then submit."),
    ],
)
def test_evidence_without_a_date_that_has_come_is_refused_by_its_name(dated_on, sentence):
    unit = chosen_unit()
    map_evidence(unit, title="Minutes", dated_on=dated_on)

    assert refusal(unit) == (sentence, "")


def test_evidence_of_the_day_itself_is_handed_in():
    unit = chosen_unit()
    map_evidence(unit, dated_on=date(2026, 11, 2))

    assert handed_in(unit).number == 1


def test_only_the_learner_hands_in():
    unit = ready_unit()

    with pytest.raises(MoveNotAllowed):
        hand_in(unit_enrolment=unit, by=UserFactory(), declared_name="Somebody", signed=True, at=NOW)

    assert not Submission.objects.exists()


def test_a_place_that_ended_is_refused():
    unit = ready_unit()

    with pytest.raises(PortfolioClosed, match="Your registration ended on Friday 14 September 2029"):
        handed_in(unit, at=end_of(unit.enrolment.expires_on) + timedelta(seconds=1))


def test_a_second_click_gets_the_receipt_of_the_first():
    unit = ready_unit()
    made = handed_in(unit, moves=0)

    with pytest.raises(AlreadyHandedIn, match=made.receipt_number) as again:
        handed_in(unit, moves=0)

    assert again.value.hand_in == made
    assert HandIn.objects.count() == 1


def test_a_page_from_before_the_work_came_back_is_stale():
    unit = ready_unit()
    judged(handed_in(unit, moves=0), until="returned")

    with pytest.raises(StaleMove):
        handed_in(unit, moves=0)


def test_a_page_from_before_a_referral_is_stale():
    unit = ready_unit()
    submission = judged(handed_in(unit, moves=0), not_yet=["1.1"])

    with pytest.raises(StaleMove):
        handed_in(unit, moves=0)
    assert handed_in(unit, moves=submission.moves).submission.attempt == 2


def test_a_draft_is_born_once_and_becomes_the_attempt():
    unit = ready_unit()

    draft = open_attempt(unit_enrolment=unit, by=unit.learner, at=NOW)

    assert (draft.state, draft.attempt, draft.moves) == ("draft", 1, 0)
    assert open_attempt(unit_enrolment=unit, by=unit.learner, at=NOW) == draft
    assert handed_in(unit, moves=0).submission == draft


def test_corrected_work_goes_back_to_its_assessor_with_the_pause_added():
    unit = ready_unit()
    first = handed_in(unit)
    assessor = judged(first, until="returned").unit_enrolment.holders.get(stage="marking").person
    staff_of(unit.enrolment.centre, Role.COORDINATOR)
    Notification.objects.all().delete()

    again = handed_in(unit, at=NOW + timedelta(days=10))

    submission = again.submission
    assert (submission, again.number) == (first.submission, 2)
    assert (submission.state, submission.stage.holder) == ("marking", assessor)
    assert submission.due_at == end_of((NOW + timedelta(days=52)).date())
    assert again.receipt_number != first.receipt_number
    (told,) = sent("work_returned_to_you")
    assert (told.recipient, told.context["reason"]) == (
        assessor,
        "The learner has corrected the work and submitted it again.",
    )
    assert not sent("work_to_allocate")


def test_when_the_assessor_has_left_the_coordinators_learn_that_corrected_work_waits():
    unit = ready_unit()
    submission = judged(handed_in(unit), until="returned")
    CentreStaff.objects.filter(role=Role.ASSESSOR).update(during=("2020-01-01", "2020-06-01"))

    handed_in(unit, at=NOW + timedelta(days=1))

    coordinator = CentreStaff.objects.get(centre=submission.unit_enrolment.enrolment.centre, role=Role.COORDINATOR)
    assert [row.recipient for row in sent("work_to_reallocate")] == [coordinator.user]
    assert not sent("work_returned_to_you")


def test_a_resubmission_hands_in_the_open_criteria_alone_and_may_be_shorter():
    unit = ready_unit()
    first = handed_in(unit)
    judged(first, not_yet=["2.1"])
    better = map_evidence(unit, "2.1", pointer="all of it")

    second = handed_in(unit, words_reason="")

    assert (second.submission.attempt, second.submission.state, second.number) == (2, "allocation", 1)
    assert set(second.items.values_list("criterion__code", "item_version__item__title")) == {
        ("2.1", better.title),
        ("2.1", first.items.first().item_version.title),
    }


def test_an_unchanged_piece_keeps_its_version_and_a_changed_one_gets_the_next():
    unit = ready_unit()
    judged(handed_in(unit), not_yet=["1.1", "1.2"])
    item = Mapping.objects.filter(unit_enrolment=unit).first().item
    documents.save_draft(item=item, text="Rewritten from the first line.", revision=0, at=NOW)

    second = handed_in(unit)

    assert list(item.versions.values_list("number", "text")) == [
        (1, ItemFactory.text),
        (2, "Rewritten from the first line."),
    ]
    assert set(second.items.values_list("item_version__number", flat=True)) == {2}


def test_what_was_handed_in_never_changes_whatever_becomes_of_the_evidence():
    unit = chosen_unit()
    item = map_evidence(unit, upload=upload("minutes.png"), title="Minutes of May")
    made = handed_in(unit)
    before = ItemVersion.objects.values().get()
    stored = StoredFile.objects.values().get()

    documents.save_draft(item=item, text="Another story.", revision=0, at=NOW)
    documents.change_item(item=item, kind="coaching_log", title="Another title", at=NOW)
    documents.detach_file(item=item, at=NOW)
    documents.withdraw_item(item=item, at=NOW)

    assert ItemVersion.objects.values().get() == before
    assert StoredFile.objects.values().get(pk=stored["id"]) == stored
    assert bytes(before["text_sha256"]) == hashlib.sha256(ItemFactory.text.encode()).digest()
    assert made.items.count() == 3


def test_the_database_refuses_to_change_a_frozen_version():
    handed_in()

    frozen = dict.fromkeys(("text = 'x'", "title = 'x'", "word_count = 0"), "item_version_frozen")
    for change, rule in {**frozen, "owner_id = owner_id + 1": "item_version_owner_by_merge"}.items():
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE documents_itemversion SET {change}")
        assert rule_broken(refused.value) == rule


def test_the_database_refuses_a_version_of_somebody_else_in_a_hand_in():
    unit = ready_unit()
    made = handed_in(unit)
    alien = documents.keep_version(item=ItemFactory(), at=NOW)
    mine = made.items.first()

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        HandInItem.objects.create(
            hand_in=made,
            unit_enrolment=unit,
            learner=unit.learner,
            unit_version=UnitVersion.objects.get(pk=mine.unit_version_id),
            item_version=alien,
            criterion=mine.criterion,
        )

    assert rule_broken(refused.value) == "hand_in_item_of_learner"


def test_the_learner_takes_back_returned_work_and_may_hand_in_anew():
    unit = ready_unit()
    submission = judged(handed_in(unit), until="returned")
    later = NOW + timedelta(days=3)

    taken_back = withdraw(submission=submission, by=unit.learner, at=later, moves=submission.moves)

    assert (taken_back.state, taken_back.stage) == ("withdrawn", None)
    assert [pause.during.upper for pause in submission.pauses.all()] == [later]
    assert handed_in(unit, at=later).submission.attempt == 2


def test_work_that_is_judged_is_not_taken_back():
    unit = ready_unit()
    made = handed_in(unit)

    with pytest.raises(MoveNotAllowed):
        withdraw(submission=made.submission, by=unit.learner, at=NOW)

    assert Submission.objects.get().state == "allocation"


def test_no_attempt_opens_beside_one_that_is_judged():
    made = handed_in()

    with pytest.raises(AlreadyHandedIn):
        open_attempt(unit_enrolment=made.unit_enrolment, by=made.unit_enrolment.learner, at=NOW)


@pytest.mark.parametrize("title", ["تقرير القيادة", "变革管理的反思", "Plan 🎓 für Übergänge", "x" * 300])
def test_names_and_titles_of_any_script_are_handed_in(title):
    unit = chosen_unit()
    map_evidence(unit, title=title)

    made = handed_in(unit, declared_name="玛丽 👩‍🏫 العربية")

    assert HandIn.objects.get(pk=made.pk).declared_name == "玛丽 👩‍🏫 العربية"
    assert ItemVersion.objects.get().title == title
