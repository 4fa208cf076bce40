"""What guidance asks of the tables: qualifications that fit a recommendation, and what is known of a person."""

from datetime import date

from cmiportal.accounts.models import User
from membership.models import CharteredStatus, Experience, Grade, QualificationHeld
from membership.services.members.requests import stands_on
from qualifications.models import Qualification

from ..rules.journey import STAGES, Facts, Post

MOST = 6
COUNTING_SIZES = ("award", "certificate", "diploma", "extended_diploma", "degree")


def qualifications_like(*, level: int, size: str, on: date) -> tuple[list[Qualification], bool]:
    """Ours that are listed on that day, at the level and of the size, or of any size where there are none of it.

    Returns them and whether they are of the size. One query, or two.
    """
    at_level = list(Qualification.objects.listed(on=on).filter(level=level))
    of_size = [row for row in at_level if row.size == size]
    return (of_size or at_level)[:MOST], bool(of_size)


def facts_of(person: User, *, on: date) -> Facts:
    """Posts that the person holds on that day, grade, status and highest level; four queries."""
    current = stands_on(person)
    status = CharteredStatus.objects.held().filter(person=person).first()
    held = QualificationHeld.objects.counting().filter(person=person, management=True, awarded_on__lte=on)
    return Facts(
        posts=_posts(person, on=on),
        grade=current.grade.key if current else "",
        grade_name=current.grade.title if current else "",
        status=status.status if status else "",
        status_name=status.get_status_display() if status else "",
        level=max(held.filter(size__in=COUNTING_SIZES).values_list("level", flat=True), default=0),
    )


def grades_by_key() -> dict[str, Grade]:
    """The grades that the stages name, those that there are; one query."""
    return Grade.objects.in_bulk([stage.grade for stage in STAGES])


def _posts(person: User, *, on: date) -> tuple[Post, ...]:
    rows = Experience.objects.counting().filter(person=person, since__lte=on).order_by("since", "pk")
    return tuple(
        Post(str(row), row.people_led or 0, row.strategic) for row in rows if row.until is None or row.until >= on
    )
