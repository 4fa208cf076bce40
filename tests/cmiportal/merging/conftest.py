"""Two accounts of one person, and somebody who may merge them."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission

from tests.factories.accounts import UserFactory


@pytest.fixture
def merger():
    """A member of staff with the permission to merge accounts."""
    person = UserFactory(name="Ada Warden", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="merge_accounts"))
    return person


@pytest.fixture
def leaving():
    return UserFactory(name="Wren Ashgrove", email="wren@example.org", date_of_birth=date(1990, 3, 27))


@pytest.fixture
def staying():
    return UserFactory(name="Wren Ashgrove-Okafor", email="w.ashgrove@example.org")
