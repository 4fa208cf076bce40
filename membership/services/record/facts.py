"""What is known of a person on a day, for the rules of eligibility."""

from datetime import date

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from cmiportal.accounts.models import User

from ...models import Membership, QualificationHeld
from ...models.record import INSTITUTE, Claim
from ...rules.eligibility import Facts, Held, Post
from ...workflow import Basis

COUNTING = (Claim.CLAIMED, Claim.CONFIRMED)
POST = ("since", "until", "strategic", "state")


def facts_of(person: User, *, on: date) -> Facts:
    """The person's posts and qualifications, claimed and confirmed; what was not accepted is left out. Two queries.

    Registered is whoever studies with us, which their membership says.
    """
    posts, registered = _posts_of(person)
    held = list(QualificationHeld.objects.counting().filter(person=person))
    assessed = [row for row in held if row.size == QualificationHeld.Size.ASSESSMENT and row.awarded_on <= on]
    return Facts(
        on=on,
        posts=posts,
        held=tuple(as_held(row) for row in held if row.size != QualificationHeld.Size.ASSESSMENT),
        registered=registered,
        assessed=bool(assessed),
        assessed_proven=any(row.state == Claim.CONFIRMED for row in assessed),
    )


def _posts_of(person: User) -> tuple[tuple[Post, ...], bool]:
    """The person's posts, the earliest first, and whether they study with us; one query."""
    studying = Membership.objects.held().filter(person=OuterRef("pk"), basis=Basis.STUDYING)
    # One row for each post, and one without a post where there is none.
    rows = (
        User.objects.filter(pk=person.pk)
        .annotate(
            counting=FilteredRelation("experience", condition=Q(experience__state__in=COUNTING)),
            studies=Exists(studying),
        )
        .order_by("counting__since", "counting__pk")
        .values_list("studies", *(f"counting__{name}" for name in POST))
    )
    found = list(rows)
    posts = tuple(
        Post(since, until, strategic, proven=state == Claim.CONFIRMED)
        for _, since, until, strategic, state in found
        if since is not None
    )
    return posts, any(studies for studies, *_ in found)


def as_held(row: QualificationHeld) -> Held:
    """A row as the rules read it: the Institute's own are those that name it as the awarding body."""
    return Held(
        level=row.level,
        size=row.size,
        awarded_on=row.awarded_on,
        management=row.management,
        own=row.body == INSTITUTE,
        proven=row.state == Claim.CONFIRMED,
    )
