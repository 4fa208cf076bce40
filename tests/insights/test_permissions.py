"""To whom texts are open."""

import pytest
from django.contrib.auth.models import AnonymousUser

from insights.permissions import may_read
from tests.factories.accounts import UserFactory
from tests.factories.insights import editor
from tests.factories.membership import member

pytestmark = pytest.mark.django_db

READERS = {
    "visitor": AnonymousUser,
    "somebody": UserFactory,
    "member": lambda: member().person,
    "editor": editor,
}


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("public", {"visitor", "somebody", "member", "editor"}),
        ("registered", {"somebody", "member", "editor"}),
        ("members", {"member", "editor"}),
    ],
)
def test_a_text_is_open_to_its_audience_and_to_editors(audience, readers):
    assert {name for name, person in READERS.items() if may_read(person(), audience)} == readers
