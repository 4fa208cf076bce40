"""What nominations of Companions register: messages, the nominee's link, the panel's work, the menu, privacy."""

from typing import Any

from django.conf import settings
from django.db.models import Exists

from cmiportal.registry import Entry, LinkAction, NavigationEntry, NotificationKind, PrivacyTable, WorkQueue

from ..models import Membership, Nomination
from ..permissions import has_nominations, serves_at_desk
from ..querysets.companions import NominationQuerySet
from ..services.companions.nominations import PURPOSE
from ..services.companions.offers import answer_by_link, offer_to_answer, shown_to_nominee
from ..services.companions.panel import to_vote
from ..workflow import COMPANION as COMPANION_GRADE
from .messages import message

PROPOSER, NOMINEE = "Ruth Calloway", "Gwen Adeyemi"
PAGE = "/membership/companions/01890000-0000-7000-8000-000000000000/"
PANEL = "/membership/companions/panel/01890000-0000-7000-8000-000000000000/"
COMPANION = "you are a Companion of the Institute"
KEPT = "six years after it is decided"
MESSAGES = (
    message(
        "nomination_to_second",
        "Nomination to second",
        "{proposer} asks you to second a nomination",
        {"proposer": PROPOSER, "nominee": NOMINEE, "until": "2027-01-28", "path": PAGE},
        COMPANION,
    ),
    message(
        "nomination_moved",
        "News of a nomination",
        "The nomination of {nominee}",
        {
            "nominee": NOMINEE,
            "state": "refused",
            "reasons": ["The record is long, but not yet strategic."],
            "path": PAGE,
        },
        COMPANION,
    ),
    message(
        "nomination_to_vote",
        "Nomination to vote on",
        "{nominee} is nominated as a Companion: vote",
        {"nominee": NOMINEE, "path": PANEL},
        "you assess or moderate applications",
    ),
    NotificationKind(
        "companion_offered",
        label="Nominated as a Companion",
        subject="You are nominated as a Companion of the Institute",
        template="membership/mail/companion_offered",
        reason="two Companions nominated you",
        secret=True,
        example={
            "greeting": NOMINEE,
            "proposer": PROPOSER,
            "seconder": "Idris Vaughan",
            "until": "2027-01-28T09:30:00+00:00",
            "path": "/links/AbCdEf/",
        },
    ),
)
OFFER = LinkAction(
    PURPOSE,
    label="Become a Companion",
    days=settings.COMPANION_ANSWER_DAYS,
    form="membership.forms.companions.AnswerForm",
    template="membership/companions/offer.html",
    load=offer_to_answer,
    describe=shown_to_nominee,
    perform=answer_by_link,
)


def to_answer(user: Any) -> NominationQuerySet:
    """Nominations that wait for a Companion; whoever is none any more can answer none."""
    if not has_nominations(user):
        return Nomination.objects.none()
    is_one = Membership.objects.held().filter(person=user.pk, grade=COMPANION_GRADE)
    return Nomination.objects.to_answer(user).filter(Exists(is_one))


WORK = (
    NavigationEntry(
        key="nominations",
        label="Nominations",
        url_name="membership:nomination_list",
        section="account",
        show=has_nominations,
        order=122,
        waiting=to_answer,
    ),
    WorkQueue(
        key="nominations_to_answer",
        label="Nominations of Companions to answer",
        url_name="membership:nomination_list",
        waiting=to_answer,
    ),
    NavigationEntry(
        key="companion_panel",
        label="Companions",
        url_name="membership:panel_list",
        section="account",
        show=serves_at_desk,
        order=46,
        waiting=to_vote,
    ),
    WorkQueue(
        key="nominations_to_vote",
        label="Nominations to vote on",
        url_name="membership:panel_list",
        waiting=to_vote,
    ),
)
# What was written of the nominee in confidence is not shown to them, as a reference is not.
PRIVACY = (
    PrivacyTable(
        "nomination",
        model="membership.Nomination",
        person="nominee",
        export=("nominee_name", "nominee_email", "post", "criterion", "state", "created_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "nomination_proposed",
        model="membership.Nomination",
        person="proposer",
        export=("criterion", "reasons", "state", "created_at"),
        retention=KEPT,
    ),
    PrivacyTable(
        "nomination_seconded",
        model="membership.Nomination",
        person="seconder",
        export=("statement", "seconded_at", "state"),
        retention=KEPT,
    ),
    PrivacyTable(
        "panellist",
        model="membership.Panellist",
        person="person",
        export=("nomination__state", "declared_at", "has_conflict", "vote", "reason", "voted_at"),
        retention=KEPT,
    ),
)
ENTRIES: tuple[Entry, ...] = (*MESSAGES, OFFER, *WORK, *PRIVACY)
