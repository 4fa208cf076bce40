"""Searching, which anybody may: the page with its results, and suggestions while somebody types.

A visitor's page comes from cache for a minute; who asks for too many others in a minute is told when to go on.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rate import seconds_to_wait
from cmiportal.registry import SearchAudience, SearchPage, every
from cmiportal.ui.htmx import render_page
from cmiportal.visitors import reads_query

from .finding import BEGIN, END, RANKED, Found, Search, audiences_of, extracts, kinds, search, suggestions
from .forms import SearchForm
from .models import SearchEntry
from .words import WORDS_MAX, asked

PAGE_SIZE = 20
PAGE = "search/search.html"
SUGGEST = "search/suggest.html"


@public
@reads_query("q", "kind", "page", "exact")
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, the best first, by kind; without words, what there is to find."""
    wanted = asked(request.GET.get("q", ""))
    context: dict[str, Any] = {"form": SearchForm({"q": wanted.text}), "asked": wanted, "most_words": WORDS_MAX}
    if not wanted.text:
        return render(request, PAGE, context | {"popular": _popular(), "kinds": _kinds(_everything(), {})})
    limit = settings.SEARCHES_A_MINUTE
    if wait := seconds_to_wait(request, "search", a_minute=limit, at=timezone.now()):
        return _busy(request, PAGE, context, wait)
    given, audiences = request.GET.get("kind", ""), audiences_of(request.user)
    kind = given if given in {kind.key for kind in kinds()} else ""
    is_exact = request.GET.get("exact") == "1"
    found = search(Search(wanted.text, kind, audiences, exact=is_exact))
    page = Paginator(found.keys, PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {"found": found, "page_obj": page, "results": _results(page, found, audiences)}
    return render(request, PAGE, context | _around(found, {"q": wanted.text} | ({"exact": "1"} if is_exact else {})))


@public
@reads_query("q")
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles that begin like what was typed: a list for the search page, a page of its own without htmx."""
    wanted = asked(request.GET.get("q", ""))
    context: dict[str, Any] = {"form": SearchForm({"q": wanted.text}), "asked": wanted}
    if wanted.text:
        limit = settings.SEARCH_SUGGESTIONS_A_MINUTE
        if wait := seconds_to_wait(request, "suggest", a_minute=limit, at=timezone.now()):
            return _busy(request, SUGGEST, context, wait, fragment="suggestions")
        context["suggestions"] = suggestions(wanted.text)
    return render_page(request, SUGGEST, context, fragment="suggestions")


def marked(text: str) -> SafeString:
    """The text as HTML, the words that were found in ``mark``: what it says is escaped before."""
    return mark_safe(escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>"))


def _busy(request: HttpRequest, page: str, context: dict[str, Any], wait: int, fragment: str = "") -> HttpResponse:
    context, status = {**context, f"{fragment}wait": wait}, HTTPStatus.TOO_MANY_REQUESTS
    if fragment:
        answer = render_page(request, page, context, fragment=fragment, status=status)
    else:
        answer = render(request, page, context, status=status)
    answer["Retry-After"] = str(wait)
    return answer


def _results(page: Page, found: Found, audiences: frozenset[str]) -> list[dict[str, Any]]:
    """What each line shows: where a word stands in the summary that is enough, else a part of the text."""
    names = {kind.key: kind.one for kind in kinds()}
    gates = {audience.key: audience.label for audience in every(SearchAudience)}
    shown = []
    for entry in extracts(page.object_list, found, audiences):
        in_text = BEGIN in entry.of_text and BEGIN not in entry.of_summary
        said = f"… {entry.of_text} …" if in_text else entry.of_summary
        gate = "" if entry.audience in audiences else gates.get(entry.audience, "")
        kind = names.get(entry.kind, "")
        label = "" if entry.label in (kind, "") else entry.label
        shown.append(
            {"title": entry.title, "href": entry.url, "kind": kind, "label": label, "said": marked(said), "gate": gate}
        )
    return shown


def _around(found: Found, query: dict[str, str]) -> dict[str, Any]:
    """What stands around the results: the kinds with their counts, and other ways where there are none."""
    return {
        "kinds": _kinds(found.counts, query, found.kind),
        "whole": _address(query),
        "exactly": _address(query | {"exact": "1"}),
        "shown_most": RANKED if found.of_kind > RANKED else 0,
        "popular": [] if found.of_kind else _popular(),
    }


def _kinds(counts: dict[str, int], asked_for: dict[str, str], chosen: str = "") -> list[dict[str, Any]]:
    return [
        {
            "label": kind.many,
            "words": f"{kind.one.lower()},{kind.many.lower()}",
            "count": counts[kind.key],
            "href": _address(asked_for | {"kind": kind.key}),
            "current": kind.key == chosen,
        }
        for kind in kinds()
        if counts.get(kind.key)
    ]


def _everything() -> dict[str, int]:
    return SearchEntry.objects.counted_by_kind()


def _popular() -> list[dict[str, str]]:
    pages = [page for page in every(SearchPage) if page.popular]
    return [{"title": page.title, "href": reverse(page.url_name), "summary": page.summary} for page in pages]


def _address(query: dict[str, str]) -> str:
    return f"{reverse('search:search')}?{urlencode(query)}"
