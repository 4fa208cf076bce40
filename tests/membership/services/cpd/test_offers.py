"""Offers: made once, answered once, and never an entry by themselves."""

from datetime import date, timedelta

import pytest

from membership.models import CpdEntry, CpdOffer
from membership.services.cpd.entries import CpdRefused
from membership.services.cpd.offers import dismiss, offer, take_up, withdraw
from tests.factories.accounts import UserFactory
from tests.factories.cpd import AreaFactory, CpdOfferFactory
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW
from tests.races import at_once

LATER = NOW + timedelta(days=3)


def offered(person, **other):
    said = {"source_key": "pass:605", "title": "Innovation and Change", "activity": "course", "on": date(2026, 3, 9)}
    return offer(person=person, at=NOW, **{**said, **other})


def values(row):
    return {"title": row.title, "activity": row.activity, "area": AreaFactory(), "on": row.on, "minutes": None}


@pytest.mark.django_db
def test_a_thing_is_offered_once_to_each_person():
    person, other = UserFactory(), UserFactory()

    first = offered(person, minutes=90, area=AreaFactory())
    again = offered(person, title="Changed since")
    offered(other)

    assert (first, first.title, first.minutes) == (again, again.title, 90)
    assert again.title == "Innovation and Change"
    assert list(CpdOffer.objects.visible_to(person).waiting()) == [first]
    assert CpdEntry.objects.count() == 0


@pytest.mark.django_db
def test_a_title_without_end_is_cut():
    assert offered(UserFactory(), title="e" * 301).title == "e" * 299 + "…"


@pytest.mark.django_db
def test_taken_up_it_is_an_entry_in_the_persons_words_and_waits_no_more():
    item = ItemFactory()
    row = offered(item.owner)

    entry = take_up(offer=row, values={**values(row), "title": "My words"}, evidence=[item], at=LATER)

    assert (entry.title, entry.source_key, entry.person, entry.created_at) == (
        "My words",
        "pass:605",
        item.owner,
        LATER,
    )
    assert [one.item for one in entry.evidence.all()] == [item]
    assert not CpdOffer.objects.waiting().exists()
    assert offered(item.owner).entry == entry


@pytest.mark.django_db
def test_dismissed_it_waits_no_more_and_cannot_be_taken_up():
    row = CpdOfferFactory()

    dismiss(offer=row, at=NOW)
    assert dismiss(offer=row, at=LATER).dismissed_at == NOW

    assert not CpdOffer.objects.waiting().exists()
    with pytest.raises(CpdRefused, match="does not belong"):
        take_up(offer=row, values=values(row), at=LATER)


@pytest.mark.django_db
def test_what_is_recorded_cannot_be_dismissed():
    row = CpdOfferFactory()
    take_up(offer=row, values=values(row), at=NOW)

    with pytest.raises(CpdRefused, match="in your record"):
        dismiss(offer=row, at=LATER)


@pytest.mark.django_db
def test_what_did_not_happen_is_offered_no_more_and_what_was_answered_stays():
    person = UserFactory()
    waits, kept, refused = (offered(person, source_key=key) for key in ("resource:1", "resource:2", "resource:3"))
    other = offered(UserFactory(), source_key="resource:1")
    entry = take_up(offer=kept, values=values(kept), at=NOW)
    dismiss(offer=refused, at=NOW)

    for row in (waits, kept, refused):
        withdraw(person=person, source_key=row.source_key)

    assert set(CpdOffer.objects.all()) == {kept, refused, other}
    assert list(CpdEntry.objects.all()) == [entry]


@pytest.mark.django_db(transaction=True)
def test_taken_up_from_two_tabs_it_is_one_entry():
    row = CpdOfferFactory()
    said = values(row)

    first, second = at_once(
        row, lambda: take_up(offer=row, values=said, at=NOW), lambda: take_up(offer=row, values=said, at=NOW)
    )

    assert first == second == CpdEntry.objects.get()


@pytest.mark.django_db(transaction=True)
def test_taken_up_and_dismissed_at_once_one_of_the_two_holds():
    row = CpdOfferFactory()
    said = values(row)

    results = at_once(row, lambda: take_up(offer=row, values=said, at=NOW), lambda: dismiss(offer=row, at=NOW))

    row.refresh_from_db()
    assert sum(isinstance(result, CpdRefused) for result in results) == 1
    assert (row.entry is None) != (row.dismissed_at is None)
