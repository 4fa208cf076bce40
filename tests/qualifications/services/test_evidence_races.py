"""One piece of evidence in two tabs at the same instant: real threads on real rows."""

import pytest

from cmiportal.documents.models import Item
from cmiportal.documents.services import StaleDraft
from cmiportal.workflow import new_id
from qualifications.services.evidence import change_evidence, save_new_draft
from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemFactory
from tests.factories.qualifications import NOW
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def renaming(item, title):
    """A tab in which nothing but the title was changed; gives the refusal where somebody else was first."""

    def act():
        try:
            return change_evidence(
                item=item,
                kind=item.kind,
                title=title,
                dated_on=None,
                text=ItemFactory.text,
                revision=0,
                upload=None,
                at=NOW,
            )
        except StaleDraft as stale:
            return stale

    return act


def test_two_tabs_change_the_title_at_once_and_one_is_told():
    """Without the lock in ``change_evidence`` both find the title as their page showed it; the last one wins unseen."""
    item = ItemFactory()

    answers = at_once(item, renaming(item, "First title"), renaming(item, "Second title"))

    (kept,) = [answer for answer in answers if isinstance(answer, Item)]
    (told,) = [answer for answer in answers if isinstance(answer, StaleDraft)]
    assert (kept.title, told.revision) == (Item.objects.get().title, 1)


def test_a_new_draft_that_arrives_twice_at_once_is_one_piece():
    """Without the lock in ``create_item`` neither finds the other's piece, and the second fails on its id."""
    owner, id = UserFactory(), new_id()

    answers = at_once(
        owner, *[lambda: save_new_draft(id=id, owner=owner, text="I asked ", revision=0, at=NOW) for _ in range(2)]
    )

    assert [draft.revision for draft in answers] == [1, 1]
    assert Item.objects.get().draft.text == "I asked "
