"""Who works in the admin of events."""

import pytest

from tests.factories.events import events_team


@pytest.fixture
def team(client):
    """Somebody of the events team, signed in."""
    person = events_team(is_staff=True)
    client.force_login(person)
    return person
