"""Pages of the yearly sample: the person's own, and those of the membership team."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.documents.services import withdraw_item
from cmiportal.rules.days import uk_day
from membership.kinds.cpd import records_to_review
from membership.models import CpdEvidence, CpdReview, CpdSample
from membership.services.cpd.reviews import accept, ask_more
from tests.factories.accounts import UserFactory
from tests.factories.cpd import CharteredStatusFactory, CpdEntryFactory, chartered, reviewer, sampled, sent
from tests.factories.documents import ItemFactory, upload
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

REVIEW = reverse("membership:cpd_review")
SAMPLES = reverse("membership:cpd_sample_list")
NOW = timezone.now()
YEAR = uk_day(NOW).year
THIS_YEAR = date(YEAR, 1, 1)


@pytest.fixture
def officer(client):
    officer = reviewer()
    client.force_login(officer)
    return officer


def drawn(person=None):
    return sampled(person, at=NOW, year=YEAR)


def page_of(review):
    return reverse("membership:cpd_sample_review", args=[review.sample_id, review.pk])


def detail(year=YEAR):
    return reverse("membership:cpd_sample_detail", args=[year])


def text(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in response.context["messages"]]


def answer(review, action, **typed):
    return {action: "yes", **{f"{action}-{name}": value for name, value in {"moves": review.moves, **typed}.items()}}


def test_who_was_not_drawn_is_told_how_it_works(client):
    client.force_login(UserFactory())

    assert "You have not been drawn" in text(client.get(REVIEW))


def test_the_person_sees_what_is_asked_and_sends_the_record(client):
    review = drawn()
    CpdEntryFactory(person=review.person, on=THIS_YEAR)
    CpdEntryFactory(person=review.person, on=date(YEAR - 1, 1, 1))
    client.force_login(review.person)
    assert "Send us your CPD record" in text(client.get(reverse("membership:cpd_list")))
    assert "one entry of" in text(client.get(REVIEW))

    response = client.post(REVIEW, {"moves": 0, "note": "I was ill."}, follow=True)

    assert said(response) == [f"We have your record of {YEAR}."]
    assert "I was ill." in text(response)
    assert response.context["form"] is None
    assert "Your record is being looked at" in text(client.get(reverse("membership:cpd_list")))


def test_an_empty_record_without_a_word_is_not_sent(client):
    review = drawn()
    client.force_login(review.person)

    response = client.post(REVIEW, {"moves": 0, "note": ""})

    assert "Add one, or tell us why there is none" in text(response)
    assert CpdReview.objects.get().state == "requested"


def test_what_is_missing_stands_above_the_form(client):
    review = ask_more(review=sent(drawn(), at=NOW), by=reviewer(), reason="What changed?", at=NOW)
    client.force_login(review.person)

    assert text(client.get(REVIEW)).count("What changed?") == 2
    assert "We asked you for more" in text(client.get(reverse("membership:cpd_list")))


def test_the_open_review_comes_first_and_earlier_ones_below(client):
    person = CharteredStatusFactory().person
    before = sampled(person, at=NOW, year=YEAR - 1)
    client.force_login(person)
    accept(review=sent(before, at=NOW), by=reviewer(), at=NOW)
    assert client.get(REVIEW).context["review"] == before

    review = drawn(person)

    response = client.get(REVIEW)
    assert response.context["review"] == review
    assert [(one, tag) for one, tag in response.context["earlier"]] == [(before, "positive")]


def test_nobody_but_the_membership_team_opens_samples(client):
    review = sent(drawn(), at=NOW)
    for person in (review.person, UserFactory(moderator=True)):
        client.force_login(person)
        for address in (SAMPLES, detail(), page_of(review)):
            assert client.get(address).status_code == 404
        assert client.post(page_of(review), answer(review, "accept")).status_code == 404
    assert records_to_review(review.person).count() == 0


def test_a_sample_is_drawn_and_everybody_in_it_told(client, officer):
    chartered(4)
    assert "No sample has been drawn yet" in text(client.get(SAMPLES))

    response = client.post(SAMPLES, {"year": YEAR, "size": "3"}, follow=True)

    assert said(response) == ["The sample is drawn, and everybody in it is told."]
    assert (CpdSample.objects.get().drawn_by, len(response.context["rows"])) == (officer, 3)
    assert "Drawn again just now, it gives the same people." in text(response)
    assert "<b>3</b> open" in text(client.get(SAMPLES))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"size": ""}, "Enter how many people to draw"),
        ({"size": "many"}, "in figures"),
        ({"size": "5"}, "There are 2 Chartered members to draw from"),
        ({"year": "1999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_drawn_is_said(client, officer, typed, error):
    chartered(2)

    response = client.post(SAMPLES, {"year": YEAR, "size": "1", **typed})

    assert error in text(response)
    assert not CpdSample.objects.exists()


def test_the_seed_that_draws_others_now_is_said_so(client, officer):
    review = drawn()
    CpdReview.objects.filter(pk=review.pk).update(person=UserFactory())

    assert "it gives other people" in text(client.get(detail()))


def test_records_that_were_sent_come_first_and_late_ones_are_marked(client, officer):
    first, second, third = chartered(3)
    waiting, late = drawn(first), CpdReview.objects.get(person=second)
    CpdReview.objects.filter(pk=late.pk).update(due_on=uk_day(NOW) - timedelta(days=1))
    with_us = sent(CpdReview.objects.get(person=third), at=NOW)

    response = client.get(detail())

    assert [row for row, _ in response.context["rows"]] == [with_us, late, waiting]
    assert text(response).count("Late") == 1
    assert list(records_to_review(officer)) == [with_us]


def test_nobody_finds_their_own_review_among_the_teams(client):
    officer = CharteredStatusFactory(person=reviewer()).person
    review = sent(drawn(officer), at=NOW)
    client.force_login(officer)

    assert list(client.get(detail()).context["rows"]) == []
    assert client.get(page_of(review)).status_code == 404
    assert records_to_review(officer).count() == 0


def test_a_reviewer_reads_the_record_only_while_it_is_with_the_team(client, officer):
    review = drawn()
    entry = CpdEntryFactory(person=review.person, on=THIS_YEAR, title="Hard talks", learnt="I ask first.", minutes=90)
    CpdEntryFactory(person=review.person, on=date(YEAR - 1, 1, 1), title="Another year")
    item = ItemFactory(owner=review.person, title="Feedback", text="As it was.", upload=upload("feedback.png"))
    gone = ItemFactory(owner=review.person, title="Withdrawn piece")
    CpdEvidence.objects.bulk_create([CpdEvidence(entry=entry, item=one) for one in (item, gone)])
    assert "Hard talks" not in text(client.get(page_of(review)))

    sent(review, at=NOW)
    withdraw_item(item=gone, at=NOW)
    CpdEntryFactory(person=review.person, on=THIS_YEAR, title="Added later", changed_at=timezone.now())
    page = text(client.get(page_of(review)))

    for words in ("Hard talks", "I ask first.", "1 hour 30 minutes", "As it was.", "feedback.png", "I was ill until"):
        assert words in page
    assert "two entries; when it was sent there was one" in page.lower()
    assert ("Another year" in page, page.count("Changed since it was sent")) == (False, 1)
    assert "withdrawn" in page
    opened = client.get(reverse("documents:document_open", args=[item.draft.file.pk]))
    assert b"".join(opened.streaming_content)

    review.refresh_from_db()
    accept(review=review, by=officer, at=NOW)
    assert "Hard talks" not in text(client.get(page_of(review)))
    assert client.get(reverse("documents:document_open", args=[item.draft.file.pk])).status_code == 404


@pytest.mark.parametrize(
    ("action", "typed", "state", "done"),
    [
        ("accept", {}, "accepted", "the record is accepted"),
        ("ask_more", {"reason": "What changed?"}, "more_needed", "is asked for more"),
        ("excuse", {"reason": "Ill."}, "excused", "is excused"),
    ],
)
def test_a_reviewer_answers(client, officer, action, typed, state, done):
    review = sent(drawn(), at=NOW)

    response = client.post(page_of(review), answer(review, action, **typed), follow=True)

    review.refresh_from_db()
    assert (review.state, review.reviewer) == (state, officer)
    assert done in said(response)[0]


def test_an_answer_without_its_reason_or_to_an_old_page_is_refused(client, officer):
    review = sent(drawn(), at=NOW)

    assert "Say why" in text(client.post(page_of(review), answer(review, "excuse")))
    stale = client.post(page_of(review), answer(review, "accept") | {"accept-moves": 0})

    assert "This was changed while you had it open" in text(stale)
    review.refresh_from_db()
    assert review.state == "submitted"


def test_an_answered_review_offers_nothing_more(client, officer):
    review = accept(review=sent(drawn(), at=NOW), by=officer, at=NOW)

    assert client.get(page_of(review)).context["forms"] == {}
    assert "Closed" in text(client.get(SAMPLES))


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_for_the_same_whatever_they_hold(client, officer, rows):
    first = chartered(rows)[0]
    review = drawn(first)
    for _ in range(rows):
        entry = CpdEntryFactory(person=first, on=THIS_YEAR)
        CpdEvidence.objects.create(entry=entry, item=ItemFactory(owner=first))
    sent(review, at=NOW)

    team = [queries_of(client, address) for address in (SAMPLES, detail(), page_of(review))]
    client.force_login(first)
    assert [*team, queries_of(client, REVIEW)] == [5, 8, 9, 6]
