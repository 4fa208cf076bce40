"""Files and evidence in the admin: looked up, never changed."""

import pytest
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.documents import ItemVersionFactory, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    """A version with text and file; its item has a newer draft."""
    return ItemVersionFactory(item__upload=upload("minutes.png"), item__file_kind="own", item__text="Kept text")


@pytest.fixture
def staff(client):
    """The client, signed in as an administrator."""
    client.force_login(UserFactory(admin=True))
    return client


@pytest.mark.parametrize("model", ["storedfile", "item", "itemversion"])
def test_rows_are_listed_and_found(staff, version, model):
    response = staff.get(reverse(f"admin:documents_{model}_changelist"), {"q": version.owner.email})

    assert response.status_code == 200
    assert [row.pk for row in response.context["cl"].result_list] == [
        {"storedfile": version.file_id, "item": version.item_id, "itemversion": version.pk}[model]
    ]


@pytest.mark.parametrize("model", ["storedfile", "item", "itemversion"])
def test_nothing_is_added_changed_or_deleted(staff, version, model):
    pk = {"storedfile": version.file_id, "item": version.item_id, "itemversion": version.pk}[model]

    assert staff.get(reverse(f"admin:documents_{model}_add")).status_code == 403
    assert staff.post(reverse(f"admin:documents_{model}_change", args=[pk]), {"title": "x"}).status_code == 403
    assert staff.post(reverse(f"admin:documents_{model}_delete", args=[pk]), {"post": "yes"}).status_code == 403


def test_a_file_shows_its_hash_and_not_where_it_lies(staff, version):
    page = staff.get(reverse("admin:documents_storedfile_change", args=[version.file_id])).content.decode()

    assert bytes(version.file.sha256).hex() in page
    assert version.file.storage_key not in page


def test_an_item_shows_its_versions_and_no_text(staff, version):
    page = staff.get(reverse("admin:documents_item_change", args=[version.item_id])).content.decode()

    assert "minutes.png" in page
    assert "Kept text" not in page


def test_a_version_shows_what_was_kept(staff, version):
    page = staff.get(reverse("admin:documents_itemversion_change", args=[version.pk])).content.decode()

    assert "Kept text" in page
