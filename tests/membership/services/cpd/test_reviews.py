"""Reviews of sampled records: who does what, what a reviewer sees and when, and how a sample closes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cmiportal.documents.services import save_draft, withdraw_item
from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, SealedPayload, StaleMove, chain_is_whole
from membership.models import CpdEvidence, CpdReview
from membership.permissions import opens_cpd_evidence
from membership.services.cpd.entries import CpdRefused
from membership.services.cpd.reviews import accept, ask_more, entries_for, excuse, kept_versions, send_record, story_of
from tests.factories.accounts import UserFactory
from tests.factories.cpd import CharteredStatusFactory, CpdEntryFactory, chartered, reviewer, sampled, sent
from tests.factories.documents import ItemFactory, upload
from tests.factories.qualifications import NOW
from tests.races import at_once, refused

LATER = NOW + timedelta(days=3)


def told(person, kind):
    return [row.context for row in Notification.objects.filter(recipient=person, kind=kind)]


def evidence(review, *, on=date(2026, 3, 9), **item):
    shown = ItemFactory(owner=review.person, **item)
    CpdEvidence.objects.create(entry=CpdEntryFactory(person=review.person, on=on), item=shown)
    return shown


@pytest.mark.django_db
def test_a_record_is_sent_with_its_evidence_as_it_is_and_the_team_told():
    review, officer = sampled(), reviewer()
    item = evidence(review)
    empty = evidence(review, text="")
    other_year = evidence(review, on=date(2025, 3, 9))

    row = send_record(review=review, by=review.person, note=" I was ill. ", at=LATER, moves=0)

    assert (row.state, row.reviewer) == ("submitted", None)
    assert row.events.last().data == {"entries": 2}
    assert [one.said for one in story_of(row)] == ["", "I was ill."]
    assert (item.versions.count(), empty.versions.count(), other_year.versions.count()) == (1, 0, 0)
    [context] = told(officer, "cpd_record_to_review")
    assert context == {
        "person": str(review.person),
        "year": 2026,
        "path": f"/cpd/samples/2026/{review.pk}/",
    }
    assert chain_is_whole(row)


@pytest.mark.django_db
def test_who_was_drawn_and_is_of_the_team_is_not_asked_to_review_their_own():
    officer = CharteredStatusFactory(person=reviewer()).person
    review = sent(sampled(officer))

    assert told(officer, "cpd_record_to_review") == []
    for answer in (accept, lambda **known: excuse(reason="Ill.", **known)):
        with pytest.raises(MoveNotAllowed):
            answer(review=review, by=officer, at=LATER)
    assert not entries_for(review, officer).exists()


@pytest.mark.django_db
def test_an_empty_record_is_sent_only_with_a_word_about_it():
    review = sampled()

    with pytest.raises(CpdRefused, match="no entry of 2026"):
        send_record(review=review, by=review.person, note="  ", at=NOW)

    assert send_record(review=review, by=review.person, note="Parental leave.", at=NOW).state == "submitted"


@pytest.mark.django_db
def test_without_a_note_nothing_is_sealed():
    review = sampled()
    CpdEntryFactory(person=review.person)

    send_record(review=review, by=review.person, note="", at=NOW)

    assert not SealedPayload.objects.exists()


@pytest.mark.django_db
def test_nobody_sends_anothers_record_nor_a_page_of_yesterday():
    review = sampled()

    with pytest.raises(MoveNotAllowed):
        send_record(review=review, by=reviewer(), note="Mine.", at=NOW)
    with pytest.raises(StaleMove):
        send_record(review=review, by=review.person, note="Mine.", at=NOW, moves=7)


@pytest.mark.django_db
def test_an_accepted_record_closes_the_sample_when_it_is_the_last():
    first, second = chartered(2)
    sampled(first)
    one, two = (sent(CpdReview.objects.get(person=person)) for person in (first, second))
    officer = reviewer()

    row = accept(review=one, by=officer, at=NOW, moves=one.moves)
    row.sample.refresh_from_db()
    assert (row.state, row.reviewer, row.sample.closed_at) == ("accepted", officer, None)
    assert told(first, "cpd_record_accepted")[0]["year"] == 2026

    excuse(review=two, by=officer, reason=" Ill all year. ", at=LATER)
    row.sample.refresh_from_db()
    assert row.sample.closed_at == LATER
    assert told(second, "cpd_excused")[0]["reason"] == "Ill all year."


@pytest.mark.django_db
def test_more_is_asked_with_a_reason_and_time_and_then_sent_again():
    review = sent()
    officer = reviewer()

    row = ask_more(review=review, by=officer, reason="What changed?", at=LATER, moves=review.moves)

    assert (row.state, row.due_on) == ("more_needed", date(2026, 12, 3))
    assert told(row.person, "cpd_more_needed")[0] == {
        "year": 2026,
        "due_on": "2026-12-03",
        "path": "/cpd/review/",
        "reason": "What changed?",
    }
    row = send_record(review=row, by=row.person, note="See May.", at=LATER)
    assert accept(review=row, by=officer, at=LATER).sample.reviews.open().count() == 0
    assert [(one.event.action, one.said) for one in story_of(row)] == [
        ("create", ""),
        ("submit", "I was ill until May."),
        ("ask_more", "What changed?"),
        ("submit", "See May."),
        ("accept", ""),
    ]


@pytest.mark.django_db
def test_who_cannot_send_anything_is_excused_before():
    review = sampled()

    assert excuse(review=review, by=reviewer(), reason="Died in June.", at=NOW).state == "excused"


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [ask_more, excuse])
def test_an_answer_that_needs_a_reason_is_refused_without(answer):
    review = sent()

    with pytest.raises(CpdRefused, match="Say why"):
        answer(review=review, by=reviewer(), reason=" ", at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [{}, {"moderator": True}])
def test_nobody_but_the_membership_team_answers(role):
    review = sent()

    with pytest.raises(MoveNotAllowed):
        accept(review=review, by=UserFactory(**role), at=NOW)


@pytest.mark.django_db
def test_entries_are_seen_of_that_year_and_person_and_only_while_the_record_is_with_the_team():
    review, officer = sampled(), reviewer()
    entry = CpdEntryFactory(person=review.person)
    CpdEntryFactory(person=review.person, on=date(2025, 12, 31))
    CpdEntryFactory()
    assert not entries_for(review, officer).exists()

    review = sent(review)
    assert list(entries_for(review, officer)) == [entry]
    for other in (UserFactory(), UserFactory(moderator=True)):
        assert not entries_for(review, other).exists()

    review = ask_more(review=review, by=officer, reason="What changed?", at=NOW)
    assert not entries_for(review, officer).exists()
    review = accept(review=sent(review), by=officer, at=NOW)
    assert not entries_for(review, officer).exists()


@pytest.mark.django_db
def test_files_behind_the_entries_open_as_long_as_the_entries_do():
    review, officer = sampled(), reviewer()
    item, other_year = evidence(review, upload=upload()), evidence(review, on=date(2025, 3, 9), upload=upload())
    own = ItemFactory(owner=officer, upload=upload())
    file, withdrawn = item.draft.file, evidence(review, upload=upload())
    assert not opens_cpd_evidence(officer, file)

    review = sent(review)
    assert opens_cpd_evidence(officer, file)
    assert not opens_cpd_evidence(UserFactory(), file)
    assert not opens_cpd_evidence(officer, other_year.draft.file)
    assert not opens_cpd_evidence(officer, own.draft.file)

    assert opens_cpd_evidence(officer, withdrawn.draft.file)
    withdraw_item(item=withdrawn, at=LATER)
    assert not opens_cpd_evidence(officer, withdrawn.draft.file)
    accept(review=review, by=officer, at=NOW)
    assert not opens_cpd_evidence(officer, file)


@pytest.mark.django_db
def test_nobody_opens_a_file_of_their_own_by_a_review():
    officer = CharteredStatusFactory(person=reviewer()).person
    review = sampled(officer)
    item = evidence(review, upload=upload())
    sent(review)

    assert not opens_cpd_evidence(officer, item.draft.file)
    assert opens_cpd_evidence(reviewer(), item.draft.file)


@pytest.mark.django_db
def test_evidence_is_read_as_it_was_when_the_record_was_sent():
    review, officer = sampled(), reviewer()
    item = evidence(review, text="As it was.")
    review = sent(review, at=NOW)
    save_draft(item=item, text="As it is now.", revision=item.draft.revision, at=LATER)
    CpdEvidence.objects.create(entry=CpdEntryFactory(person=review.person), item=item)
    entries = entries_for(review, officer)

    assert {key: version.text for key, version in kept_versions(entries, until=NOW).items()} == {item.pk: "As it was."}


@pytest.mark.django_db
def test_withdrawn_evidence_does_not_stop_a_record():
    review = sampled()
    withdraw_item(item=evidence(review), at=NOW)

    assert sent(review).state == "submitted"


@pytest.mark.django_db(transaction=True)
def test_the_last_two_answered_at_once_close_the_sample():
    first, second = chartered(2)
    sampled(first)
    one, two = (sent(CpdReview.objects.get(person=person)) for person in (first, second))
    officer = reviewer()

    at_once(
        one.sample,
        lambda: accept(review=one, by=officer, at=LATER),
        lambda: accept(review=two, by=officer, at=LATER),
    )

    one.sample.refresh_from_db()
    assert one.sample.closed_at == LATER


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_give_one_answer():
    review = sent()
    officers = reviewer(), reviewer()

    results = at_once(
        review.sample,
        lambda: accept(review=review, by=officers[0], at=LATER, moves=review.moves),
        lambda: excuse(review=review, by=officers[1], reason="Ill.", at=LATER, moves=review.moves),
    )

    assert refused(results) == [StaleMove]
    assert (
        Notification.objects.filter(recipient=review.person, kind__in=["cpd_record_accepted", "cpd_excused"]).count()
        == 1
    )


@pytest.mark.django_db
@pytest.mark.parametrize("broken", [{"state": "lost"}, {"reviewer": "own"}])
def test_the_database_keeps_its_rules(broken):
    review = sampled()
    changes = {"reviewer": review.person} if broken.get("reviewer") else broken

    with pytest.raises(IntegrityError), transaction.atomic():
        CpdReview.objects.filter(pk=review.pk).update(**changes)
