"""Figures of membership for its team: by grade and state now, by month, and how long decisions take."""

import csv
from collections.abc import Iterable
from datetime import date
from io import StringIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.views.decorators.http import require_safe

from cmiportal.exporting import neutralised
from cmiportal.rules.days import uk_day
from cmiportal.ui.drawings import Bar

from ..models import Grade
from ..rules.figures import ALL, Month, Turnaround, months_to, story_of
from ..services import figures
from ..workflow import MembershipState
from .review import membership_team

MONTHS = 13
STORY = ("Members on the first day", "Joined", "Came back", "Left", "Retention %", "Attrition %")
TURNAROUND = ("Requests decided", "Days to decide a request", "Applications decided", "Days to decide an application")


@membership_team
@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    """Tables, and above each that goes over months the picture of it."""
    grades = list(Grade.objects.all())
    chosen = next((grade for grade in grades if grade.key == request.GET.get("grade")), None)
    key = chosen.key if chosen else ALL
    months = months_to(uk_day(timezone.now()), MONTHS)
    story = story_of(months, key, **vars(figures.movements(months)))
    requests = figures.turnaround_of_requests(months, grade=key)
    applications = figures.turnaround_of_applications(months, grade=key)
    none = Turnaround()
    decided = [(month, requests.get((month, key), none), applications.get((month, key), none)) for month in months]
    context: dict[str, Any] = {
        "chosen": chosen,
        "not_chosen": chosen is None,
        "links": [
            {"title": grade.title, "address": f"?grade={grade.key}", "current": grade == chosen} for grade in grades
        ],
        "now": list(_now(grades)),
        "story": story[::-1],
        "retention": [Bar(_short(row.month), row.retention, _percent(row.retention)) for row in story],
        "came_back": [Bar(_short(row.month), row.came_back, str(row.came_back)) for row in story],
        "decided": decided[::-1],
        "took_requests": _took((month, row) for month, row, _ in decided),
        "took_applications": _took((month, row) for month, _, row in decided),
    }
    return render(request, "membership/figures/list.html", context)


@membership_team
@require_safe
def figure_csv(request: HttpRequest, table: str) -> HttpResponse:
    """A table by grade as CSV: ``members``, ``months`` or ``decisions``."""
    if table not in TABLES:
        raise Http404
    file = StringIO()
    csv.writer(file).writerows(
        [neutralised(value) for value in line] for line in TABLES[table](list(Grade.objects.all()))
    )
    headers = {"Content-Disposition": f'attachment; filename="membership-{table}.csv"'}
    # The mark at the beginning tells spreadsheets that the letters are UTF-8.
    return HttpResponse(f"\ufeff{file.getvalue()}", content_type="text/csv; charset=utf-8", headers=headers)


def _now(grades: Iterable[Grade]) -> Iterable[tuple[Grade, list[tuple[str, int]], int]]:
    """Each grade with its number of memberships by state, and their sum."""
    counts = figures.by_state()
    for grade in grades:
        cells = [(state.label, counts.get((grade.key, state), 0)) for state in MembershipState]
        yield grade, cells, sum(number for _, number in cells)


def _members(grades: list[Grade]) -> Iterable[list[Any]]:
    yield ["Grade", *(state.label for state in MembershipState), "All"]
    for grade, cells, total in _now(grades):
        yield [grade.title, *(number for _, number in cells), total]


def _months(grades: list[Grade]) -> Iterable[list[Any]]:
    yield ["Month", "Grade", *STORY]
    months = months_to(uk_day(timezone.now()), MONTHS)
    counts = vars(figures.movements(months))
    for grade in grades:
        for row in story_of(months, grade.key, **counts):
            yield [f"{row.month:%Y-%m}", grade.title, *_cells(row)]


def _cells(row: Month) -> list[Any]:
    return [row.at_start, row.joined, row.came_back, row.left, row.retention, row.attrition]


def _decisions(grades: list[Grade]) -> Iterable[list[Any]]:
    yield ["Month", "Grade", *TURNAROUND]
    months = months_to(uk_day(timezone.now()), MONTHS)
    requests = figures.turnaround_of_requests(months, by_grade=True)
    applications = figures.turnaround_of_applications(months, by_grade=True)
    none = Turnaround()
    # Foundation Chartered Manager stands on no grade of membership.
    for key, title in [*((grade.key, grade.title) for grade in grades), (figures.NO_GRADE, "No grade")]:
        for month in months:
            asked, applied = requests.get((month, key), none), applications.get((month, key), none)
            yield [f"{month:%Y-%m}", title, asked.decided, asked.days, applied.decided, applied.days]


TABLES = {"members": _members, "months": _months, "decisions": _decisions}


def _took(rows: Iterable[tuple[date, Turnaround]]) -> list[Bar]:
    """The medians of the months; nothing to draw where nothing was decided."""
    drawn = [Bar(_short(month), row.days, _days(row.days)) for month, row in rows]
    return drawn if any(bar.value is not None for bar in drawn) else []


def _short(month: date) -> str:
    return format_date(month, "M")


def _percent(value: float | None) -> str:
    return "no members" if value is None else f"{value:g} %"


def _days(value: float | None) -> str:
    return "none" if value is None else f"{value:g} days"
