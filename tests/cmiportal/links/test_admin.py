"""Staff see links, never what opens them, and may revoke one."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from cmiportal.links.models import Link, OutsidePerson
from tests.factories.accounts import UserFactory
from tests.factories.links import ISSUED_AT, LinkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def superuser(client):
    client.force_login(UserFactory(admin=True))


def test_a_link_can_be_read_and_not_written_and_shows_no_hash(client):
    link = LinkFactory(token="secret")
    page = client.get(reverse("admin:links_link_change", args=[link.pk]))

    assert page.status_code == 200
    assert bytes(link.token_sha256).hex() not in page.content.decode()
    assert "token" not in page.content.decode().replace("csrfmiddlewaretoken", "")
    assert client.get(reverse("admin:links_link_add")).status_code == 403
    assert client.get(reverse("admin:links_link_delete", args=[link.pk])).status_code == 403
    assert client.post(reverse("admin:links_link_change", args=[link.pk]), {}).status_code == 403


def test_links_that_still_wait_are_revoked(client):
    waiting, used = LinkFactory(), LinkFactory(used_at=ISSUED_AT)

    page = client.post(
        reverse("admin:links_link_changelist"),
        {"action": "revoke", "_selected_action": [waiting.pk, used.pk]},
        follow=True,
    )

    assert "Revoked: 1. Used links stay as they are." in page.content.decode()
    assert list(Link.objects.filter(revoked_at=None)) == [used]


def test_a_person_s_name_and_address_are_cleaned(client):
    client.post(
        reverse("admin:links_outsideperson_add"),
        {"email": "Priya@Example.org", "name": "Priya   Ostrander", "organisation": ""},
    )

    assert list(OutsidePerson.objects.values_list("email", "name")) == [("priya@example.org", "Priya Ostrander")]
    assert LogEntry.objects.count() == 1
