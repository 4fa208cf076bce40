"""A NUL in an address is the sender's error, not ours."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/units/%00/", "/units/6%0001/", "/centres/?nation=%00", "/?%00=a", "/?a=1&a=%00"])
def test_an_address_with_a_nul_is_refused(client, address):
    assert client.get(address).status_code == 400


def test_the_admin_is_not_asked_for_a_nul(admin_client):
    assert admin_client.get(reverse("admin:accounts_user_changelist"), {"q": "\x00"}).status_code == 400


def test_other_addresses_are_answered_in_every_script(client):
    assert client.get("/centres/", {"nation": "Ö%0 日本"}).status_code == 200
    assert client.get("/units/Ö/").status_code == 404
