"""Pages of a CPD record: the list and its picture, entries, offers, files."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.documents.services import withdraw_item
from cmiportal.rules.days import uk_day
from membership.models import CpdEntry, CpdEvidence, CpdOffer
from tests.factories.accounts import UserFactory
from tests.factories.cpd import AreaFactory, CpdEntryFactory, CpdOfferFactory
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("membership:cpd_list")
ADD = reverse("membership:cpd_entry_add")


@pytest.fixture
def person(client):
    person = UserFactory(name="Wren Holtby")
    client.force_login(person)
    return person


@pytest.fixture
def areas():
    return [
        AreaFactory(key=key, position=number) for number, key in enumerate(("communicating", "direction", "change"))
    ]


def page_of(name, row):
    return reverse(f"membership:{name}", args=[row.pk])


def typed(**other):
    said = {
        "title": "Difficult conversations",
        "activity": "course",
        "area": "communicating",
        "on_0": "9",
        "on_1": "3",
        "on_2": "2026",
        "hours": "",
        "need": "I put off hard talks.",
    }
    return {**said, **other}


def titles(response):
    return [entry.title for entry in response.context["entries"]]


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_a_visitor_signs_in_first(client):
    entry, offer = CpdEntryFactory(), CpdOfferFactory()
    for address in (LIST, ADD, page_of("cpd_entry_edit", entry), page_of("cpd_offer_take_up", offer)):
        assert client.get(address).url.startswith(reverse("account_login"))


def test_nobody_else_opens_an_entry_or_an_offer(client, person):
    entry, offer = CpdEntryFactory(), CpdOfferFactory()

    assert titles(client.get(LIST)) == []
    for name, row in (("cpd_entry_edit", entry), ("cpd_entry_remove", entry), ("cpd_offer_take_up", offer)):
        assert client.get(page_of(name, row)).status_code == 404
        assert client.post(page_of(name, row), typed()).status_code == 404
    assert client.post(page_of("cpd_offer_dismiss", offer)).status_code == 404


def test_an_empty_record_says_how_to_begin(client, person):
    page = client.get(LIST).content.decode()

    assert "Your record is empty" in page
    assert "Record as PDF" not in page


def test_an_entry_is_added_with_four_answers_and_shown(client, person, areas):
    item = ItemFactory(owner=person)

    response = client.post(ADD, typed(hours="1.5", evidence=[str(item.pk)]), follow=True)

    entry = CpdEntry.objects.get()
    assert (entry.person, entry.on, entry.minutes, entry.need) == (
        person,
        date(2026, 3, 9),
        90,
        "I put off hard talks.",
    )
    assert said(response) == ["The entry is in your record."]
    page = response.content.decode()
    assert "1 hour 30 minutes" in page
    assert f"Evidence: {item.title}" in page
    assert "one stage of four written" in page


def test_hours_may_be_typed_with_a_comma(client, person, areas):
    client.post(ADD, typed(hours=" 1,5"))

    assert CpdEntry.objects.get().minutes == 90


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": ""}, "Enter what it is"),
        ({"area": "astrology"}, "Choose one of the nine areas"),
        ({"area": ""}, "Choose an area"),
        ({"activity": ""}, "Choose what kind it is"),
        ({"hours": "two"}, "Enter hours in figures"),
        ({"hours": "0"}, "Enter hours in figures"),
        ({"hours": "1,000"}, "Enter hours in figures"),
        ({"hours": "20000"}, "Enter fewer than"),
        ({"on_2": "1939"}, "after 1939"),
        ({"on_2": "2090"}, "not more than a year ahead"),
        ({"evidence": ["not-a-key"]}, "is not a valid UUID"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(client, person, areas, changed, error):
    response = client.post(ADD, typed(**changed))

    assert error in response.content.decode()
    assert not CpdEntry.objects.exists()


def test_what_lies_ahead_is_planned(client, person, areas):
    tomorrow = uk_day(timezone.now(), 1)
    typed_on = {"on_0": tomorrow.day, "on_1": tomorrow.month, "on_2": tomorrow.year}
    CpdEntryFactory(person=person, area=areas[0], on=uk_day(timezone.now()))
    assert ">Planned<" not in client.get(LIST).content.decode()

    assert client.post(ADD, typed(**typed_on)).url == LIST

    assert client.get(LIST).content.decode().count(">Planned<") == 1


def test_an_entry_that_is_sent_again_from_a_page_opened_anew_is_not_added_twice(client, person, areas):
    client.post(ADD, typed())

    assert "in your record already, word for word" in client.post(ADD, typed()).content.decode()
    assert CpdEntry.objects.count() == 1


def test_nobody_elses_evidence_can_be_chosen(client, person, areas):
    response = client.post(ADD, typed(evidence=[str(ItemFactory().pk)]))

    assert "Choose from your own evidence" in response.content.decode()


def test_a_full_record_says_so_and_keeps_what_was_typed(client, person, areas, settings):
    settings.CPD_ENTRIES_MAX = 0

    page = client.post(ADD, typed()).content.decode()

    assert "Your record holds 0 entries" in page
    assert "I put off hard talks." in page


def test_changing_an_entry_opens_with_what_it_says(client, person, areas):
    entry = CpdEntryFactory(person=person, area=areas[0], minutes=45, plan="Ask Ruth.")
    shown, new = ItemFactory(owner=person), ItemFactory(owner=person)
    CpdEvidence.objects.create(entry=entry, item=shown)
    withdraw_item(item=shown, at=NOW)
    page = client.get(page_of("cpd_entry_edit", entry)).content.decode()
    assert 'value="0.75"' in page
    assert "Ask Ruth." in page
    assert f"{shown.title} (withdrawn)" in page

    sent = typed(title="Hard talks", evidence=[str(shown.pk), str(new.pk)])
    assert client.post(page_of("cpd_entry_edit", entry), sent).url == LIST

    entry.refresh_from_db()
    assert (entry.title, entry.minutes, entry.plan) == ("Hard talks", None, "")
    assert {one.item for one in entry.evidence.all()} == {shown, new}
    assert "(withdrawn)" in client.get(LIST).content.decode()


def test_removing_asks_first(client, person):
    entry = CpdEntryFactory(person=person)
    offer = CpdOfferFactory(person=person, entry=entry)

    page = client.get(page_of("cpd_entry_remove", entry)).content.decode()
    assert "We will offer you the bare facts again" in page
    assert CpdEntry.objects.exists()

    response = client.post(page_of("cpd_entry_remove", entry), follow=True)
    assert said(response) == [f"“{entry.title}” is removed from your record."]
    assert not CpdEntry.objects.exists()
    assert list(response.context["offers"]) == [offer]


def test_the_list_is_narrowed_by_year_and_area(client, person, areas):
    CpdEntryFactory(person=person, area=areas[0], on=date(2025, 6, 1), title="Last year")
    CpdEntryFactory(person=person, area=areas[0], on=date(2026, 6, 1), title="This year")
    CpdEntryFactory(person=person, area=areas[1], on=date(2026, 5, 1), title="Direction")
    CpdEntryFactory(title="Somebody else's")

    assert titles(client.get(LIST)) == ["This year", "Direction", "Last year"]
    assert titles(client.get(LIST, {"year": "2026"})) == ["This year", "Direction"]
    narrowed = client.get(LIST, {"year": "2026", "area": "direction"})
    assert titles(narrowed) == ["Direction"]
    assert [link["href"] for link in narrowed.context["chosen"]] == [f"{LIST}?area=direction", f"{LIST}?year=2026"]
    assert f"{reverse('membership:cpd_record_pdf')}?year=2026&amp;area=direction" in narrowed.content.decode()
    assert titles(client.get(LIST, {"year": "1812", "area": "astrology"})) == ["This year", "Direction", "Last year"]
    assert "no entry like that" in client.get(LIST, {"year": "2025", "area": "direction"}).content.decode()


def test_the_picture_counts_each_area_and_says_which_are_empty(client, person, areas):
    CpdEntryFactory.create_batch(2, person=person, area=areas[0])
    CpdEntryFactory(person=person, area=areas[1], on=date(2025, 6, 1))

    response = client.get(LIST)
    assert [row.entries for row in response.context["picture"].areas] == [2, 1, 0]
    page = response.content.decode()
    assert "<title>Communicating: 2 entries.</title>" in page
    assert "<title>Change: no entries.</title>" in page
    assert "One area has no entry yet" in page
    assert ">two entries</td>" in page
    assert "None has to be full" in page

    response = client.get(LIST, {"year": "2026"})
    assert [row.entries for row in response.context["picture"].areas] == [2, 0, 0]
    assert [row.href for row in response.context["picture"].areas] == [f"{LIST}?year=2026&area=communicating", "", ""]
    assert "Two areas have no entry of 2026 yet" in response.content.decode()


def test_an_offer_is_taken_up_in_the_persons_words(client, person, areas):
    offer = CpdOfferFactory(person=person, title="Unit 605", area=areas[1], minutes=120)
    assert "Nothing is recorded before you say so" in client.get(LIST).content.decode()
    page = client.get(page_of("cpd_offer_take_up", offer)).content.decode()
    assert 'value="Unit 605"' in page
    assert '<option value="direction" selected>' in page

    client.post(page_of("cpd_offer_take_up", offer), typed(title="Unit 605", area="direction"))

    entry = CpdEntry.objects.get()
    assert (entry.title, entry.area, entry.offer, entry.source_key) == ("Unit 605", areas[1], offer, offer.source_key)
    back = client.get(page_of("cpd_offer_take_up", offer), follow=True)
    assert said(back)[-1] == "This is in your record already. Here is the entry."
    assert back.redirect_chain[-1][0] == page_of("cpd_entry_edit", entry)
    assert "Add to your record?" not in client.get(LIST).content.decode()


def test_an_offer_is_dismissed(client, person):
    offer = CpdOfferFactory(person=person, title="Unit 605")

    response = client.post(page_of("cpd_offer_dismiss", offer), follow=True)

    assert said(response) == ["“Unit 605” is not offered any more."]
    assert not CpdOffer.objects.waiting().exists()
    back = client.get(page_of("cpd_offer_take_up", offer), follow=True)
    assert said(back)[-1] == "You said that “Unit 605” does not belong in your record."


def test_what_is_recorded_already_is_not_dismissed(client, person):
    offer = CpdOfferFactory(person=person, entry=CpdEntryFactory(person=person))

    response = client.post(page_of("cpd_offer_dismiss", offer), follow=True)

    assert said(response) == ["This is in your record already."]


def test_the_files_hold_what_the_list_shows(client, person, areas):
    CpdEntryFactory(person=person, area=areas[0], on=date(2025, 6, 1), title="Last year")
    CpdEntryFactory(person=person, area=areas[0], on=date(2026, 6, 1), title="=cmd")
    CpdEntryFactory(title="Somebody else's")

    whole = client.get(reverse("membership:cpd_record_csv"))
    year = client.get(reverse("membership:cpd_record_csv"), {"year": "2026"})
    pdf = client.get(reverse("membership:cpd_record_pdf"), {"year": "2026"})

    assert whole.content.decode("utf-8-sig").count("\r\n") == 3
    assert (year.content.decode().count("\r\n"), "'=cmd" in year.content.decode()) == (2, True)
    assert year.headers["Content-Disposition"] == 'attachment; filename="cpd-record-2026.csv"'
    assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="cpd-record-2026.pdf"'


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_for_the_same_whatever_it_holds(client, person, areas, rows):
    for entry in CpdEntryFactory.create_batch(rows, person=person, area=areas[0]):
        CpdEvidence.objects.create(entry=entry, item=ItemFactory(owner=person))
    CpdOfferFactory.create_batch(rows, person=person)

    assert queries_of(client, LIST) == 11


@pytest.mark.parametrize("rows", [1, 3])
def test_a_form_asks_for_the_same_whatever_there_is(client, person, areas, rows):
    entry = CpdEntryFactory(person=person, area=areas[0])
    for item in ItemFactory.create_batch(rows, owner=person):
        CpdEvidence.objects.create(entry=entry, item=item)

    assert queries_of(client, page_of("cpd_entry_edit", entry)) == 9
