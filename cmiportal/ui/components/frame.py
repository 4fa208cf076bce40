"""Parts of the frame around every page."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from .library import known_address, leaf, one_of, register

# Of a query these decide what the page is; everything else is another way to look at the same.
PAGE_NAMES = ("page",)
# No list has more pages; Python itself refuses to read numbers of some thousand figures.
PAGE_DIGITS = 9
MESSAGE_STATES = {"success": "positive", "warning": "attention", "error": "negative"}


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """``Error: `` when a form of the page came back with errors, so that a reader hears it first.

    The page has its forms one by one, or several by name in ``forms``.
    """
    found = context.flatten()
    several = found.get("forms")
    named = several.values() if type(several) is dict else ()
    # isinstance would open lazy values: the user (a query) and the CSRF token (a cookie, which spoils caching).
    forms = [one for one in (*found.values(), *named) if issubclass(type(one), (BaseForm, BaseFormSet))]
    return "Error: " if any(form.is_bound and not form.is_valid() for form in forms) else ""


@register.filter
def message_state(level_tag: str) -> str:
    """The state that carries a message of Django's level; anything else is information."""
    return MESSAGE_STATES.get(level_tag, "info")


@leaf("htmx")
def htmx() -> dict[str, Any]:
    """The script that swaps fragments, in block ``head`` of a page that uses it."""
    return {}


@register.simple_block_tag
def words(content: str) -> SafeString:
    """What a block says, in one line, to be said in several places: ``{% words as name %}...{% endwords %}``."""
    return mark_safe(" ".join(content.split()).replace('"', "&quot;"))


@register.inclusion_tag("ui/frame/facts.html", takes_context=True)
def page_facts(
    context: Context, title: str, description: str, *, kind: str = "website", canonical: str = "", picture: str = ""
) -> dict[str, Any]:
    """What others say of this page when they show it: description, the one address, and Open Graph.

    A page without description is nobody's but the reader's, and has none of these. ``canonical`` and ``picture`` are
    paths within the site; the address is otherwise that of the page, of its query no more than the number of a page.
    """
    request = context.get("request")
    if not description or request is None:
        return {}
    return {
        "title": title,
        "description": description,
        "kind": one_of(kind, ("website", "article", "profile")),
        "address": settings.SITE_URL + (canonical or own_address(request, context.get("page_obj"))),
        "picture": picture and settings.SITE_URL + picture,
    }


def own_address(request: HttpRequest, shown: Page | None = None) -> str:
    """The path of a page, with what of its query makes it a page of its own: the number of a page after the first.

    ``shown`` is the page of a list that is there: beyond the last one the last is shown, whatever number was asked for.
    """
    view = request.resolver_match and request.resolver_match.func
    names = [name for name in PAGE_NAMES if name in getattr(view, "query_names", ())]
    asked = [(name, str(shown.number) if shown is not None else request.GET.get(name, "")) for name in names]
    numbers = [(name, value) for name, value in asked if value.isdecimal() and len(value) <= PAGE_DIGITS]
    query = "&".join(f"{name}={int(value)}" for name, value in numbers if int(value) > 1)
    return f"{request.path}?{query}" if query else request.path


@leaf("frame/feed")
def feed_link(title: str, href: str) -> dict[str, Any]:
    """Where programs find a feed of what this page lists, in block ``feeds``."""
    return {"title": title, "href": known_address(href)}
