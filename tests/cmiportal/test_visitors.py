"""Pages for visitors come from cache, hold nothing private, and are old at once when something is published."""

import gzip
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cmiportal.visitors import VARY, VERSION, is_visitor, key_of, may_be_kept, visitors_pages_middleware
from tests.factories.accounts import UserFactory
from tests.factories.events import CommunityFactory, EventFactory
from tests.factories.qualifications import CentreFactory, QualificationFactory

LIST = reverse("qualifications:catalogue_list")


@pytest.fixture(autouse=True)
def kept_pages(settings):
    """The cache of pages, as production has it."""
    settings.VISITORS_PAGES_SECONDS = 300


def queries_of(client, address=LIST, **headers):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, **headers)
    return len(queries), response


@pytest.mark.django_db
def test_the_second_visitor_costs_no_query_and_gets_the_same_page(client, django_assert_num_queries):
    QualificationFactory(title="Diploma in Rotas")
    first = client.get(LIST)

    with django_assert_num_queries(0):
        second = client.get(LIST)

    assert second.content == first.content
    assert "Diploma in Rotas" in second.content.decode()
    assert second.headers["Vary"] == first.headers["Vary"]
    assert set(VARY) <= set(first.headers["Vary"].split(", "))
    assert second.headers["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_a_browser_that_has_the_page_is_told_so(client):
    first = client.get(LIST)

    again = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{}, {"Accept-Encoding": "gzip"}])
def test_a_page_that_is_made_again_and_says_the_same_is_the_one_that_a_browser_has(client, asked):
    first = client.get(LIST, headers=asked)
    cache.clear()

    again = client.get(LIST, headers={**asked, "If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_compressed_and_plain_are_kept_apart(client):
    plain = client.get(LIST).content
    for _ in range(2):
        small = client.get(LIST, headers={"Accept-Encoding": "gzip"})
        assert (small.headers["Content-Encoding"], gzip.decompress(small.content)) == ("gzip", plain)

    assert client.get(LIST).content == plain


@pytest.mark.django_db
def test_a_part_and_the_page_are_kept_apart(client, rf):
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    asked = [{}, {"HX-Request": "true"}, restored]
    assert len({key_of(rf.get(LIST, headers=headers)) for headers in asked}) == 3
    assert key_of(rf.get(LIST)) != key_of(rf.get(LIST, {"level": "6"}))


@pytest.mark.django_db(transaction=True)
def test_publishing_shows_at_once(client):
    row = QualificationFactory(title="Diploma in Rotas")
    client.get(LIST)

    row.title = "Diploma in Timetables"
    row.save()

    assert "Diploma in Timetables" in client.get(LIST).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_a_row_belongs_to_shows_at_once(client):
    """Of such a change no row tells but those that tie the two together."""
    event = EventFactory(title="Leading at night", starts_at=timezone.now() + timedelta(days=30))
    community = CommunityFactory()
    address = reverse("site:community_detail", args=[community.pk])
    assert "Leading at night" not in client.get(address).content.decode()

    event.communities.add(community)
    assert "Leading at night" in client.get(address).content.decode()
    event.communities.clear()

    assert "Leading at night" not in client.get(address).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_away_is_gone_at_once(client):
    centre = CentreFactory(name="Northmoor College")
    address = reverse("qualifications:centre_list")
    assert "Northmoor College" in client.get(address).content.decode()

    centre.delete()

    assert "Northmoor College" not in client.get(address).content.decode()


def test_a_page_that_was_made_while_something_was_published_is_not_kept_as_new(rf):
    made = []

    def page(request):
        made.append(len(made))
        if made == [0]:
            cache.set(VERSION, "published meanwhile", None)
        return HttpResponse(f"page {len(made)}")

    visit = visitors_pages_middleware(page)
    cache.set(VERSION, "before", None)

    assert [visit(rf.get("/")).content for _ in range(3)] == [b"page 1", b"page 2", b"page 2"]


@pytest.mark.django_db
def test_a_person_and_visitors_in_turn_never_see_each_others_page(client):
    person = UserFactory(name="Amara Whitlock")
    addresses = ["/", LIST, reverse("qualifications:centre_list")]
    for address in addresses * 2:
        client.logout()
        client.cookies.clear()
        assert "Amara Whitlock" not in client.get(address).content.decode()
        client.force_login(person)
        own = client.get(address)
        assert "Amara Whitlock" in own.content.decode()
        assert {"private", "no-cache"} <= set(own.headers["Cache-Control"].split(", "))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/verify/7Q4K-M2ZD-90PX/", "/healthz", "/nowhere/"]
)
def test_pages_with_a_token_or_of_the_moment_are_not_kept(client, rf, address):
    client.get(address)

    assert cache.get(key_of(rf.get(address))) is None


@pytest.mark.django_db
def test_a_page_is_of_its_day(rf, monkeypatch):
    today = key_of(rf.get(LIST))
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert key_of(rf.get(LIST)) != today


@pytest.mark.django_db
def test_without_the_cache_pages_are_made_each_time(client, settings):
    settings.VISITORS_PAGES_SECONDS = 0

    assert [queries_of(client)[0] > 0 for _ in range(2)] == [True, True]


@pytest.mark.parametrize(
    ("method", "cookies", "path", "answer"),
    [
        ("GET", {}, "/", True),
        ("GET", {"csrftoken": "x"}, "/", True),
        ("GET", {"sessionid": "x"}, "/", False),
        ("GET", {"messages": "x"}, "/", False),
        ("POST", {}, "/", False),
        ("HEAD", {}, "/", False),
        ("GET", {}, "/?q=" + "x" * 500, False),
    ],
)
def test_who_is_a_visitor(rf, method, cookies, path, answer):
    request = rf.generic(method, path)
    request.COOKIES.update(cookies)

    assert is_visitor(request) is answer


def test_what_may_be_kept():
    page, cookie, private = HttpResponse("x"), HttpResponse("x"), HttpResponse("x")
    cookie.set_cookie("csrftoken", "x")
    private.headers["Cache-Control"] = "private, max-age=60"
    all_of_them = [page, cookie, private, HttpResponse("x", status=404), StreamingHttpResponse(["x"])]

    assert [may_be_kept(response) for response in all_of_them] == [True, False, False, False, False]
