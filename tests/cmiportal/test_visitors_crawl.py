"""Visitors and people with work in the demo's portal, in turn on every public page: nobody gets a page of another's."""

import random

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.visitors import key_of, visitors_pages_middleware
from qualifications.models import Centre, Qualification
from tests.demo import CATALOGUE, portal_of
from tests.pages import FewOfEachKind, crawl, text_of

pytestmark = pytest.mark.django_db

PEOPLE = ("learner", "coordinator", "moderator", "member")
PUBLIC = (
    *("/qualifications/", "/levels/", "/centres/", "/units/", "/verify/"),
    *("/membership/", "/chartered-manager/", "/register/"),
    *("/events/", "/past-events/", "/regions/", "/communities/"),
    *("/insights/", "/research/", "/campaigns/", "/about/"),
    "/resources/",
)
# Forms that are sent, and the register, which is of this moment.
NOT_KEPT = {"/verify/", "/register/"}
LIST = reverse("qualifications:catalogue_list")
ROUNDS = 2
OF_A_PERSON = ("Sign out", "csrfmiddlewaretoken")


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal: people with names, work and messages."""
    with portal_of(django_db_blocker, at=timezone.now()):
        yield


@pytest.fixture(autouse=True)
def kept_pages(settings):
    """The cache of pages, as production has it, and in the menus the pages that there are."""
    settings.VISITORS_PAGES_SECONDS = 300
    cache.clear()


@pytest.fixture
def published(django_capture_on_commit_callbacks):
    """A block at whose end everything is committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def account(name):
    return User.objects.get(email=f"{name}@example.org")


def signed_in(name):
    client = Client()
    client.force_login(account(name))
    return client


def visit(address, **headers):
    """The answer for somebody who brings nothing along."""
    return Client().get(address, headers=headers)


def public_addresses(of_a_kind):
    """Public pages that links lead to, a few of each kind."""
    follow = FewOfEachKind(of_a_kind, among=lambda link: link.startswith(PUBLIC))
    found = crawl(Client(), follow=follow)
    return sorted(address for address, response in found if response.status_code == 200 and text_of(response))


def made_anew(settings, addresses):
    """(page by address) as visitors would get it without the cache of pages."""
    settings.VISITORS_PAGES_SECONDS = 0
    pages = {address: visit(address).content for address in addresses}
    settings.VISITORS_PAGES_SECONDS = 300
    cache.clear()
    return pages


@pytest.mark.slow
def test_everybody_in_turn_gets_their_own_page(settings):
    addresses = public_addresses(of_a_kind=3)
    anew = made_anew(settings, addresses)
    secrets = [
        *OF_A_PERSON,
        *User.objects.values_list("name", flat=True),
        *User.objects.values_list("email", flat=True),
    ]
    clients = {name: signed_in(name) for name in PEOPLE}
    turns = [(who, address) for who in ("", *PEOPLE) for address in addresses] * ROUNDS
    random.Random(3).shuffle(turns)

    differs, told, not_own = [], [], []
    for who, address in turns:
        response = clients[who].get(address) if who else visit(address)
        page = text_of(response)
        if who:
            is_private = {"private", "no-cache"} <= set(response.headers["Cache-Control"].split(", "))
            not_own += [] if is_private and account(who).name in page else [(who, address)]
        else:
            differs += [] if response.content == anew[address] or is_a_form(page) else [address]
            told += [(address, secret) for secret in secrets if secret in page and not is_a_form(page)]

    assert {address.split("/")[1] for address in addresses} == {"", *(start.strip("/") for start in PUBLIC)}
    assert (differs, told, not_own) == ([], [], [])
    kept = [address for address in addresses if cache.get(key_of_address(address))]
    assert set(addresses) - set(kept) <= NOT_KEPT


def is_a_form(page):
    """Whether the page has a token of its own each time, which is never kept."""
    return 'name="csrfmiddlewaretoken"' in page


def key_of_address(address, **headers):
    """The key under which a visitor's page is kept."""
    return key_of(Client().get(address, headers=headers).wsgi_request)


def test_the_name_of_a_visitors_page_is_no_name_of_a_persons(settings):
    etag = visit(LIST).headers["ETag"]

    assert signed_in("learner").get(LIST, headers={"If-None-Match": etag}).status_code == 200


