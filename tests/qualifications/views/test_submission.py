"""Handing in by the page: every gap first, then the declaration, then the receipt."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from cmiportal.documents import services as documents
from cmiportal.notifications.models import Notification
from qualifications.models import HandIn, Mapping, Submission
from tests.factories.documents import ItemFactory, upload
from tests.factories.portfolio import handed_in, judged, map_evidence
from tests.factories.qualifications import chosen_unit, published_unit, published_version

from .desks import desk_of_today
from .places import place_of_today

pytestmark = pytest.mark.django_db

ANSWERS = {
    "words_reason": "The tables carry most of it.",
    "used_ai": "no",
    "declared_name": "Amara Whitlock",
    "signed": "on",
    "moves": "0",
}


@pytest.fixture
def unit(client):
    unit = chosen_unit(place_of_today(), "601")
    client.force_login(unit.learner)
    return unit


def submit(unit):
    return reverse("qualifications:submission_submit", args=[unit.pk])


def portfolio(unit):
    return reverse("qualifications:unit_portfolio", args=[unit.pk])


def results(response):
    return [check.result for check in response.context["before"].checks]


def test_with_gaps_the_page_names_each_and_asks_for_no_signature(client, unit):
    map_evidence(unit, "1.1", text="", title="Minutes of May")

    response = client.get(submit(unit))

    assert results(response)[:2] == ["Two criteria lack evidence", "A piece of evidence is empty"]
    assert response.context["before"].checks[0].why == "Map evidence to all of them:"
    assert [way.label for way in response.context["before"].gaps] == [
        "Map evidence to 1.2",
        "Map evidence to 2.1",
        "Fill Minutes of May",
    ]
    for code in ("1.2", "2.1"):
        assert reverse("qualifications:mapping_add", args=[unit.pk, code]) in response.text
    assert "Sign and submit" not in response.text


def test_a_file_that_does_not_open_is_a_gap_with_its_repair(client, unit):
    item = map_evidence(unit, title="Minutes of May", upload=upload("May.png"))
    default_storage.delete(item.draft.file.storage_key)

    before = client.get(submit(unit)).context["before"]

    (broken,) = [check for check in before.checks if check.result == "A file cannot be opened"]
    assert broken.why == "We can no longer read this file. Add it again."
    assert [(way.label, way.href) for way in before.gaps] == [
        ("Replace the file of Minutes of May", reverse("qualifications:item_edit", args=[item.pk]))
    ]


def test_evidence_without_a_date_or_dated_ahead_is_a_gap_with_its_repair(client, unit):
    today = timezone.localdate()
    undated = map_evidence(unit, title="Undated", dated_on=None)
    map_evidence(unit, title="Ahead", dated_on=today + timedelta(days=1))
    map_evidence(unit, title="Dated", dated_on=today)

    before = client.get(submit(unit)).context["before"]

    said = {check.result: [way.label for way in check.ways] for check in before.checks if "date" in check.result}
    assert said == {
        "One piece of evidence has no date": ["Date Undated"],
        "One piece of evidence is dated after today": ["Correct the date of Ahead"],
    }
    assert [way.label for way in before.gaps] == ["Date Undated", "Correct the date of Ahead"]
    assert before.next_gap.href == f"{reverse('qualifications:item_edit', args=[undated.pk])}#id_dated_on_0"


def test_evidence_that_is_dated_is_said_to_be(client, unit):
    map_evidence(unit, dated_on=timezone.localdate())

    assert "All evidence is dated" in results(client.get(submit(unit)))


def test_a_single_gap_is_asked_for_in_the_singular(client, unit):
    map_evidence(unit, "1.1", "1.2")

    check = client.get(submit(unit)).context["before"].checks[0]

    assert (check.result, check.why) == ("One criterion lacks evidence", "Map evidence to it:")


def test_handing_in_with_a_gap_is_refused_even_by_hand(client, unit):
    map_evidence(unit, "1.1")

    response = client.post(submit(unit), ANSWERS)

    assert response.context["form"].non_field_errors() == [
        "Criteria 1.2 and 2.1 have no evidence yet. Map some, then submit."
    ]
    assert not Submission.objects.exists()


def test_signing_hands_in_and_shows_the_receipt(client, unit):
    map_evidence(unit, upload=upload("May.png"), title="Minutes of May", pointer="p. 1")
    page = client.get(submit(unit))
    assert "This is my own work." in page.text
    assert results(page) == [
        "All three criteria have evidence",
        "Words of your files still to add",
        "All files can be opened",
        "All evidence is dated",
        "Declaration not signed yet",
    ]

    response = client.post(
        submit(unit),
        {**ANSWERS, "words_in_files": "2600", "words_reason": "", "used_ai": "yes", "ai_use": "To check spelling."},
        follow=True,
    )

    made = HandIn.objects.get()
    assert response.redirect_chain == [(reverse("qualifications:hand_in_receipt", args=[made.pk]), 302)]
    assert (made.words, made.ai_use, made.declared_name) == (2615, "To check spelling.", "Amara Whitlock")
    version = made.items.first().item_version
    for said in (
        made.receipt_number,
        bytes(made.manifest_sha256).hex(),
        bytes(version.text_sha256).hex(),
        bytes(version.file_sha256).hex(),
        ItemFactory.text,
        "May.png",
        "1.1, p. 1",
        "2,615",
        "To check spelling.",
        "This is my own work.",
        timezone.localtime(made.at).strftime("%H:%M"),
    ):
        assert said in response.text
    assert [heading in response.text for heading in ("Marking", "Verification", "Sign-off")] == [True] * 3
    assert Notification.objects.get(kind="submission_received").recipient == unit.learner


def test_the_receipt_says_how_far_the_work_is_now(client):
    desk = desk_of_today(days_ago=31).sent_on()
    client.force_login(desk.learner)
    receipt = reverse("qualifications:hand_in_receipt", args=[desk.made.pk])

    html = client.get(receipt).text
    assert "Marking, done" in html
    assert "Verification, now" in html

    desk.confirmed()
    assert "This attempt: passed." in client.get(receipt).text


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"signed": ""}, "signed", "Tick the box to sign the declaration"),
        ({"declared_name": " "}, "declared_name", "Type your full name to sign"),
        ({"declared_name": "\u202eralam"}, "declared_name", "direction of the text"),
        ({"used_ai": ""}, "used_ai", "Say whether you used artificial intelligence"),
        ({"used_ai": "yes"}, "ai_use", "Say which tools you used, and what for"),
        ({"used_ai": "yes", "ai_use": "x" * 5001}, "ai_use", "at most 5000 characters"),
        ({"ai_use": "A chat assistant."}, "used_ai", "You describe a use of it below"),
        ({"words_reason": ""}, "words_reason", "Your work has 15 words; this unit asks for 2,250 to 3,300."),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_handed_in(client, unit, changed, field, sentence):
    map_evidence(unit)

    response = client.post(submit(unit), {**ANSWERS, **changed})

    assert sentence in str(response.context["form"].errors[field])
    assert "<title>Error: Submit Unit 601" in response.text
    assert not HandIn.objects.exists()


def test_a_unit_without_a_range_and_without_files_asks_for_no_words(client):
    unit = chosen_unit(place_of_today(version=published_version([published_unit("703")])))
    type(unit.unit.level).objects.update(words_from=None, words_to=None)
    client.force_login(unit.learner)
    map_evidence(unit)

    page = client.get(submit(unit))
    assert "words_reason" not in page.text
    assert "words_in_files" not in page.text

    client.post(submit(unit), {**ANSWERS, "words_reason": ""})
    assert HandIn.objects.get().words_reason == ""


@pytest.mark.parametrize(
    ("words", "result", "state"),
    [
        (15, "Fewer words than asked", "attention"),
        (2250, "Word count is in range", "positive"),
        (3301, "More words than asked", "attention"),
    ],
)
def test_the_length_is_told_beforehand(client, unit, words, result, state):
    map_evidence(unit, text="word " * words)

    checks = client.get(submit(unit)).context["before"].checks

    (check,) = [check for check in checks if "ord" in check.result]
    assert (check.result, check.state) == (result, state)
    assert f"{words:,} words; the range is 2,250 to 3,300." in check.why


def test_two_open_criteria_are_told_as_both(client, unit):
    map_evidence(unit, "1.1", text="word " * 2300)
    map_evidence(unit, "1.2", "2.1")
    judged(handed_in(unit, at=timezone.now()), not_yet=["1.2", "2.1"])
    map_evidence(unit, "1.2", "2.1", text="word " * 2500)

    assert results(client.get(submit(unit)))[:2] == ["Both open criteria have evidence", "Word count is in range"]


def test_a_second_click_shows_the_receipt_of_the_first(client, unit):
    map_evidence(unit)
    client.post(submit(unit), ANSWERS)
    made = HandIn.objects.get()

    response = client.post(submit(unit), ANSWERS, follow=True)

    assert response.redirect_chain == [(reverse("qualifications:hand_in_receipt", args=[made.pk]), 302)]
    assert f"This work is submitted already. Its receipt is {made.receipt_number}." in response.text
    assert HandIn.objects.count() == 1


def test_after_handing_in_the_page_leads_back_to_the_portfolio(client, unit):
    map_evidence(unit)
    handed_in(unit, at=timezone.now())

    assert client.get(submit(unit)).url == portfolio(unit)
    assert client.post(submit(unit), {}).url == portfolio(unit)


def test_a_closed_place_leads_back_with_the_reason(client):
    unit = chosen_unit(place_of_today(state="withdrawn"))
    client.force_login(unit.learner)

    response = client.post(submit(unit), ANSWERS, follow=True)

    assert response.redirect_chain == [(portfolio(unit), 302)]
    assert "Your place is withdrawn" in response.text


def test_a_stale_page_keeps_what_was_typed_and_goes_through_when_sent_again(client, unit):
    map_evidence(unit)
    judged(handed_in(unit, at=timezone.now()), until="returned")

    stale = client.post(submit(unit), ANSWERS)

    assert "This was changed while you had it open" in stale.context["form"].non_field_errors()[0]
    assert "The tables carry most of it." in stale.text
    assert HandIn.objects.count() == 1

    client.post(submit(unit), {**ANSWERS, "moves": stale.context["form"]["moves"].value()})
    assert HandIn.objects.count() == 2


def test_a_resubmission_hands_in_the_open_criteria(client, unit):
    map_evidence(unit)
    submission = judged(handed_in(unit, at=timezone.now()), not_yet=["2.1"])
    page = client.get(submit(unit))
    assert results(page)[:3] == [
        "The open criterion has evidence",
        "One criterion has the same evidence as before",
        "A resubmission may be shorter",
    ]
    assert page.context["before"].checks[1].why == "It was not yet met with it:"
    assert "Everything mapped to the open criteria" in page.text

    client.post(submit(unit), {**ANSWERS, "words_reason": "", "moves": submission.moves})

    made = HandIn.objects.get(submission__attempt=2)
    assert list(made.items.values_list("criterion__code", flat=True)) == ["2.1"]


@pytest.mark.parametrize("count", [1, 3])
def test_page_and_receipt_take_the_same_queries_for_any_amount(client, unit, django_assert_num_queries, count):
    for _ in range(count):
        map_evidence(unit, upload=upload())
    client.get(submit(unit))
    with django_assert_num_queries(9):
        client.get(submit(unit))
    receipt = reverse("qualifications:hand_in_receipt", args=[handed_in(unit, at=timezone.now()).pk])

    with django_assert_num_queries(8):
        response = client.get(receipt)

    assert len(response.context["pieces"]) == count


def test_an_earlier_receipt_says_that_a_later_one_counts(client, unit):
    map_evidence(unit)
    first = handed_in(unit, at=timezone.now())
    judged(first, until="returned")
    second = handed_in(unit, at=timezone.now())

    old = client.get(reverse("qualifications:hand_in_receipt", args=[first.pk]))
    new = client.get(reverse("qualifications:hand_in_receipt", args=[second.pk]))

    assert "that submission is the one that counts" in old.text
    assert "What happens next" in new.text


def test_the_receipt_of_judged_work_says_how_it_went(client, unit):
    map_evidence(unit)
    made = handed_in(unit, at=timezone.now())
    judged(made)

    assert "This attempt: passed." in client.get(reverse("qualifications:hand_in_receipt", args=[made.pk])).text


def test_a_receipt_shows_what_was_handed_in_whatever_became_of_it(client, unit):
    item = map_evidence(unit, title="Minutes of May")
    made = handed_in(unit, at=timezone.now())
    documents.save_draft(item=item, text="Another story.", revision=0, at=timezone.now())
    documents.withdraw_item(item=item, at=timezone.now())

    response = client.get(reverse("qualifications:hand_in_receipt", args=[made.pk]))

    assert ItemFactory.text in response.text
    assert "Another story." not in response.text


def test_returned_work_is_taken_back_after_being_asked(client, unit):
    map_evidence(unit)
    judged(handed_in(unit, at=timezone.now()), until="returned")
    address = reverse("qualifications:submission_withdraw", args=[unit.pk])
    assert "Withdraw attempt 1 at Unit 601?" in client.get(address).text
    assert Submission.objects.get().state == "returned"

    stale = client.post(address, {"moves": 0})
    assert "This was changed while you had it open" in stale.text
    assert Submission.objects.get().state == "returned"

    response = client.post(address, {"moves": stale.context["form"]["moves"].value()}, follow=True)

    assert Submission.objects.get().state == "withdrawn"
    assert "Attempt 1 at unit 601 is withdrawn." in response.text
    assert client.get(address).status_code == 404


def test_work_that_is_judged_has_no_page_to_take_it_back(client, unit):
    map_evidence(unit)
    handed_in(unit, at=timezone.now() - timedelta(days=1))

    assert client.post(reverse("qualifications:submission_withdraw", args=[unit.pk])).status_code == 404
    assert (Submission.objects.get().state, Mapping.objects.count()) == ("allocation", 3)
