"""Who looks at the pages."""

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.events import SeriesFactory


@pytest.fixture
def person(client):
    """Somebody who is signed in."""
    found = UserFactory()
    client.force_login(found)
    return found


@pytest.fixture
def series():
    """A series of events."""
    return SeriesFactory()
