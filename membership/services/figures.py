"""Figures of membership by month and grade, counted by the database from events and spans of grades.

The number of queries is that of the questions, whatever the number of members and months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate, TruncMonth

from cmiportal.rules.days import UK

from ..models import (
    CharteredApplicationEvent,
    GradeRequestEvent,
    GradeSpan,
    Membership,
    MembershipEvent,
)
from ..rules.figures import ALL, Counts, Turnaround, next_month
from ..workflow import MEMBERSHIP_ENDED
from .chartered.awards import GRADES

JOINED, CAME_BACK = "start", "reinstate"
SENT = ("submit", "resubmit", "reopen", "check_again")
REQUEST_DECIDED = ("accept", "accept_by_rule", "decline")
# Months and days of events, in UK time.
MONTH = Cast(TruncMonth("at", tzinfo=UK), DateField())
DAY = TruncDate("at", tzinfo=UK)
NO_GRADE = "none"
APPLICATION_DECIDED = ("refuse", "award", "award_eligible", "award_by_rule", "not_yet", "decline")


@dataclass(frozen=True)
class Movements:
    """Members by month and key of grade: on the first day, those who joined, came back, left."""

    at_start: Counts
    joined: Counts
    came_back: Counts
    left: Counts


class Median(Aggregate):
    """The value in the middle of a group's durations."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def by_state() -> dict[tuple[str, str], int]:
    """How many memberships there are now, by key of grade and state; one query."""
    rows = Membership.objects.order_by().values_list("grade", "state").annotate(number=Count("pk"))
    return {(grade, state): number for grade, state, number in rows}


def movements(months: Sequence[date]) -> Movements:
    """Who was a member, joined, came back and left in these months; three queries.

    Each counts under the grade of the day; who left, under the one that they had when the month began.
    """
    moves = MembershipEvent.objects.filter(_within(months)).annotate(month=MONTH, day=DAY).order_by()
    begun = moves.filter(action__in=(JOINED, CAME_BACK)).annotate(under=_grade_on("day"))
    came: dict[str, dict[tuple[date, str], int]] = {JOINED: {}, CAME_BACK: {}}
    for action, month, grade, number in begun.values_list("action", "month", "under").annotate(number=Count("pk")):
        # No grade was in force where the membership ended, or went on in another grade, on the day that it began.
        came[action][month, grade or NO_GRADE] = number
    gone = moves.filter(to_state__in=MEMBERSHIP_ENDED).annotate(under=_grade_on("month")).exclude(under=None)
    members = Count("membership", distinct=True)
    left = {(month, grade): number for month, grade, number in gone.values_list("month", "under").annotate(n=members)}
    return Movements(_at_start(months), came[JOINED], came[CAME_BACK], left)


def turnaround_of_requests(
    months: Sequence[date], *, grade: str = ALL, by_grade: bool = False
) -> dict[tuple[date, str], Turnaround]:
    """Requests decided in these months by month and grade, and how long they took; one query.

    Without ``by_grade`` all are counted together, or those for one grade; the median of all is no sum of medians.
    """
    rows = GradeRequestEvent.objects.filter(action__in=REQUEST_DECIDED).annotate(of_grade=F("graderequest__grade"))
    return _turnaround(rows, months, grade, by_grade)


def turnaround_of_applications(
    months: Sequence[date], *, grade: str = ALL, by_grade: bool = False
) -> dict[tuple[date, str], Turnaround]:
    """The same of applications for Chartered status, by the grade that the status stands on; one query."""
    stands_on = [When(charteredapplication__status=status, then=Value(key)) for status, key in GRADES.items()]
    of_grade = Case(*stands_on, default=Value(NO_GRADE), output_field=CharField())
    rows = CharteredApplicationEvent.objects.filter(action__in=APPLICATION_DECIDED).annotate(of_grade=of_grade)
    return _turnaround(rows, months, grade, by_grade)


def _turnaround(
    events: QuerySet[Any], months: Sequence[date], grade: str, by_grade: bool
) -> dict[tuple[date, str], Turnaround]:
    """From the last sending before it to each of these decisions."""
    subject = events.model.subject_field
    before = events.model.objects.filter(
        **{subject: OuterRef(subject)}, sequence__lt=OuterRef("sequence"), action__in=SENT
    )
    sent_at = Subquery(before.order_by("-sequence").values("at")[:1])
    took = ExpressionWrapper(F("at") - sent_at, output_field=DurationField())
    rows = events.filter(_within(months), **({"of_grade": grade} if grade != ALL else {}))
    rows = rows.annotate(month=MONTH, took=took, under=F("of_grade") if by_grade else Value(grade))
    counted = rows.order_by().values_list("month", "under").annotate(number=Count("pk"), median=Median("took"))
    return {(month, under): Turnaround(number, median) for month, under, number, median in counted}


def _at_start(months: Sequence[date]) -> dict[tuple[date, str], int]:
    """Members on the first day of each month by grade, in one pass over the spans."""
    days = {f"of_{number}": Count("pk", filter=Q(during__contains=month)) for number, month in enumerate(months)}
    rows = GradeSpan.objects.order_by().values("grade").annotate(**days)
    return {(month, row["grade"]): row[f"of_{number}"] for row in rows for number, month in enumerate(months)}  # type: ignore[literal-required]


def _grade_on(day: str) -> Subquery:
    """The grade that an event's membership had on a day, a column of the event."""
    spans = GradeSpan.objects.filter(membership=OuterRef("membership"), during__contains=OuterRef(day))
    return Subquery(spans.values("grade")[:1])


def _within(months: Sequence[date]) -> Q:
    """Events from the first moment of the first month to the last of the last, in UK time."""
    first, after = (datetime.combine(day, time(), tzinfo=UK) for day in (months[0], next_month(months[-1])))
    return Q(at__gte=first, at__lt=after)
