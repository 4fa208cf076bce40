"""The same evidence sent again in a moment is one piece; anything else about it makes another."""

from datetime import timedelta

import pytest

from cmiportal.documents.models import Item, StoredFile
from cmiportal.documents.services import create_item, withdraw_item
from tests.factories.accounts import UserFactory
from tests.factories.documents import AT, png, upload
from tests.races import in_turn, no_writing_to

GIVEN = {"kind": "reflective_account", "title": "Leading the move", "text": "I asked first."}


@pytest.fixture
def made(db):
    """A piece of evidence with a file."""
    return create_item(owner=UserFactory(), **GIVEN, upload=upload(), at=AT)


def again(made, *, seconds=59, **other):
    """The same once more, so many seconds later, with something else about it."""
    given = {"owner": made.owner, **GIVEN, "upload": upload(), "at": AT + timedelta(seconds=seconds)}
    return create_item(**{**given, **other})


def test_a_form_sent_twice_adds_one_piece(made):
    assert again(made, title=" Leading  the move ") == made
    assert (Item.objects.count(), StoredFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"seconds": 60},
        {"kind": "coaching_log"},
        {"title": "Leading the next move"},
        {"text": "I asked second."},
        {"upload": None},
        {"upload": upload("other.png", png(5, 5))},
    ],
    ids=str,
)
def test_whatever_differs_makes_another(made, other):
    assert again(made, **other) != made


def test_it_is_another_persons_own_and_not_the_withdrawn_one(made):
    assert again(made, owner=UserFactory()) != made
    withdraw_item(item=made, at=AT)
    assert again(made) != made


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_waits_and_finds_the_first():
    owner = UserFactory()

    def add():
        return create_item(owner=owner, **GIVEN, at=AT)

    first, second = in_turn(no_writing_to(Item), add, add)

    assert first == second == Item.objects.get()
