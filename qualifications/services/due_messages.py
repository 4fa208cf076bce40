"""How somebody is told of work that is nearly late or late: in one message, whatever the number of pieces."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import QueryDict
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from cmiportal.notifications.services import notify

from ..models import Centre, Stage
from ..rules.clock import working_days_late
from .assessment_messages import for_staff

SOON, LATE, SEVERAL = "work_due_soon", "work_late", "work_due_list"
LISTED = 30
"""How many pieces one message lists; of further ones it says how many, and leads to them."""


def fact_of(stage: Stage, *, at: datetime) -> str:
    """What there is to tell of the stage: that it is late, or nearly, with its number."""
    return f"{'late' if stage.is_late(at=at) else 'soon'}:{stage.pk}"


def told_to(people: Collection[User], *, since: datetime) -> set[tuple[int, str]]:
    """Each (person, fact) that messages told since then; the messages themselves are what remembers it."""
    sent = Notification.objects.filter(
        recipient__in=people, created_at__gte=since, kind__in=[SOON, LATE, SEVERAL], context__has_key="told"
    )
    return {(person, fact) for person, facts in sent.values_list("recipient", "context__told") for fact in facts}


def tell_due(person: User, stages: Sequence[Stage], *, centre: Centre | None, at: datetime) -> None:
    """Tell one person of these stages, none of which they were told of before, soonest due first.

    ``centre`` is theirs to coordinate; None for somebody who is told of the work as its holder.
    """
    pieces = [_piece(stage, person, at=at) for stage in stages]
    if len(pieces) == 1:
        kind, context = LATE if pieces[0]["late"] else SOON, pieces[0]
    else:
        kind, context = SEVERAL, _several(pieces, centre)
    told = [fact_of(stage, at=at) for stage in stages]
    notify(kind=kind, key=f"due:{person.pk}:{told[0]}", recipient=person, context={**context, "told": told}, at=at)


def _piece(stage: Stage, person: User, *, at: datetime) -> dict[str, Any]:
    """The work, who has it, and by how many working days of the centre's nation it is late."""
    return {
        **for_staff(stage.submission, stage),
        "holder": str(stage.holder or ""),
        "yours": person == stage.holder,
        "late": stage.is_late(at=at),
        "late_by": working_days_late(stage.due_at, at, stage.centre.nation),
    }


def _several(pieces: list[dict[str, Any]], centre: Centre | None) -> dict[str, Any]:
    late = sum(piece["late"] for piece in pieces)
    soon = len(pieces) - late
    return {
        "headline": _headline(late, soon, centre),
        "centre": str(centre or ""),
        "late": late,
        "soon": soon,
        "pieces": pieces[:LISTED],
        "more": len(pieces[LISTED:]),
        "path": _queue("late" if late else "soon", centre),
        "soon_path": _queue("soon", centre) if late and soon else "",
    }


def _headline(late: int, soon: int, centre: Centre | None) -> str:
    """``Three pieces of work late, one nearly late: Tarn College``."""
    first, word = (late, "late") if late else (soon, "nearly late")
    said = f"{apnumber(first)} piece{'' if first == 1 else 's'} of work {word}".capitalize()
    said += f", {apnumber(soon)} nearly late" if late and soon else ""
    return f"{said}: {centre}" if centre else said


def _queue(show: str, centre: Centre | None) -> str:
    """The queue in one of its views, of the centre alone if there is one."""
    query = QueryDict(mutable=True)
    query["show"] = show
    if centre:
        query["centre"] = centre.slug
    return f"{reverse('qualifications:work_queue')}?{query.urlencode()}"
