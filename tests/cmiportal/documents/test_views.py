"""Handing out files: to whom, with which headers, and what a page says when the bytes are gone."""

import re
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.urls import reverse

from cmiportal.documents import storing
from cmiportal.documents.models import StoredFile
from tests.factories.accounts import UserFactory
from tests.factories.documents import StoredFileFactory, png

pytestmark = pytest.mark.django_db


def address(file):
    return reverse("documents:document_open", args=[file.pk])


def opened(client, file, method="get"):
    """(status, headers, content) of the answer; reading it to its end closes the file."""
    response = getattr(client, method)(address(file), headers={"accept-encoding": "gzip"})
    content = b"".join(response)
    return response.status_code, dict(response.headers), content


def test_a_file_comes_as_an_attachment_that_runs_nothing(client):
    file = StoredFileFactory(kind="own")
    client.force_login(file.owner)

    status, headers, content = opened(client, file)

    assert (status, content) == (200, png())
    assert {name: headers.get(name) for name in WANTED} == WANTED | {"Content-Length": str(file.size)}
    assert "Content-Encoding" not in headers


WANTED = {
    "Content-Type": "image/png",
    "Content-Disposition": 'attachment; filename="minutes.png"',
    "Content-Length": "",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-store",
}


@pytest.mark.parametrize("name", ["تقرير.png", "報告書.png", "👩‍👩‍👧.png", 'a"b;c.png', "naïve résumé.png"])
def test_names_of_every_script_come_back(client, name):
    file = StoredFileFactory(kind="own", name=name)
    client.force_login(file.owner)

    _, headers, _ = opened(client, file)

    as_ascii = '"a\\"b;c.png"'
    expected = f"filename={as_ascii}" if name.isascii() else f"filename*=utf-8''{quote(name)}"
    assert headers["Content-Disposition"] == f"attachment; {expected}"


def test_the_head_alone_says_the_same(client):
    file = StoredFileFactory(kind="own")
    client.force_login(file.owner)

    status, headers, content = opened(client, file, "head")

    assert (status, headers["Content-Length"], content) == (200, str(file.size), b"")


def test_nothing_but_reading_is_offered(client):
    file = StoredFileFactory(kind="own")
    client.force_login(file.owner)

    assert client.post(address(file)).status_code == 405


def test_who_is_not_signed_in_signs_in_first(client):
    file = StoredFileFactory(kind="shared")

    response = client.get(address(file))

    assert (response.status_code, response.headers["Location"]) == (302, f"/accounts/login/?next={address(file)}")


def test_the_rule_of_the_kind_decides_even_for_administrators(client):
    mine, ours = StoredFileFactory(kind="own"), StoredFileFactory(kind="shared")

    for reader in (UserFactory(), UserFactory(admin=True)):
        client.force_login(reader)
        assert [opened(client, file)[0] for file in (mine, ours)] == [404, 200]


def test_what_does_not_exist_and_what_one_may_not_open_look_the_same(client):
    file = StoredFileFactory(kind="own")
    client.force_login(UserFactory())

    forbidden, missing = client.get(address(file)), client.get(address(StoredFile(pk=uuid4())))

    assert (forbidden.status_code, missing.status_code) == (404, 404)
    assert without_tokens(forbidden) == without_tokens(missing)


def without_tokens(response):
    """The page without the token of its sign-out form, which differs each time."""
    return re.sub(r'value="\w{64}"', "", response.content.decode())


@pytest.mark.parametrize("verdict", ["quarantined", "refused"])
def test_what_was_not_found_harmless_is_not_served(client, verdict):
    file = StoredFileFactory(kind="own")
    StoredFile.objects.update(verdict=verdict)
    client.force_login(file.owner)

    assert client.get(address(file)).status_code == 404


def test_a_kind_that_nobody_registers_is_opened_by_nobody_and_logged(client, caplog):
    file = StoredFileFactory(kind="own")
    StoredFile.objects.update(kind="forgotten")
    client.force_login(file.owner)

    assert client.get(address(file)).status_code == 404
    assert f"File {file.pk} has kind 'forgotten', which no app registers" in caplog.messages


def test_a_file_whose_bytes_are_gone_says_so_and_is_logged(client, caplog):
    file = StoredFileFactory(kind="own")
    storing.remove(file.storage_key)
    client.force_login(file.owner)

    response = client.get(address(file))

    assert response.status_code == 404
    assert "“minutes.png” is on record, but our storage does not have it." in response.content.decode()
    assert f"Stored file {file.pk} has lost its bytes at {file.storage_key}" in caplog.messages
