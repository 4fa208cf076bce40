"""Who may do what: predicates ``(user, object) -> bool`` that the workflow, views and templates all use."""

from typing import Any

from cmiportal.accounts.groups import EDITORS
from membership.permissions import is_a_member

from .models import Audience, Resource

# What a word means is where everybody begins: it is read before anybody joins.
OPEN_KINDS = (Resource.Kind.DEFINITION,)


def is_an_editor(user: Any) -> bool:
    """Whether the person is one of the editors."""
    return user.is_authenticated and user.serves_as(EDITORS)


def edits(user: Any, article: Any) -> bool:
    """Whether the person may write and publish articles."""
    return is_an_editor(user)


def may_read(user: Any, audience: str) -> bool:
    """Whether a text for that ``Audience`` is open to the person as a whole; editors read all."""
    if audience == Audience.PUBLIC:
        return True
    if audience == Audience.REGISTERED:
        return user.is_authenticated
    return is_a_member(user) or is_an_editor(user)


def uses_the_library(user: Any) -> bool:
    """Whether the resource library is open to the person.

    Registered learners hold studying membership (domain.md "Membership"), so members are all of them; editors see
    what they write.
    """
    return is_a_member(user) or is_an_editor(user)


def reads_resource(user: Any, resource: Any) -> bool:
    """Whether the whole resource is open to the person: definitions are to everybody, the rest to the library's own."""
    return resource.kind in OPEN_KINDS or uses_the_library(user)
