"""What the head of a page says of it to others, and its breadcrumb to search engines."""

import json
import re

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.urls import reverse

from cmiportal.visitors import reads_query

PAGE = """{% extends "base.html" %}{% block title %}Pay &amp; gaps{% endblock %}
{% block description %}Said "here"
  in {{ words }}.{% endblock %}"""


def head_of(rf, source, address="/insights/pay/", view=None, **context):
    """(name, content) of what the head of such a page says."""
    request = rf.get(address)
    request.resolver_match = type("Match", (), {"func": view})() if view else None
    html = engines["django"].from_string(source).render(context, request)
    said = re.findall(r'<meta (?:name|property)="((?:og:)?[a-z_]+)" content="([^"]*)">', html)
    canonical = re.findall(r'<link rel="canonical" href="([^"]*)">', html)
    return {**dict(said), "canonical": canonical[0] if canonical else None}


def test_a_page_says_what_it_is_once_in_each_way(rf):
    said = head_of(rf, PAGE, words="a <b>word</b>")

    address = f"{settings.SITE_URL}/insights/pay/"
    assert said == {
        "viewport": "width=device-width, initial-scale=1",
        "description": "Said &quot;here&quot; in a &lt;b&gt;word&lt;/b&gt;.",
        "canonical": address,
        "og:site_name": "Chartered Management Institute",
        "og:type": "website",
        "og:title": "Pay &amp; gaps",
        "og:description": "Said &quot;here&quot; in a &lt;b&gt;word&lt;/b&gt;.",
        "og:url": address,
    } | {name: said[name] for name in said if name == "color"}


def test_a_page_without_description_is_nobodys_but_the_readers(rf):
    said = head_of(rf, '{% extends "base.html" %}{% block title %}Your account{% endblock %}')

    assert (said["canonical"], "description" in said, "og:title" in said) == (None, False, False)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        *(("", ""), ("?q=pay", ""), ("?page=1", ""), ("?page=3&q=pay", "?page=3")),
        *(("?page=x", ""), ("?page=\u00b2", ""), (f"?page={'9' * 5_000}", "")),
        *(("?page=007", "?page=7"), ("?page=\u0663", "?page=3"), ("?page=2&page=4", "?page=4")),
    ],
)
def test_of_a_query_the_number_of_a_page_makes_it_another_page(rf, query, kept):
    view = reads_query("page", "q")(lambda request: None)

    assert (
        head_of(rf, PAGE, f"/insights/{query}", view, words="")["canonical"] == f"{settings.SITE_URL}/insights/{kept}"
    )


@pytest.mark.parametrize(("rows", "kept"), [(0, ""), (2, ""), (3, "?page=2")])
def test_beyond_the_last_page_the_address_is_that_of_the_last(rf, rows, kept):
    view = reads_query("page")(lambda request: None)
    shown = Paginator(range(rows), 2).get_page(9)

    said = head_of(rf, PAGE, "/insights/?page=9", view, words="", page_obj=shown)

    assert said["canonical"] == f"{settings.SITE_URL}/insights/{kept}"


def test_a_view_that_reads_no_page_has_one_address(rf):
    view = reads_query("q")(lambda request: None)

    assert head_of(rf, PAGE, "/insights/?page=3", view, words="")["canonical"] == f"{settings.SITE_URL}/insights/"


def test_a_page_may_say_its_address_its_kind_and_its_picture(rf):
    more = (
        "{% block canonical %}/insights/pay/{% endblock %}{% block share_kind %}article{% endblock %}"
        "{% block share %}/pictures/1/960.jpg{% endblock %}"
    )

    said = head_of(rf, PAGE + more, "/insights/old/", words="")

    assert said["canonical"] == f"{settings.SITE_URL}/insights/pay/"
    assert (said["og:type"], said["og:image"]) == ("article", f"{settings.SITE_URL}/pictures/1/960.jpg")


def test_programs_find_a_feed(rf):
    source = '{% feed_link "News" "/insights/feed/" %}'

    assert engines["django"].from_string(source).render({}) == (
        '<link rel="alternate" type="application/atom+xml" title="News" href="/insights/feed/">\n'
    )


def test_a_breadcrumb_is_a_list_for_search_engines_too(client):
    html = client.get(reverse("ui:style_guide")).text

    facts = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert facts == {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": f"{settings.SITE_URL}/"},
            {"@type": "ListItem", "position": 2, "name": "Style guide"},
        ],
    }
