"""A CPD record: entries, their evidence, and how much one record holds."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cmiportal.documents.services import withdraw_item
from membership.models import CpdEntry, CpdEvidence
from membership.services.cpd.entries import CpdRefused, add_entry, change_entry, remove_entry
from tests.factories.accounts import UserFactory
from tests.factories.cpd import AreaFactory, CpdEntryFactory, CpdOfferFactory
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to, refused

LATER = NOW + timedelta(days=3)


def values(**other):
    return {
        "title": "Difficult conversations",
        "activity": "course",
        "area": AreaFactory(),
        "on": date(2026, 3, 9),
        "minutes": None,
        "need": "I put off hard talks.",
        **other,
    }


@pytest.mark.django_db
def test_an_entry_keeps_what_was_said_and_what_shows_it():
    item = ItemFactory()

    entry = add_entry(person=item.owner, values=values(), evidence=[item], at=NOW)

    entry.refresh_from_db()
    assert (entry.title, entry.need, entry.plan, entry.minutes) == (
        "Difficult conversations",
        "I put off hard talks.",
        "",
        None,
    )
    assert (entry.created_at, entry.changed_at, entry.source_key) == (NOW, NOW, None)
    assert [str(shown) for shown in entry.evidence.all()] == [item.title]


@pytest.mark.django_db
def test_changing_an_entry_says_so_and_exchanges_its_evidence():
    kept, dropped, new = ItemFactory(), None, None
    dropped, new = ItemFactory(owner=kept.owner), ItemFactory(owner=kept.owner)
    entry = add_entry(person=kept.owner, values=values(), evidence=[kept, dropped], at=NOW)

    entry = change_entry(entry=entry, values={"learnt": "I begin with a question."}, evidence=[kept, new], at=LATER)

    entry.refresh_from_db()
    assert (entry.learnt, entry.need) == ("I begin with a question.", "I put off hard talks.")
    assert (entry.created_at, entry.changed_at) == (NOW, LATER)
    assert {shown.item for shown in entry.evidence.all()} == {kept, new}


@pytest.mark.django_db
def test_nobody_elses_evidence_stands_behind_an_entry():
    entry = CpdEntryFactory()

    with pytest.raises(CpdRefused, match="your own"):
        change_entry(entry=entry, values={"title": "Mine"}, evidence=[ItemFactory()], at=LATER)

    entry.refresh_from_db()
    assert (entry.title != "Mine", entry.evidence.count()) == (True, 0)


@pytest.mark.django_db
def test_what_is_withdrawn_cannot_be_added_yet_stays_where_it_was():
    shown, other = ItemFactory(), None
    other = ItemFactory(owner=shown.owner)
    entry = add_entry(person=shown.owner, values=values(), evidence=[shown], at=NOW)
    withdraw_item(item=shown, at=LATER)
    withdraw_item(item=other, at=LATER)

    change_entry(entry=entry, values={"plan": "A course."}, evidence=[shown], at=LATER)
    with pytest.raises(CpdRefused, match="not withdrawn"):
        change_entry(entry=entry, values={}, evidence=[shown, other], at=LATER)

    assert [one.item for one in entry.evidence.all()] == [shown]


@pytest.mark.django_db
def test_one_item_serves_many_entries_and_outlives_them():
    item = ItemFactory()
    first = add_entry(person=item.owner, values=values(), evidence=[item], at=NOW)
    second = add_entry(person=item.owner, values=values(title="Another"), evidence=[item], at=NOW)

    remove_entry(entry=first)

    item.refresh_from_db()
    assert list(CpdEntry.objects.all()) == [second]
    assert [use.entry for use in item.cpd_uses.all()] == [second]


@pytest.mark.django_db
def test_removing_what_was_offered_opens_the_offer_again():
    offer = CpdOfferFactory(entry=CpdEntryFactory())

    remove_entry(entry=offer.entry)
    remove_entry(entry=offer.entry)

    offer.refresh_from_db()
    assert (offer.entry, offer.dismissed_at) == (None, None)


@pytest.mark.django_db
def test_a_record_has_an_end(settings):
    settings.CPD_ENTRIES_MAX = 1
    entry = CpdEntryFactory()
    CpdEntryFactory()

    with pytest.raises(CpdRefused, match="holds 1 entries"):
        add_entry(person=entry.person, values=values(), at=NOW)
    add_entry(person=UserFactory(), values=values(), at=NOW)


@pytest.mark.django_db
def test_the_same_words_twice_are_one_entry_and_something_else_is_another():
    person, area = UserFactory(), AreaFactory()
    add_entry(person=person, values=values(area=area), at=NOW)

    with pytest.raises(CpdRefused, match="in your record already, word for word"):
        add_entry(person=person, values=values(area=area), at=LATER)
    add_entry(person=person, values=values(area=area, plan="A course."), at=LATER)
    add_entry(person=person, values=values(area=area), at=LATER, source_key="pass:7")

    assert CpdEntry.objects.filter(person=person).count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_tabs_do_not_overfill_a_record(settings):
    settings.CPD_ENTRIES_MAX = 1
    person, said = UserFactory(), values()

    results = in_turn(
        no_writing_to(CpdEntry),
        lambda: add_entry(person=person, values=said, at=NOW),
        lambda: add_entry(person=person, values=said, at=NOW),
    )

    assert refused(results) == [CpdRefused]
    assert CpdEntry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        lambda: CpdEntryFactory(minutes=0),
        lambda: CpdEntryFactory.create_batch(2, person=UserFactory(), source_key="pass:7"),
        lambda: CpdEvidence.objects.bulk_create(
            [CpdEvidence(entry=entry, item=item) for entry, item in [(CpdEntryFactory(), ItemFactory())] * 2]
        ),
    ],
)
def test_the_database_keeps_its_rules(broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        broken()
