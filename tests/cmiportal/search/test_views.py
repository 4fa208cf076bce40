"""The page of a search, its suggestions, and what visitors get from cache."""

import html as markup
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from cmiportal.search.finding import RANKED
from cmiportal.search.models import SearchEntry
from cmiportal.search.services import rebuild
from cmiportal.search.views import marked
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW
from tests.queries import queries_of

from .entries import counted, entry

pytestmark = pytest.mark.django_db

SEARCH, SUGGEST = "/search/", "/search/suggest/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def text_of(response):
    return " ".join(markup.unescape(re.sub(r"<[^>]+>", "", response.content.decode())).split())


def page(client, typed, address=SEARCH, **query):
    response = client.get(address, {"q": typed, **query})
    assert response.status_code == 200
    return response


def test_addresses_are_those_that_the_frame_uses():
    assert (reverse("search:search"), reverse("search:suggest")) == (SEARCH, SUGGEST)


def test_without_words_the_page_says_what_there_is_to_find(client):
    rebuild(at=NOW)
    entry("Trust", kind="unit")

    said = text_of(client.get(SEARCH))
    assert "Often looked for" in said
    assert "one unit" in said


def test_results_show_title_kind_and_label_with_the_words_marked(client):
    entry("Trust", kind="unit", label="Unit 605", summary="How trust grows", url="/units/605/")

    html = page(client, "trust").content.decode()
    assert '<a href="/units/605/">Trust</a>' in html
    assert "<li>Unit</li>" in html
    assert "<li>Unit 605</li>" in html
    assert "How <mark>trust</mark> grows" in html


def test_an_extract_of_the_text_stands_where_the_summary_does_not_say_it(client):
    entry("Change", summary="How to begin", text="First comes trust & patience.")

    assert "… First comes <mark>trust</mark> &amp; patience. …" in page(client, "trust").content.decode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a <b>b</b> & \"c\" 'd'"])
def test_what_a_text_says_is_never_html(client, text):
    entry(f"Trust {text}", summary=f"Trust {text}", text=f"Trust {text}", label=text)

    html = page(client, "trust").content.decode()
    assert text not in html
    assert marked(f"{text}\x02x\x03").count("<") == 2


def test_what_is_gated_says_for_whom_it_is_until_it_is_open(client):
    entry("Flamingo", audience="registered", summary="Birds", text="It stands on one leg.")

    assert "With an account" in text_of(page(client, "flamingo"))
    assert "Nothing for" in text_of(page(client, "leg"))
    client.force_login(UserFactory())
    assert "With an account" not in text_of(page(client, "flamingo"))
    assert "on one leg" in text_of(page(client, "leg"))


def test_kinds_are_links_with_their_counts(client):
    entry("Trust one")
    entry("Trust two", kind="unit")

    html = page(client, "trust").content.decode()
    assert 'href="/search/?q=trust&amp;kind=unit"' in html
    assert "Units 1" in text_of(page(client, "trust"))
    narrowed = text_of(page(client, "trust", kind="unit"))
    assert "Trust two" in narrowed
    assert "Trust one" not in narrowed
    assert "There are pages of other kinds" in text_of(page(client, "trust", kind="event"))
    assert "Trust one" in text_of(page(client, "trust", kind="no such kind"))


def test_results_come_in_pages_and_a_page_that_is_not_there_is_the_last(client):
    for number in range(21):
        entry(f"Trust {number}")

    assert len(page(client, "trust").context["results"]) == 20
    assert len(page(client, "trust", page=2).context["results"]) == 1
    assert len(page(client, "trust", page=99).context["results"]) == 1
    assert len(page(client, "trust", page="x").context["results"]) == 20


def test_of_very_many_the_page_says_how_many_it_shows(client):
    SearchEntry.objects.bulk_create(
        SearchEntry(source="many", kind="article", key=str(n), title=f"Trust {n}", url="/") for n in range(RANKED + 1)
    )

    said = text_of(page(client, "trust"))
    assert f"These are the best {RANKED}" in said
    assert "301 pages" in said


def test_a_slip_shows_what_was_meant_and_a_link_to_what_was_typed(client):
    counted("Leadership")

    response = page(client, "leadreship")
    assert "We looked for leadership instead of “leadreship”" in text_of(response)
    assert 'href="/search/?q=leadreship&amp;exact=1"' in response.content.decode()
    assert "Nothing for “leadreship”" in text_of(page(client, "leadreship", exact=1))


def test_the_link_of_a_kind_goes_on_meaning_what_was_meant(client):
    counted("Leadership")

    html = page(client, "leadreship").content.decode()
    assert "q=leadreship&amp;kind=article" in html
    assert "1 page for “leadership”" in text_of(page(client, "leadreship", kind="article")).replace("One", "1")


def test_some_of_the_words_are_better_than_none(client):
    counted("Study", "Leeds")

    assert "No page has all of these words" in text_of(page(client, "study leeds"))


