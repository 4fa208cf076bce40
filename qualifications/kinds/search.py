"""What the search finds of the catalogue and of centres."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from cmiportal.registry import Entry, SearchFacts, SearchKind, SearchPage, SearchSource
from cmiportal.rules.days import uk_day

from ..models import Centre, Level, Qualification, Unit, UnitVersion

# What is withdrawn is still looked for by those who are registered on it.
WITHDRAWN = 0.5
LATELY = timedelta(days=2)


def qualifications() -> QuerySet:
    """All of them."""
    return Qualification.objects.select_related("level")


def facts_of_qualification(row: Qualification, at: datetime) -> SearchFacts:
    """Its title, codes and texts."""
    is_withdrawn = row.last_registration is not None and row.last_registration < uk_day(at)
    return SearchFacts(
        title=row.title,
        url=reverse("qualifications:qualification_detail", args=[row.slug]),
        summary=row.summary or row.audience,
        text=" ".join([row.audience, row.assessment]),
        words=" ".join([row.suite, row.level.roles, row.get_size_display()]),
        label=f"Level {row.level_id}{', closed for registration' if is_withdrawn else ''}",
        codes=tuple(code for code in (row.code, row.ofqual_number) if code),
        weight=WITHDRAWN if is_withdrawn else 1.4,
    )


def qualifications_due(at: datetime) -> Iterable[int]:
    """Those whose registration has ended of late."""
    on = uk_day(at)
    ended = Q(last_registration__range=(uk_day(at - LATELY), on))
    return Qualification.objects.filter(ended).values_list("pk", flat=True)


def units() -> QuerySet:
    """All units, each with its published versions, the latest first, and what these ask."""
    versions = UnitVersion.objects.filter(published_at__isnull=False).order_by("-number")
    return Unit.objects.select_related("level").prefetch_related(
        Prefetch("versions", versions.prefetch_related("outcomes__criteria"), to_attr="published")
    )


def facts_of_unit(row: Any, at: datetime) -> SearchFacts | None:
    """Its title, number, aim and criteria as a new learner would read them; None before the first version."""
    if not row.published:
        return None
    version = row.published[0]
    asked: list[str] = []
    for outcome in version.outcomes.all():
        asked += [outcome.text, *(f"{one.verb} {one.text}" for one in outcome.criteria.all())]
    return SearchFacts(
        title=version.title,
        url=reverse("qualifications:unit_detail", args=[row.number]),
        summary=row.aim,
        text=". ".join(asked),
        words=row.theme,
        label=f"Unit {row.number}, level {row.level_id}",
        codes=(row.number,),
        weight=1.2,
    )


def facts_of_level(row: Level, at: datetime) -> SearchFacts:
    """What is typical of a level."""
    return SearchFacts(
        title=f"Level {row.number}",
        url=reverse("qualifications:level_detail", args=[row.number]),
        summary=row.audience,
        text=row.comparable,
        words=f"{row.roles} qualifications",
        label="Level of qualifications",
        weight=1.4,
    )


def centres() -> QuerySet:
    """All centres, with what they were approved for."""
    return Centre.objects.prefetch_related("approvals__qualification")


def facts_of_centre(row: Centre, at: datetime) -> SearchFacts:
    """Its name, where it is and what it teaches."""
    taught = [each.qualification.title for each in row.approvals.all() if uk_day(at) in each.during]
    where = ", ".join(filter(None, [row.town, row.region]))
    return SearchFacts(
        title=row.name,
        url=reverse("qualifications:centre_detail", args=[row.slug]),
        summary=". ".join(filter(None, [where, row.delivery])),
        text=". ".join(taught),
        words=row.get_nation_display(),
        label="Centre",
        weight=1.1,
    )


ENTRIES: tuple[Entry, ...] = (
    SearchKind("qualification", one="Qualification", many="Qualifications", order=10),
    SearchKind("unit", one="Unit", many="Units", order=20),
    SearchKind("centre", one="Centre", many="Centres", order=30),
    SearchSource(
        key="qualification",
        kind="qualification",
        model="qualifications.Qualification",
        rows=qualifications,
        facts=facts_of_qualification,
        due=qualifications_due,
    ),
    SearchSource(
        key="level", kind="qualification", model="qualifications.Level", rows=Level.objects.all, facts=facts_of_level
    ),
    SearchSource(
        key="unit",
        kind="unit",
        model="qualifications.Unit",
        rows=units,
        facts=facts_of_unit,
        watched={"qualifications.UnitVersion": lambda version: [version.unit_id]},
    ),
    SearchSource(
        key="centre",
        kind="centre",
        model="qualifications.Centre",
        rows=centres,
        facts=facts_of_centre,
        watched={"qualifications.Approval": lambda approval: [approval.centre_id]},
    ),
    SearchPage(
        key="qualifications",
        title="Qualifications",
        url_name="qualifications:catalogue_list",
        summary="All our qualifications in management and leadership, from level 2 to level 8.",
        words="courses catalogue awards certificates diplomas extended study learn",
        label="List",
        popular=True,
    ),
    SearchPage(
        key="compare",
        title="Compare qualifications",
        url_name="qualifications:qualification_compare",
        summary="Qualifications side by side: credits, hours, units and fees.",
        words="difference between award certificate diploma",
    ),
    SearchPage(
        key="centres",
        title="Find a centre",
        url_name="qualifications:centre_list",
        summary="Centres that we have approved to teach and assess our qualifications, near you or online.",
        words="college university training provider study partner where",
        label="List",
        popular=True,
    ),
    SearchPage(
        key="verify_award",
        title="Check a certificate",
        url_name="qualifications:award_verify_form",
        summary="Type the number of a certificate and learn whether the award is valid.",
        words="verify verification genuine award number employer",
    ),
)
