"""The public register's pages: looking up, one person, gone when the status is; limited, unlisted, never kept."""

from uuid import uuid4

import pytest
from django.urls import reverse

from membership.services.members import endings, memberships
from membership.services.register import statuses
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW
from tests.factories.register import registered
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

SEARCH = reverse("membership:register_search")


def text(response):
    return " ".join(response.content.decode().split())


def page_of(entry):
    return reverse("membership:register_detail", args=[entry.pk])


def found(client, name):
    return text(client.get(SEARCH, {"name": name}))


def test_the_form_comes_first_and_lists_nobody(client):
    registered()

    shown = text(client.get(SEARCH))
    assert 'name="name"' in shown
    assert "Priya Ostrander" not in shown


def test_who_is_looked_up_stands_with_status_and_since_when(client):
    entry = registered("José Núñez", status="cmgr_fcmi")

    shown = found(client, "jose nunez")
    for said in ("One person", "José Núñez", "Chartered Fellow", "2 November 2026", page_of(entry)):
        assert said in shown


def test_names_that_are_only_alike_are_said_to_be(client):
    registered("José Núñez")

    assert "Nobody is called just “nunes”" in found(client, "nunes")


def test_nobody_found_leads_to_verification_by_code(client):
    shown = found(client, "Nobody")
    assert "The register shows nobody called “Nobody”" in shown
    assert reverse("membership:status_verify_form") in shown


def test_too_many_are_cut_and_the_search_is_to_be_narrowed(client, settings):
    settings.REGISTER_RESULTS_MAX = 2
    for first in ("Anna", "Mia", "Zoe"):
        registered(f"{first} Smith")

    shown = found(client, "smith")
    assert "narrow your search" in shown
    assert "Zoe Smith" not in shown


@pytest.mark.parametrize("typed", ["", "  ", "12", "%"])
def test_without_a_letter_the_form_asks_for_a_name(client, typed):
    registered()

    shown = found(client, typed)
    assert "Enter a name" in shown
    assert "Priya Ostrander" not in shown


def test_a_very_long_name_is_refused(client):
    assert "at most 100 characters" in found(client, "a" * 101)


def test_what_is_typed_is_shown_as_text(client):
    assert "&lt;script&gt;" in found(client, "<script>alert(1)</script>")


def test_a_person_has_a_page(client):
    shown = text(client.get(page_of(registered())))

    for said in ("Priya Ostrander", "Holds today", "Chartered Member", "CMgr MCMI", "2 November 2026", "Looked up on"):
        assert said in shown


def end_status(entry):
    statuses.end_statuses(person=entry.status.person, because="It was given up.", at=NOW)


def end_membership(entry):
    person = entry.status.person
    endings.resign(membership=memberships.current_of(person), by=person, at=NOW)


def take_back(entry):
    statuses.consent(status=entry.status, shown=False, at=NOW)


@pytest.mark.parametrize("end", [end_status, end_membership, take_back])
def test_the_page_is_gone_with_status_membership_or_consent(client, end):
    entry = registered()
    assert client.get(page_of(entry)).status_code == 200

    end(entry)

    assert client.get(page_of(entry)).status_code == 404
    assert "Priya" not in found(client, "Ostrander")


def test_pages_have_addresses_that_nobody_can_count_through(client):
    assert client.get(reverse("membership:register_detail", args=[uuid4()])).status_code == 404
    assert client.get(f"{SEARCH}1/").status_code == 404


def test_pages_are_kept_by_no_cache_and_no_search_engine(client):
    entry = registered()
    for page in (client.get(SEARCH), client.get(SEARCH, {"name": "Ostrander"}), client.get(page_of(entry))):
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]


def test_pages_are_read_and_never_posted_to(client):
    for address in (SEARCH, page_of(registered())):
        assert client.head(address).status_code == 200
        assert client.post(address).status_code == 405


def search_from(client, address, **more):
    return client.get(SEARCH, {"name": "Ostrander"}, REMOTE_ADDR=address, **more)


def test_a_client_that_searches_too_often_is_told_when_to_go_on(client, settings):
    settings.REGISTER_SEARCHES_A_MINUTE = 2
    registered()
    answers = [search_from(client, "203.0.113.5") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    wait = int(answers[2].headers["Retry-After"])
    assert 1 <= wait <= 60
    assert "Try again in" in text(answers[2])
    assert "Ostrander</a>" not in text(answers[2])


def test_another_client_and_the_bare_form_are_not_limited(client, settings):
    settings.REGISTER_SEARCHES_A_MINUTE = 1
    search_from(client, "203.0.113.5")

    assert search_from(client, "203.0.113.6").status_code == 200
    assert client.get(SEARCH, REMOTE_ADDR="203.0.113.5").status_code == 200


def test_pages_take_the_same_few_queries_for_one_and_three(client):
    for count in (1, 3):
        entries = [registered("Anna Leadbetter") for _ in range(count)]
        assert queries_of(client, f"{SEARCH}?name=Leadbetter") == 2
        assert queries_of(client, f"{SEARCH}?name=Leadbeterr") == 3
        assert queries_of(client, page_of(entries[0])) == 1


def test_somebody_signed_in_reads_the_same(client):
    registered()
    client.force_login(UserFactory())
    assert "Priya Ostrander" in found(client, "Ostrander")


def test_the_footer_leads_to_the_register(client):
    assert f'href="{SEARCH}"' in text(client.get(reverse("site:home")))
