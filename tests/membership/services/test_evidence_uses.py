"""Where a piece of evidence is used beside a portfolio, in words."""

import pytest

from membership.services.evidence_uses import uses_of
from tests.factories.applications import begun
from tests.factories.cpd import CpdEntryFactory
from tests.factories.documents import ItemFactory
from tests.factories.record import ExperienceFactory, QualificationHeldFactory

pytestmark = pytest.mark.django_db


def test_evidence_that_is_used_nowhere_touches_nothing():
    assert uses_of(ItemFactory()) == []


def test_every_place_is_named_that_a_piece_of_evidence_is_used_in():
    statement = begun().statements.select_related("criterion").first()
    person = statement.application.person
    item = ItemFactory(owner=person)
    statement.evidence.create(item=item)
    CpdEntryFactory(person=person, title="Moving the depot").evidence.create(item=item)
    ExperienceFactory(person=person, post="Depot manager", evidence=item)
    QualificationHeldFactory(person=person, title="BA Management", evidence=item)

    assert uses_of(item) == [
        "“Moving the depot” in your CPD record",
        "“Depot manager” in your record of experience",
        "“BA Management” among your qualifications",
        f"“{statement.criterion.title}” in your Chartered Manager application",
    ]
