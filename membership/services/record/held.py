"""Qualifications that the Institute awarded, kept among those that a person holds; nobody has to claim them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ...models import QualificationHeld
from ...models.record import INSTITUTE, Claim

NO_LONGER = "The award was revoked."


@dataclass(frozen=True)
class Awarded:
    """An award as its app knows it; ``size`` as in QualificationHeld."""

    number: str
    person_id: int
    title: str
    level: int
    size: str
    awarded_on: date


@transaction.atomic
def note_awards(awards: Iterable[Awarded], *, at: datetime) -> int:
    """Keep these awards as confirmed qualifications; those that are kept already stay. Returns how many are new."""
    rows = [
        QualificationHeld(
            award_number=award.number,
            person_id=award.person_id,
            title=award.title,
            level=award.level,
            size=award.size,
            body=INSTITUTE,
            awarded_on=award.awarded_on,
            state=Claim.CONFIRMED,
            decided_at=at,
        )
        for award in awards
    ]
    numbers = [row.award_number for row in rows]
    before = QualificationHeld.objects.filter(award_number__in=numbers).count()
    QualificationHeld.objects.bulk_create(rows, ignore_conflicts=True)
    return QualificationHeld.objects.filter(award_number__in=numbers).count() - before


def end_award(*, number: str, at: datetime) -> None:
    """The award was revoked, so it no longer counts; it stays to be seen, with the reason."""
    rows = QualificationHeld.objects.filter(award_number=number).exclude(state=Claim.REFUSED)
    rows.update(state=Claim.REFUSED, decided_at=at, because=NO_LONGER)
