"""The page of a link: looking changes nothing, answering works once, and a closed link says why."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.links.models import Link
from cmiportal.links.services import issue_link
from tests.cmiportal.links.actions import ACTION, KNOWN, REFUSED, SETTLED
from tests.factories.accounts import UserFactory
from tests.factories.links import OutsidePersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return OutsidePersonFactory(name="Amara Whitlock", organisation=KNOWN)


@pytest.fixture
def address(subject):
    """The address of a link that was issued an hour ago."""
    person = OutsidePersonFactory(name="Priya Ostrander")
    _, token = issue_link(
        purpose=ACTION.key,
        subject_kind="person",
        subject_id=subject.pk,
        person=person,
        created_by=None,
        at=timezone.now() - timedelta(hours=1),
    )
    return reverse("links:link_open", args=[token])


def test_looking_at_a_link_changes_nothing_however_often(client, address, subject):
    pages = [client.get(address), client.head(address), client.get(address, {"answer": "yes"})]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Say whether you know somebody" in pages[0].content.decode()
    assert "This link is for Priya Ostrander alone." in " ".join(pages[0].content.decode().split())
    assert pages[0].context["about"] == "Amara Whitlock"
    assert Link.objects.get().used_at is None
    subject.refresh_from_db()
    assert subject.organisation == KNOWN


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused(client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_an_answer_is_taken_once(client, address, subject):
    first = client.post(address, {"answer": "yes"})
    second = client.post(address, {"answer": "no"})
    look = client.get(address)

    assert (first.status_code, second.status_code, look.status_code) == (200, 410, 410)
    assert "Priya Ostrander has answered." in first.content.decode()
    assert "This link has been used" in look.content.decode()
    assert "Amara Whitlock" not in look.content.decode() + second.content.decode()
    subject.refresh_from_db()
    assert subject.organisation.startswith("yes ")


def test_a_faulty_answer_uses_nothing_up(client, address):
    page = client.post(address, {"answer": " "})

    assert page.status_code == 200
    assert "Write your answer" in page.content.decode()
    assert "<title>Error: Say whether you know somebody" in page.content.decode()
    assert client.post(address, {"answer": "yes"}).status_code == 200
    assert Link.objects.get().used_at is not None


def test_a_refused_answer_is_explained_and_the_link_still_works(client, address, subject):
    subject.organisation = REFUSED
    subject.save()

    page = client.post(address, {"answer": "yes"})

    assert page.status_code == 200
    assert "This can no longer be answered in that way." in page.content.decode()
    assert 'value="yes"' in page.content.decode()
    assert Link.objects.get().used_at is None


@pytest.mark.parametrize(
    ("change", "heading"),
    [
        ({"used_at": -1}, "This link has been used"),
        ({"revoked_at": -1}, "This link no longer works"),
        ({"expires_at": -1}, "This link has expired"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_closed_link_says_why_and_nothing_else(client, address, change, heading, method):
    at = timezone.now()
    Link.objects.update(**{name: at + timedelta(minutes=minutes) for name, minutes in change.items()})

    page = getattr(client, method)(address, {"answer": "yes"})

    assert page.status_code == 410
    assert f"<h1>{heading}</h1>" in page.content.decode()
    assert "Amara" not in page.content.decode()
    assert "Priya" not in page.content.decode()


def test_a_settled_question_says_so(client, address, subject):
    subject.organisation = SETTLED
    subject.save()

    page = client.get(address)

    assert page.status_code == 410
    assert "There is nothing left to answer" in page.content.decode()


@pytest.mark.parametrize("token", ["x", "x" * 500, "é"])
def test_an_unknown_link_is_not_found(client, token):
    page = client.post(f"/links/{token}/", {"answer": "yes"})

    assert page.status_code == 404
    assert "We do not know this link" in page.content.decode()


def test_no_cache_no_other_site_and_no_search_engine_learns_the_address(client, address):
    for page in (
        client.get(address),
        client.post(address, {"answer": "yes"}),
        client.get(address),
        client.get("/links/x/"),
    ):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_link_works_for_somebody_who_is_signed_in_as_somebody_else(client, address):
    client.force_login(UserFactory())

    assert client.post(address, {"answer": "yes"}).status_code == 200


def test_a_question_that_is_settled_while_somebody_answers_says_so(client, address, subject, monkeypatch):
    """Between the look and the answer: the page was drawn, then somebody else settled the question."""
    asked = []

    def load(subject_id):
        asked.append(subject_id)
        return subject if len(asked) == 1 else None

    monkeypatch.setitem(ACTION.__dict__, "load", load)

    page = client.post(address, {"answer": "yes"})

    assert page.status_code == 410
    assert "There is nothing left to answer" in page.content.decode()
    assert Link.objects.get().used_at is None
