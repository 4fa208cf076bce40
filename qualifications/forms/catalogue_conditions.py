"""What a visitor asks the catalogue, as conditions on its rows; accents and capitals make no difference to words."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from ..models import Approval, Centre, PoolUnit, QualificationVersion
from ..rules.sizes import CREDIT_BANDS

# How a centre teaches, which it says in words of its own: the word to look for, and what it is called.
DELIVERY = {
    "online": "Online",
    "in person": "In person",
    "workplace": "At your workplace",
    "evening": "In the evening",
    "weekend": "At weekends",
}


def with_words(words: str, on: date) -> Q:
    """Qualifications with each word in the title, the texts, or the title of a unit that counts on that day."""
    in_force = QualificationVersion.objects.in_force(on=on)
    pool = PoolUnit.objects.filter(version__qualification=OuterRef("pk"), version__in=in_force)
    return Q(
        *(
            _holding(word, "title", "code", "summary", "audience")
            | Q(Exists(pool.filter(unit_version__title__unaccent__icontains=word)))
            for word in words.split()
        )
    )


def asking_credits(bands: Iterable[str], on: date) -> Q:
    """Qualifications whose rule on that day asks for so many credits; ``bands`` are keys of CREDIT_BANDS."""
    asked = (CREDIT_BANDS[band][1:] for band in bands)
    ranges = [Q(min_credits__gte=least) & (Q() if most is None else Q(min_credits__lte=most)) for least, most in asked]
    versions = QualificationVersion.objects.in_force(on=on).filter(qualification=OuterRef("pk"))
    return Q(Exists(versions.filter(reduce(or_, ranges))))


def in_place(words: str, on: date) -> Q:
    """Centres with each word in their town, region or nation."""
    return Q(
        *(
            _holding(word, "town", "region")
            | Q(nation__in=[value for value, label in Centre.Nation.choices if word.casefold() in label.casefold()])
            for word in words.split()
        )
    )


def approved_at(levels: Iterable[str], on: date) -> Q:
    """Centres that may deliver something of one of the levels on that day."""
    approvals = Approval.objects.filter(centre=OuterRef("pk"), during__contains=on)
    return Q(Exists(approvals.filter(qualification__level__in=levels)))


def taught(ways: Iterable[str], on: date) -> Q:
    """Centres whose own words say that they teach in one of these ways, keys of DELIVERY."""
    return reduce(or_, (Q(delivery__icontains=way) for way in ways))


def _holding(word: str, *columns: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__unaccent__icontains": word}) for column in columns))
