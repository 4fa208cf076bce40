"""The page that takes a catalogue file: the command's twin for staff who have no shell."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import qualifications
from qualifications.admin import catalogue_import
from qualifications.models import Qualification
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

SHIPPED = (Path(qualifications.__file__).parent / "data" / "catalogue.json").read_bytes()


def upload(client, content, **data):
    file = SimpleUploadedFile("catalogue.json", content)
    return client.post(reverse("admin:qualifications_catalogue_import"), {"file": file, **data})


def staff(client, *permissions):
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(person)
    return client


def test_a_dry_run_shows_what_would_be_done(admin_client):
    page = upload(admin_client, SHIPPED, dry_run="on").text

    assert "137 added, 0 changed, 0 left as they were" in page
    assert "add unit 601 Professional Management and Leadership Practice" in page
    assert "Nothing was written: this was a dry run." in page
    assert Qualification.objects.count() == 0


def test_a_file_goes_in_and_what_it_does_not_name_is_counted(admin_client):
    upload(admin_client, SHIPPED)
    assert Qualification.objects.count() == 34
    Qualification.objects.create(slug="ours", level_id=6, size="award", title="Ours")

    page = upload(admin_client, SHIPPED.replace(b"One subject of senior management.", b"One subject.")).text

    assert "0 added, 1 changed, 136 left as they were" in page
    assert "change qualification level-6-award-in-professional-management-and-leadership-practice: summary" in page
    assert "leave 1 that the file does not name" in page
    assert "The file is in." in page


def test_a_bad_file_shows_every_fault_and_writes_nothing(admin_client):
    page = upload(admin_client, b'{"format": "catalogue/1", "levels": [{"number": 9}], "units": 7}').text

    assert "the file: “qualifications” is missing" in page
    assert "levels[0] (9).number: must be 8 or less, not 9" in page
    assert "units: must be a list, not a whole number" in page
    assert "The file is in." not in page


def test_a_file_that_is_too_large_is_not_read(admin_client, monkeypatch):
    monkeypatch.setattr(catalogue_import, "LARGEST_FILE", 1_000_000)

    assert "A catalogue file has 1 MB at most." in upload(admin_client, b" " * 1_000_001).text


def test_the_page_is_for_those_who_may_change_all_that_a_file_can_change(client):
    rights = [f"{act}_{table}" for act in ("add", "change", "view") for table in ("qualification", "unit", "level")]
    address, listing = (
        reverse("admin:qualifications_catalogue_import"),
        reverse("admin:qualifications_qualification_changelist"),
    )

    assert client.get(address).status_code == 302
    assert staff(client, *rights[1:]).get(address).status_code == 403
    assert address not in client.get(listing).text
    assert staff(client, *rights).get(address).status_code == 200
    assert address in client.get(listing).text
