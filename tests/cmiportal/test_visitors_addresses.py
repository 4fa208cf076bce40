"""However an address is written, a visitor gets its own page, and the cache has an end."""

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cmiportal import visitors
from cmiportal.visitors import key_of, visitors_pages_middleware
from tests.factories.qualifications import CentreFactory, QualificationFactory

pytestmark = pytest.mark.django_db

LIST = reverse("qualifications:catalogue_list")
COMPARE = reverse("qualifications:qualification_compare")
CENTRES = reverse("qualifications:centre_list")
WRITTEN = (
    *(LIST, "/qualifications", "//qualifications/", "/qualifications//", "/Qualifications/", "/QUALIFICATIONS/"),
    *("/qualifications%2F", "/%71ualifications/", "/qualifications/%2e%2e/centres/", "/qualifications/../centres/"),
    *("/qualifications/%3Flevel=6", "/qualifications/%23", "/qualifications/%2525", "/qualifications/%FF/", "/%2F"),
    *(f"{LIST}?", f"{LIST}?&", f"{LIST}?level=6", f"{LIST}?level=%36", f"{LIST}?level=5", f"{LIST}?LEVEL=6"),
    *(f"{LIST}?level=6&x=1", f"{LIST}?x=1", f"{LIST}?level=6;x=1", f"{LIST}?word={'a' * 600}", f"{LIST}?word=a%26b"),
    *("/", "//", CENTRES, "/centres", f"{CENTRES}?name=a", f"{CENTRES}?word=a"),
    *(COMPARE, f"{COMPARE}?q=a", f"{COMPARE}?q=a&q=b", "/levels/6/", "/levels/06/", "/levels/5/"),
)


@pytest.fixture(autouse=True)
def kept_pages(settings):
    """The cache of pages, as production has it, and something to show."""
    settings.VISITORS_PAGES_SECONDS = 300
    for level in (5, 6):
        QualificationFactory(level__number=level, slug=f"rotas-{level}", title=f"Level {level} Award in Rotas")
    CentreFactory(name="Northmoor College")


def visit(address, **headers):
    """(status, address that it leads to, page) for somebody who brings nothing along."""
    response = Client().get(address, headers=headers)
    return response.status_code, response.get("Location"), response.content


def is_kept(address, **headers):
    return cache.get(key_of(Client().get(address, headers=headers).wsgi_request)) is not None


def kept_pages_in_cache(before=frozenset()):
    return set(cache._cache.get_client().keys("*:page-*")) - before


def test_however_an_address_is_written_it_has_its_own_page(settings):
    settings.VISITORS_PAGES_SECONDS = 0
    anew = {address: visit(address) for address in WRITTEN}
    settings.VISITORS_PAGES_SECONDS = 300

    for address in (*WRITTEN, *reversed(WRITTEN)):
        assert visit(address) == anew[address], address
    assert {status for status, _, _ in anew.values()} == {200, 301, 404}


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (LIST, True),
        (f"{LIST}?", True),
        (f"{LIST}?level=6", True),
        (f"{LIST}?level=6&q=no-such-award", False),
        (f"{LIST}?level=6&q=rotas-6", True),
        (f"{COMPARE}?q=a", True),
        (f"{CENTRES}?name=a", True),
        (f"{LIST}?&", False),
        (f"{LIST}?utm_source=letter", False),
        (f"{LIST}?level=6&utm_source=letter", False),
        (f"{CENTRES}?word=a", False),
        ("/?next=/", False),
        ("/levels/6/?level=6", False),
        ("/verify/?code=7Q4K", False),
    ],
)
def test_only_pages_that_ask_what_their_view_reads_are_kept(address, kept):
    assert is_kept(address) is kept


def test_a_page_with_something_unknown_in_its_query_is_no_copy_in_the_cache():
    visit(LIST)
    before = kept_pages_in_cache()

    for number in range(5):
        visit(f"{LIST}?x{number}={number}")

    assert (len(before), kept_pages_in_cache(before)) == (1, set())


def test_in_a_minute_no_more_than_so_many_pages_are_kept(monkeypatch):
    monkeypatch.setattr(visitors, "KEPT_A_MINUTE", 3)
    monkeypatch.setattr(visitors, "time", lambda: 6_000.0)
    before = kept_pages_in_cache()

    for number in range(6):
        assert visit(f"{LIST}?word=rotas{number}")[0] == 200
        assert visit(f"/levels/{'0' * number}6/")[0] == 200
    assert len(kept_pages_in_cache(before)) == 6

    monkeypatch.setattr(visitors, "time", lambda: 6_060.0)
    assert is_kept(CENTRES)


def test_another_port_is_another_page_and_counts(monkeypatch):
    monkeypatch.setattr(visitors, "KEPT_A_MINUTE", 2)
    before = kept_pages_in_cache()

    for port in range(8000, 8005):
        assert visit("/", Host=f"testserver:{port}")[0] == 200

    assert len(kept_pages_in_cache(before)) == 2


def test_hosts_have_pages_of_their_own_and_a_foreign_one_has_none(settings, rf):
    settings.ALLOWED_HOSTS = ["portal.example.org", "other.example.org"]
    visit_page = visitors_pages_middleware(lambda request: HttpResponse(request.get_host()))

    for host in settings.ALLOWED_HOSTS * 2:
        assert visit_page(rf.get("/", headers={"Host": host})).content.decode() == host
    assert visit("/", Host="evil.example.com")[0] == 400
    assert visit("/", **{"Host": "other.example.org", "X-Forwarded-Host": "evil.example.com"})[0] == 200


@pytest.mark.parametrize("address", [reverse("account_login"), reverse("account_signup")])
def test_a_page_with_a_form_is_not_kept_for_a_visitor_who_has_a_token_already(address):
    client = Client()
    client.get(reverse("account_login"))
    client.get(address)

    assert "csrftoken" in client.cookies
    assert cache.get(key_of(client.get(address).wsgi_request)) is None


def test_a_part_of_a_page_that_is_asked_for_is_the_whole_page_and_kept_as_such():
    for headers in ({"Range": "bytes=0-9"}, {}, {"Range": "bytes=0-9", "If-Range": '"x"'}):
        status, _, page = visit(LIST, **headers)
        assert (status, page.startswith(b"<!doctype html>"), page.endswith(b"</html>\n")) == (200, True, True)


@pytest.mark.parametrize("header", ["If-Match", "If-None-Match", "If-Unmodified-Since", "If-Modified-Since"])
def test_what_a_first_visitor_has_already_is_no_answer_for_the_next(header):
    given = {"If-Match": '"x"', "If-None-Match": "*"}.get(header, "Thu, 01 Jan 1970 00:00:00 GMT")

    for _ in range(2):
        visit(LIST, **{header: given})
        status, _, page = visit(LIST)
        assert (status, b"Rotas" in page) == (200, True)


def test_a_head_before_a_visit_leaves_the_page_whole():
    for _ in range(2):
        assert Client().head(f"{LIST}?level=6").content == b""
        assert b"Rotas" in visit(f"{LIST}?level=6")[2]
