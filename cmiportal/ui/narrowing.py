"""A list that filters narrow, whole or as what htmx puts in its place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from .filters import FilterForm
from .htmx import render_page

PAGE = "page"


def narrowed(
    request: HttpRequest,
    form: FilterForm,
    template: str,
    *,
    page_size: int = 0,
    said: Callable[[Sequence[Any]], Mapping[str, Any]] = lambda found: {},
    **lists: QuerySet,
) -> HttpResponse:
    """The rows that the filters leave of one list, under its name; where none is left, what to let go of.

    With a ``page_size`` those of one page (``?page=``), and ``page_obj``; ``total`` counts them all. ``said`` is what
    the page says besides, of the rows that it shows. Filters that were asked for in another way lead to their one
    address: a form sends its empty fields too.
    """
    if address := form.other_address():
        return redirect(address)
    [(name, rows)] = lists.items()
    left = form.narrow(rows)
    page = Paginator(left, page_size).get_page(request.GET.get(PAGE)) if page_size else None
    found = list(left) if page is None else list(page.object_list)
    context = {
        "form": form,
        "chosen": form.chosen(),
        name: found,
        "page_obj": page,
        "total": len(found) if page is None else page.paginator.count,
        "loosened": [] if found else form.loosened(rows),
        **said(found),
    }
    return render_page(request, template, context, fragment="answer")
