"""The yearly sample of Chartered members' records, drawn so that it can be drawn again.

Drawn from are all who held Chartered status when the day began: what happens on that day changes nothing. The seed is
made anew for each sample and kept with it; nobody could know it before.
"""

import secrets
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.accounts.models import User
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveNotAllowed, born

from ...models import CharteredApplication, CharteredStatus, CpdReview, CpdSample
from ...rules.sampling import draw
from .entries import CpdRefused
from .messages import tell_drawn

CHARTERED = (CharteredApplication.Status.MEMBER, CharteredApplication.Status.FELLOW)
SEED_BYTES = 32


@transaction.atomic
def draw_sample(*, year: int, size: int, by: User, at: datetime) -> CpdSample:
    """Draw the sample of a year and ask the drawn for their records of it.

    Raises MoveNotAllowed for who is not of the membership team, CpdRefused where the year is drawn already or has not
    begun, and where the size is none that there is.
    """
    if not by.serves_as(MEMBERSHIP_ASSESSORS):
        raise MoveNotAllowed("Only the membership team draws the sample.")
    day = uk_day(at)
    if year > day.year:
        raise CpdRefused(f"{year} has not begun.")
    people = chartered_on(day)
    if not 1 <= size <= len(people):
        raise CpdRefused(f"There are {len(people):,} Chartered members to draw from: choose a number from 1 to that.")
    sample = CpdSample(
        year=year,
        seed=secrets.token_hex(SEED_BYTES),
        size=size,
        drawn_from=len(people),
        drawn_at=at,
        drawn_by=by,
    )
    try:
        with transaction.atomic():
            sample.save(force_insert=True)
    except IntegrityError as error:
        raise CpdRefused(f"The sample of {year} is drawn already.") from error
    drawn = User.objects.in_bulk([int(key) for key in draw(people, seed=sample.seed, size=size)])
    due_on = uk_day(at, settings.CPD_RECORD_DAYS)
    tell_drawn([_asked(sample, person, due_on, by=by, at=at) for person in drawn.values()], at=at)
    return sample


def chartered_on(day: date) -> list[str]:
    """The keys of the people who held Chartered status when the day began, each once; one query."""
    held = CharteredStatus.objects.filter(Q(ended_on=None) | Q(ended_on__gte=day), status__in=CHARTERED, since__lt=day)
    return [str(key) for key in held.order_by("person").values_list("person", flat=True).distinct()]


def drawn_again(sample: CpdSample) -> bool:
    """Whether the seed draws the same people today, from those who held the status when the day of the draw began."""
    drawn = draw(chartered_on(uk_day(sample.drawn_at)), seed=sample.seed, size=sample.size)
    return {str(key) for key in sample.reviews.values_list("person", flat=True)} == set(drawn)


def _asked(sample: CpdSample, person: User, due_on: date, *, by: User, at: datetime) -> CpdReview:
    return born(CpdReview(sample=sample, person=person, due_on=due_on), at=at, actor=by)
