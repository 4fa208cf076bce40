"""The applicant's own application in the account bar and among what waits for them."""

from typing import Any

from django.db.models import Exists, OuterRef

from cmiportal.registry import Entry, NavigationEntry, SessionFact, WorkQueue

from ..models import CharteredApplication
from ..querysets.applications import ApplicationQuerySet
from ..services.assessing import queues


def ever_applied() -> Exists:
    """Whether an account ever applied, as a column over the accounts."""
    return Exists(CharteredApplication.objects.filter(person=OuterRef("pk")))


def keep_applied(user: Any, applied: bool) -> None:
    """Put what was read with the account where ``has_applied`` looks for it."""
    user._applied = applied


def has_applied(user: Any) -> bool:
    """Whether the page of an application has anything for this person."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_applied"):
        keep_applied(user, CharteredApplication.objects.filter(person=user).exists())
    return user._applied


def to_answer(user: Any) -> ApplicationQuerySet:
    """The person's own application while it waits for them; whoever never applied has none."""
    return queues.to_answer(user) if has_applied(user) else CharteredApplication.objects.none()


def to_finish(user: Any) -> ApplicationQuerySet:
    """The person's own application while they prepare it."""
    return queues.to_finish(user) if has_applied(user) else CharteredApplication.objects.none()


ENTRIES: tuple[Entry, ...] = (
    SessionFact("applied", expression=ever_applied, keep=keep_applied),
    NavigationEntry(
        key="chartered_own",
        label="Your application",
        url_name="membership:application_detail",
        section="account",
        show=has_applied,
        order=46,
        also=("membership:status_detail", "membership:discussion_detail", "membership:appeal_detail"),
        waiting=to_answer,
    ),
    WorkQueue(
        key="application_to_finish",
        label="Your application to finish",
        url_name="membership:application_detail",
        waiting=to_finish,
    ),
    WorkQueue(
        key="application_to_answer",
        label="Your application for Chartered Manager",
        url_name="membership:application_detail",
        waiting=to_answer,
    ),
)
