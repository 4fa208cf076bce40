"""Browsers for several people."""

import pytest
from django.test import Client


@pytest.fixture
def client_of():
    """A function that gives the browser of somebody who is signed in."""

    def enter(person):
        client = Client()
        client.force_login(person)
        return client

    return enter
