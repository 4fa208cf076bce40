"""Two tabs at one moment: a resource is done once and offered once, and kept once."""

import pytest

from insights.models import Bookmark, Done
from insights.services.keeping import keep, mark_done, undo_done
from membership.models import CpdOffer
from tests.factories.insights import ResourceFactory
from tests.factories.membership import member
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def known():
    return {"person": member().person, "resource": ResourceFactory()}


# Fails when the row is looked for and then inserted: the second tab then meets the rule of the first.
def test_two_tabs_mark_it_as_done_and_there_is_one_row_and_one_offer(known):
    offers = in_turn(no_writing_to(Done), *[lambda: mark_done(**known, at=NOW)] * 2)

    assert Done.objects.get().person == known["person"]
    assert offers == [CpdOffer.objects.get()] * 2


def test_two_tabs_keep_it_once(known):
    in_turn(no_writing_to(Bookmark), *[lambda: keep(**known, at=NOW)] * 2)

    assert Bookmark.objects.get().resource == known["resource"]


def test_what_one_tab_takes_back_while_the_other_marks_it_is_offered_only_if_it_is_done(known):
    mark_done(**known, at=NOW)

    in_turn(no_writing_to(Done), lambda: undo_done(**known), lambda: mark_done(**known, at=NOW))

    assert Done.objects.count() == CpdOffer.objects.count()
