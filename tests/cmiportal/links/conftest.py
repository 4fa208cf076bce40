"""The tests' own link action is registered before the first of them."""

import pytest

from cmiportal.registry import register
from tests.cmiportal.links.actions import ACTION


@pytest.fixture(autouse=True)
def link_action():
    """The registered action; registering it again is harmless."""
    register(ACTION)
    return ACTION
