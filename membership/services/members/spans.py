"""From when to when a membership had which grade: spans that follow each other, written as the grade changes."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from ...models import GradeSpan, Membership


def note_grade(row: Membership, *, on: date, changed: bool) -> None:
    """Open the span of the grade that holds from that day, and close the one before it."""
    if not changed:
        return
    close_span(row, on=on)
    GradeSpan.objects.create(membership=row, grade=row.grade, during=DateRange(on, None))


def close_span(row: Membership, *, on: date) -> None:
    """End the last span before that day, if it reaches it; one that began on the same day was never in force and goes.

    A membership that ended today keeps its grade until the night: taken up again today, the new span follows.
    """
    span = row.grades.order_by("-during").first()
    if span is None or (span.during.upper is not None and span.during.upper <= on):
        return
    if span.during.lower >= on:
        span.delete()
    else:
        span.during = DateRange(span.during.lower, on)
        span.save(update_fields=["during"])
