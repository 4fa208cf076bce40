"""Lists in views by state, narrowed by a form, which open as the session left them."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cmiportal.paging import PagedList

from ..forms.list_filters import ListFilterForm, PlaceFilterForm
from ..querysets.narrowed import PlaceRows
from .remembered import remembered_view

ALL = "all"


@dataclass(frozen=True)
class View:
    """One view of a list, with the number of rows in it, as the filters leave them."""

    key: str
    label: str
    href: str
    count: int
    current: bool


def address(url_name: str, show: str, chosen: dict[str, str]) -> str:
    """The address of a view of a list with these filters."""
    return f"{reverse(url_name)}?{urlencode({'show': show, **chosen})}"


def chosen_filters(url_name: str, show: str, form: ListFilterForm) -> list[dict[str, str]]:
    """Each filter in words, with the address of the same view without it."""
    return [
        {
            "label": f"{form.fields[name].label}: {words}",
            "href": address(url_name, show, {key: value for key, value in form.chosen.items() if key != name}),
        }
        for name, words in form.in_words().items()
    ]


class NarrowedList(PagedList):
    """Places, or what came of them: ``?show=`` names the view, further words narrow it.

    ``views`` has the name and the states of each view by its key; all rows are a view of their own, the first.
    """

    url_name: str
    views: dict[str, tuple[str, tuple[str, ...]]]

    @abstractmethod
    def rows(self) -> PlaceRows:
        """Whatever this person may see in this list."""

    def narrows(self) -> bool:
        """Whether this person gets views and filters."""
        return True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; opened without any query, as the person last looked at it."""
        words = ("show", *PlaceFilterForm.base_fields, "page")
        if self.narrows() and (back := remembered_view(request, self.url_name, words)):
            return redirect(back)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> PlaceRows:
        """The rows of the view that the filters leave, with everything that a line shows."""
        rows = self.rows()
        if not self.narrows():
            return rows.for_list()
        self.show = self.request.GET.get("show", ALL)
        self.show = self.show if self.show in self.views else ALL
        self.form = PlaceFilterForm(self.request.GET, facets=rows.facets(), place=rows.place)
        self.counts = rows.counts(self.form.condition())
        if self.show != ALL:
            rows = rows.filter(state__in=self.views[self.show][1])
        return rows.filter(self.form.condition()).for_list()

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        """Counted with the other views: no need to ask again."""
        paginator = super().get_paginator(*args, **kwargs)
        if self.narrows():
            paginator.count = self.left(self.show)
        return paginator

    def left(self, show: str) -> int:
        """How many rows of a view the filters leave."""
        states: Iterable[str] = self.counts if show == ALL else self.views[show][1]
        return sum(self.counts[state][1] for state in states if state in self.counts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With views and filters, for who has them."""
        context = super().get_context_data(**kwargs)
        if not self.narrows():
            return context
        labels = {ALL: "All"} | {key: label for key, (label, _) in self.views.items()}
        return context | {
            "show": self.show,
            "views": [
                View(key, label, address(self.url_name, key, self.form.chosen), self.left(key), key == self.show)
                for key, label in labels.items()
            ],
            "form": self.form,
            "chosen": chosen_filters(self.url_name, self.show, self.form),
            "clear": address(self.url_name, self.show, {}),
        }
