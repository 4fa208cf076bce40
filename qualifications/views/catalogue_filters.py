"""A list that filters narrow, whole or as what htmx puts in its place."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cmiportal.ui.htmx import render_page

from ..forms.catalogue import FilterForm


def narrowed(request: HttpRequest, form: FilterForm, template: str, **lists: QuerySet) -> HttpResponse:
    """The rows that the filters leave of one list, under its name; where none is left, what to let go of.

    Filters that were asked for in another way lead to their one address: a form sends its empty fields too.
    """
    if address := form.other_address():
        return redirect(address)
    [(name, rows)] = lists.items()
    found = list(form.narrow(rows))
    context = {
        "form": form,
        "chosen": form.chosen(),
        name: found,
        "ticked_elsewhere": [each for each in form.picked if each not in found],
        "loosened": [] if found else form.loosened(rows),
    }
    return render_page(request, template, context, fragment="answer")