def test_words_that_stand_nowhere_in_a_row_are_said_to_be_found_apart(client):
    entry("Trust", text="It grows slowly.")

    said = text_of(page(client, "“trust grows”"))
    assert "No page has these words in a row, so these are pages that have all of them." in said


def test_what_was_meant_and_that_some_of_it_will_do_are_both_said(client):
    counted("Leadership")

    said = text_of(page(client, "leadreship zanzibar"))
    assert "We looked for leadership zanzibar instead of “leadreship zanzibar”" in said
    assert "No page has all of these words" in said


def test_nothing_found_helps(client):
    rebuild(at=NOW)

    said = text_of(page(client, "xylophone"))
    assert "Nothing for “xylophone”" in said
    assert "What may help" in said
    assert "Register of Chartered Managers".lower() in said.lower()
    assert "Or begin here" in said


def test_words_that_stand_everywhere_are_said_to_find_nothing(client):
    assert "These words stand on nearly every page" in text_of(page(client, "the"))


@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
@pytest.mark.parametrize(
    "typed", ["x" * 10_000, "'", '"', "the", "-", "%", "\x02", "\ud83d".encode("utf-8", "surrogatepass")]
)
def test_whatever_is_typed_has_a_page(client, typed, address):
    counted("Leadership")

    assert client.get(address, {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        *("kind='\"><script>", "kind[]=x", "page=-1", "page=1e3", f"page={'9' * 5_000}", "exact=2", "exact=1&exact=0"),
        *("q=%F0%28%8C%BC", "q=%0d%0aSet-Cookie:x", "q=e%CC%81%CC%81", "q=(((((", "q=a OR b OR -c", "q=%5C%5C%27"),
    ],
)
def test_whatever_else_is_asked_has_a_page_at_the_one_address_of_the_search(client, query):
    counted("Leadership")

    response = client.get(f"{SEARCH}?q=leadership&{query}")
    assert (response.status_code, "<script>" in response.text) == (200, False)
    assert f'<link rel="canonical" href="{settings.SITE_URL}{SEARCH}">' in response.text


@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
def test_a_character_that_no_address_may_hold_is_refused(client, address):
    assert client.get(address, {"q": "a\x00b"}).status_code == 400


def test_a_long_search_is_cut_and_says_so(client):
    said = text_of(page(client, " ".join(f"word{number}" for number in range(30))))

    assert "That was long, so we looked for “word0 word1" in said
    assert "word11" not in said


def test_who_searches_too_often_is_told_when_to_go_on(client, settings):
    settings.SEARCHES_A_MINUTE = settings.SEARCH_SUGGESTIONS_A_MINUTE = 1
    client.force_login(UserFactory())
    page(client, "one")
    page(client, "one", SUGGEST)

    busy = client.get(SEARCH, {"q": "two"})
    assert (busy.status_code, int(busy["Retry-After"]) > 0) == (429, True)
    assert "You have searched too often" in text_of(busy)
    assert client.get(SEARCH).status_code == 200
    for headers in ({}, HTMX):
        assert "Suggestions are back in" in text_of(client.get(SUGGEST, {"q": "two"}, headers=headers))


def test_suggestions_are_a_part_for_htmx_and_a_page_without(client):
    entry("Leadership", kind="unit", url="/units/1/")

    part = client.get(SUGGEST, {"q": "lead"}, headers=HTMX).content.decode()
    whole = page(client, "lead", SUGGEST).content.decode()
    assert '<a href="/units/1/">Leadership</a>' in part
    assert "<html" not in part
    assert '<a href="/units/1/">Leadership</a>' in whole
    assert "<html" in whole
    assert "No title begins like that" in text_of(client.get(SUGGEST, {"q": "xylo"}, headers=HTMX))
    assert "like that" not in text_of(client.get(SUGGEST, {"q": ""}, headers=HTMX))


def test_the_field_asks_for_suggestions_while_somebody_types(client):
    html = client.get(SEARCH).content.decode()

    assert 'hx-get="/search/suggest/"' in html
    assert 'role="status"' in html


@pytest.mark.parametrize(
    "address", [SEARCH, "/search/?q=trust", "/search/?q=trust&kind=article", "/search/suggest/?q=tr"]
)
def test_visitors_get_the_page_from_cache_until_something_is_published(client, settings, address):
    settings.VISITORS_PAGES_SECONDS = 60
    entry("Trust")

    assert queries_of(client, address) == 0


@pytest.mark.parametrize("results", [2, 31])
def test_a_page_asks_a_few_queries_however_much_it_finds(client, settings, results):
    settings.VISITORS_PAGES_SECONDS = 0
    for number in range(results):
        entry(f"Trust {number}")

    # Three of them say that tables are read by their indexes, and until when.
    assert (queries_of(client, "/search/?q=trust"), queries_of(client, "/search/suggest/?q=tr")) == (7, 5)


@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
def test_nothing_is_posted(client, address):
    assert client.post(address, {"q": "trust"}).status_code == 405
