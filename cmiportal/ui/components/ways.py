"""Ways around: breadcrumb, views of one list, pages, contents, the ladder of levels, a way in stages."""

from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.template import Context

from .library import known_address, leaf, register, wrapper


@leaf("breadcrumb")
def breadcrumb(*given: Any) -> dict[str, Any]:
    """``"Qualifications" address "Level 6 Diploma"``: labels with addresses, then this page without one.

    Or all of them as one list. Raises ValueError when a label has no address, or this page no label.
    """
    parts: tuple[str, ...] = tuple(given[0]) if given and isinstance(given[0], list) else given
    if len(parts) % 2 == 0:
        raise ValueError("A breadcrumb is label, address, label, address, ..., and the label of this page.")
    return {
        "links": [(label, known_address(href)) for label, href in zip(parts[:-1:2], parts[1::2], strict=True)],
        "here": parts[-1],
        "facts": breadcrumb_facts(parts),
    }


def breadcrumb_facts(parts: tuple[str, ...]) -> dict[str, Any]:
    """The same for search engines, in the words of schema.org (BreadcrumbList)."""
    addresses = [settings.SITE_URL + href for href in parts[1::2]]
    items = [
        {"@type": "ListItem", "position": number, "name": str(label)}
        for number, label in enumerate(parts[::2], start=1)
    ]
    for item, address in zip(items, addresses, strict=False):
        item["item"] = address
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


@wrapper("subnav")
def subnav(content: str, label: str = "Show") -> dict[str, Any]:
    """Views of one list; holds ``subnav_item``."""
    return {"label": label}


@leaf("subnav_item")
def subnav_item(label: str, href: str, count: int | None = None, *, current: bool = False) -> dict[str, Any]:
    """A view with the number of things in it."""
    return {"label": label, "href": known_address(href), "count": count, "current": current}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page_obj: Page, label: str = "Pages of results") -> dict[str, Any]:
    """The pages of a list, keeping the rest of the address; nothing when there is one page."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    pages = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "label": label,
        "page": page_obj,
        "pages": [{"number": n, "href": address(n) if isinstance(n, int) else ""} for n in pages],
        "previous": address(page_obj.previous_page_number()) if page_obj.has_previous() else "",
        "next": address(page_obj.next_page_number()) if page_obj.has_next() else "",
    }


@wrapper("contents")
def contents(content: str, label: str = "On this page") -> dict[str, Any]:
    """Links to the parts of a long page, each an ``li``."""
    return {"label": label}


@leaf("ladder")
def ladder(levels: list[dict[str, Any]], heading: str = "Start from the work you do") -> dict[str, Any]:
    """The levels, highest first: dicts of ``level``, ``role``, ``focus`` and ``href``."""
    return {"levels": levels, "heading": heading, "start": levels[0]["level"] if levels else 0}


@wrapper("journey")
def journey(content: str) -> dict[str, Any]:
    """A way in five stages, each an ``li`` with a heading and a sentence; on a wide screen it climbs."""
    return {}
