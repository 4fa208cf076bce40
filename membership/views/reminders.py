"""Renewal reminders for the membership team: whom the next run will reach, whom not and why, and what past runs did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.rules.days import uk_day

from ..forms.reminders import DayForm
from ..models import RenewalReminder
from ..services.members.reminders import counted, due
from .review import membership_team

NAMES_A_PAGE = 25
LEDGER_DAYS = 60


@dataclass(frozen=True)
class Offset:
    """What one rule will do on the day; ``address`` shows its people alone."""

    days: int
    words: str
    sent: int
    skipped: int
    address: str
    current: bool


@membership_team
@require_safe
def reminder_plan(request: HttpRequest) -> HttpResponse:
    """Tomorrow's reminders, or another day's: by rule, by name, with the reason of each that will not be sent."""
    today = uk_day(timezone.now())
    form = DayForm(request.GET if "on_0" in request.GET else None, today=today)
    on = form.cleaned_data["on"] if form.is_valid() else None
    on = on or today + timedelta(days=1)
    chosen = _chosen(request.GET.get("days", ""))
    counts = counted(on=on, today=today)
    page = Paginator(due(on=on, today=today, days=chosen), NAMES_A_PAGE).get_page(request.GET.get("page"))
    offsets = list(_offsets(counts, on, chosen))
    context: dict[str, Any] = {
        "form": form,
        "on": on,
        "is_tomorrow": on == today + timedelta(days=1),
        "rules": settings.RENEWAL_REMINDER_DAYS,
        "sent": sum(offset.sent for offset in offsets),
        "offsets": offsets,
        "all": _address(on),
        "chosen": next((offset for offset in offsets if offset.current), None),
        "page_obj": page,
        "people": [(one, said(one.days)) for one in page],
        "runs": RenewalReminder.objects.by_day(since=uk_day(timezone.now(), -LEDGER_DAYS)),
        "ledger_days": LEDGER_DAYS,
    }
    return render(request, "membership/reminders/plan.html", context)


def said(days: int) -> str:
    """An offset in words: ``30 days before the end``."""
    if days == 0:
        return "on the last day"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} before the end" if days > 0 else f"{count} into grace"


def _offsets(counts: Mapping[tuple[int, bool], int], on: date, chosen: int | None) -> Iterator[Offset]:
    for days in settings.RENEWAL_REMINDER_DAYS:
        sent, skipped = counts.get((days, True), 0), counts.get((days, False), 0)
        yield Offset(days, said(days), sent, skipped, _address(on, days), days == chosen)


def _address(on: date, days: int | None = None) -> str:
    query: dict[str, int] = {"on_0": on.day, "on_1": on.month, "on_2": on.year}
    return f"?{urlencode(query if days is None else {**query, 'days': days})}"


def _chosen(text: str) -> int | None:
    """The rule whose people are asked for; None for all, and for what is no rule."""
    rules = {str(days): days for days in settings.RENEWAL_REMINDER_DAYS}
    return rules.get(text)
