"""What Companions, the panel and a nominee are told of a nomination."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.accounts.models import User
from cmiportal.links.models import Link
from cmiportal.notifications.services import notify

from ...models import Nomination
from ...workflow import NominationState

DETAIL = "membership:nomination_detail"
TOLD_TO_SECONDER = (NominationState.ACCEPTED, NominationState.REFUSED)


def tell_seconder(nomination: Nomination, *, at: datetime) -> None:
    """Ask a Companion to second the nomination."""
    assert nomination.answer_by is not None  # until somebody has seconded it
    said = {"proposer": nomination.proposer.name, "until": nomination.answer_by.isoformat()}
    _tell(nomination, "nomination_to_second", nomination.seconder, {**said, "path": _page(nomination)}, at)


def tell_proposer(nomination: Nomination, *, at: datetime, reasons: Sequence[str] = ()) -> None:
    """Say where the nomination stands now; the seconder hears how it ended, too."""
    people = [nomination.proposer]
    if nomination.state in TOLD_TO_SECONDER:
        people.append(nomination.seconder)
    for person in people:
        said = {"state": nomination.state, "reasons": list(reasons), "path": _page(nomination)}
        _tell(nomination, "nomination_moved", person, said, at)


def tell_panel(nomination: Nomination, *, at: datetime) -> None:
    """Owe everybody who can sit on the panel a message."""
    desk = User.objects.filter(is_active=True, groups__name__in=[MEMBERSHIP_ASSESSORS, MODERATORS]).distinct()
    nominee = Q(email__iexact=nomination.nominee_email) | Q(emailaddress__email=nomination.nominee_email)
    parties = Q(pk__in=[nomination.proposer_id, nomination.seconder_id]) | nominee
    path = reverse("membership:panel_detail", args=[nomination.pk])
    for person in desk.exclude(parties).order_by("pk"):
        _tell(nomination, "nomination_to_vote", person, {"path": path}, at)


def tell_nominee(nomination: Nomination, *, link: Link, token: str, at: datetime) -> None:
    """Send the link to the nominee."""
    notify(
        kind="companion_offered",
        key=f"companion_offered:{link.pk}",
        address=nomination.nominee_email,
        context={
            "greeting": nomination.nominee_name,
            "proposer": nomination.proposer.name,
            "seconder": nomination.seconder.name,
            "until": link.expires_at.isoformat(),
            "path": reverse("links:link_open", args=[token]),
        },
        at=at,
    )


def _page(nomination: Nomination) -> str:
    return reverse(DETAIL, args=[nomination.pk])


def _tell(nomination: Nomination, kind: str, person: User, said: dict, at: datetime) -> None:
    key = f"{kind}:{nomination.pk}:{nomination.moves}:{person.pk}"
    notify(kind=kind, key=key, recipient=person, context={"nominee": nomination.nominee_name, **said}, at=at)