HTMX = {"HX-Request": "true"}
WAYS = {
    "a browser": ({}, True),
    "htmx": (HTMX, False),
    "a boosted link": ({**HTMX, "HX-Boosted": "true"}, True),
    "Back": ({**HTMX, "HX-History-Restore-Request": "true"}, True),
    "htmx in code": ({"HX-Request": "%74rue", "HX-Request-URI-AutoEncoded": "true"}, False),
    "Back in code": (
        {**HTMX, "HX-History-Restore-Request": "%74rue", "HX-History-Restore-Request-URI-AutoEncoded": "true"},
        True,
    ),
    "another word": ({"HX-Request": "yes"}, True),
}


@pytest.mark.parametrize("first", WAYS)
def test_a_part_and_the_whole_are_never_mixed(first):
    for way in (first, *WAYS, *WAYS):
        headers, whole = WAYS[way]
        assert (b"<html" in visit(LIST, **headers).content) is whole, way


def test_words_that_htmx_never_sends_are_no_pages_of_their_own():
    assert key_of_address(LIST, **{"HX-Request": "x"}) == key_of_address(LIST)


@pytest.mark.parametrize("headers", [{"HX-Request": "x"}, WAYS["Back"][0]])
def test_whoever_has_to_sign_in_is_led_there_whatever_was_asked_before(headers):
    for asked in (headers, HTMX, {}, headers):
        response = visit(reverse("qualifications:learning_home"), **asked)
        led = (response.status_code, "HX-Redirect" in response.headers)
        assert led == ((200, True) if asked == HTMX else (302, False))


def test_each_query_has_its_own_page():
    for _ in range(2):
        words = [visit(f"{LIST}?level={level}").content.decode().count("CMI Level 6 ") for level in (5, 6)]
        assert words[0] == 0 < words[1]


def test_a_head_has_no_page_and_leaves_none():
    head = Client().head(LIST)

    assert (head.status_code, head.content) == (200, b"")
    assert b"<html" in visit(LIST).content
    assert Client().head(LIST).content == b""


@pytest.mark.parametrize("status", [302, 404, 500])
def test_only_a_page_that_came_out_well_is_kept(rf, status):
    answers = iter([HttpResponse("once", status=status), HttpResponse("page")])
    middleware = visitors_pages_middleware(lambda request: next(answers))

    assert [middleware(rf.get("/")).content for _ in range(3)] == [b"once", b"page", b"page"]


def test_an_answer_that_sets_a_cookie_is_not_kept(rf):
    first = HttpResponse("hers")
    first.set_cookie("sessionid", "hers")
    answers = iter([first, HttpResponse("page")])
    middleware = visitors_pages_middleware(lambda request: next(answers))

    assert [middleware(rf.get("/")).content for _ in range(3)] == [b"hers", b"page", b"page"]


def test_a_centre_that_is_renamed_shows_at_once(published):
    centre = Centre.objects.get(slug="calderbridge")
    address = reverse("qualifications:centre_detail", args=[centre.slug])
    assert "Calderbridge Business School" in text_of(visit(address))

    with published():
        centre.name = "Calderbridge School of Business"
        centre.save()

    assert "Calderbridge School of Business" in text_of(visit(address))
    assert "Calderbridge Business School" not in text_of(visit(reverse("qualifications:centre_list")))


def test_a_text_that_is_saved_in_the_admin_shows_at_once(published, admin_client):
    row = Qualification.objects.get(slug="level-6-diploma-in-professional-management-and-leadership-practice")
    change = reverse("admin:qualifications_qualification_change", args=[row.pk])
    address = reverse("qualifications:qualification_detail", args=[row.slug])
    visit(address)
    form = admin_client.get(change).context["adminform"].form
    data = {name: "" if value is None else value for name, value in form.initial.items()}
    inline = {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}

    with published():
        saved = admin_client.post(change, data | inline | {"summary": "What a manager wants to know."})

    assert saved.status_code == 302
    assert "What a manager wants to know." in text_of(visit(address))


def test_an_import_shows_at_once(published, tmp_path):
    visit(LIST)
    file = tmp_path / "catalogue.json"
    file.write_text(CATALOGUE.read_text().replace("A first look at how projects", "A first view of how projects"))

    with published():
        call_command("import_catalogue", str(file), verbosity=0)

    assert "A first view of how projects" in text_of(visit(LIST))
