"""The weekly Highlights: drafted from the week's articles, approved by an editor, owed to everybody who asked for them.

A run owes a batch in each transaction and knows by the outbox whom it has reached: stopped anywhere it goes on there,
and nobody is owed an issue twice, since a message's key names the issue and the person.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import CharField, Exists, F, JSONField, Max, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.notifications.mails import compose
from cmiportal.notifications.models import Notification
from cmiportal.notifications.plain import cleaned
from cmiportal.notifications.services import notify, notify_found, stop_mail

from ..models import Article, HighlightsIssue, HighlightsItem, HighlightsReader
from ..models.articles import Kind
from ..querysets.articles import ArticleQuerySet
from ..rules.weeks import bounds, monday_of, next_turn

KIND = "highlights"
SENT = "This issue has been sent. Nothing of it changes any more."
APPROVED = "This issue is approved. Take the approval back first."
EMPTY = "An issue needs at least one article that readers find."


class HighlightsRefused(Exception):
    """An issue cannot be changed or sent like that; the sentence says why."""


def articles_of(week: date) -> ArticleQuerySet:
    """What appeared in the week that begins on that Monday, the earliest first, without earlier Highlights."""
    begins, ends = bounds(week)
    found = Article.objects.listed().filter(published_at__gte=begins, published_at__lt=ends)
    return found.exclude(kind=Kind.HIGHLIGHTS).order_by("published_at", "pk")


@transaction.atomic
def draft(*, day: date, subject: str = "", intro: str = "") -> HighlightsIssue:
    """The issue of the week of that day, with the week's articles; one that is there is taken as it is."""
    week = monday_of(day)
    named = subject or f"The week in management, {week:%-d %B %Y}"
    issue, is_new = HighlightsIssue.objects.get_or_create(week=week, defaults={"subject": named, "intro": intro})
    if is_new:
        gather(issue=issue)
    return issue


@transaction.atomic
def gather(*, issue: HighlightsIssue) -> int:
    """Put what appeared in the week and is not in the issue at its end; returns how many. Raises HighlightsRefused."""
    open_issue(issue)
    last = issue.items.aggregate(last=Max("position"))["last"] or 0
    fresh = articles_of(issue.week).exclude(pk__in=issue.items.values("article"))
    rows = [
        HighlightsItem(issue=issue, article=article, position=position)
        for position, article in enumerate(fresh, start=last + 1)
    ]
    HighlightsItem.objects.bulk_create(rows)
    return len(rows)


def open_issue(issue: HighlightsIssue) -> HighlightsIssue:
    """The issue, locked and as it is now; raises HighlightsRefused where it does not change any more."""
    locked = HighlightsIssue.objects.select_for_update().get(pk=issue.pk)
    if locked.approved_at:
        raise HighlightsRefused(SENT if locked.sent_at else APPROVED)
    return locked


def usual_moment(*, after: datetime) -> datetime:
    """When an issue that is approved then goes out, unless it goes at once."""
    return next_turn(after=after, weekday=settings.HIGHLIGHTS_SEND_WEEKDAY, hour=settings.HIGHLIGHTS_SEND_HOUR)


@transaction.atomic
def approve(*, issue: HighlightsIssue, by: User, at_once: bool, at: datetime) -> HighlightsIssue:
    """Let the issue go, in its turn or at once. Raises HighlightsRefused where it has no article, or has gone."""
    locked = open_issue(issue)
    if not context_of(locked)["articles"]:
        raise HighlightsRefused(EMPTY)
    locked.approved_by, locked.approved_at = by, at
    locked.send_at = at if at_once else usual_moment(after=at)
    locked.save(update_fields=["approved_by", "approved_at", "send_at"])
    return locked


@transaction.atomic
def take_back(*, issue: HighlightsIssue) -> HighlightsIssue:
    """Take the approval back; raises HighlightsRefused once anybody was owed the issue."""
    locked = HighlightsIssue.objects.select_for_update().get(pk=issue.pk)
    if locked.sent_at or reached(locked):
        raise HighlightsRefused(SENT)
    return _unapproved(locked)


def context_of(issue: HighlightsIssue) -> dict[str, Any]:
    """What the message says: two queries. What was put into the archive since is left out."""
    shown = HighlightsIssue.objects.with_articles().get(pk=issue.pk)
    articles = [
        {
            "title": item.article.shown.title,
            "standfirst": item.article.shown.standfirst,
            "kind": item.article.get_kind_display(),
            "minutes": item.article.shown.minutes,
            "path": item.article.get_absolute_url(),
        }
        for item in shown.shown_items
    ]
    intro = [each.strip() for each in issue.intro.splitlines() if each.strip()]
    said = {"subject": issue.subject, "intro": intro, "articles": articles, "path": reverse("insights:highlights")}
    return dict(cleaned(said))


def readers() -> Any:
    """Who asked for the Highlights and has an account that is open."""
    return HighlightsReader.objects.filter(person__is_active=True)


def preview(*, issue: HighlightsIssue, to: User) -> EmailMultiAlternatives:
    """The e-mail as it would come to this person, exactly as it is sent; nothing is owed."""
    return compose(Notification(recipient=to, kind=KIND, context=context_of(issue)))


@transaction.atomic
def send_test(*, issue: HighlightsIssue, to: User, at: datetime) -> Notification:
    """Send the issue as it stands to the editor who asks, whether or not they get it otherwise; once in a minute."""
    key = f"highlights-test:{issue.week}:{to.pk}:{at:%Y%m%d%H%M}"
    return notify(kind=KIND, key=key, recipient=to, context=context_of(issue), at=at)


def send_due(*, at: datetime) -> int:
    """Owe the issues whose moment has come to everybody who asked; returns how many messages are new."""
    return sum(send(issue=issue, at=at) for issue in HighlightsIssue.objects.to_send(at=at))


def send(*, issue: HighlightsIssue, at: datetime) -> int:
    """Owe one issue, a batch in each transaction; returns how many messages are new."""
    before = owed = reached(issue)
    while fresh := owe_some(issue=issue, after=owed, at=at):
        owed += fresh
    return owed - before


@transaction.atomic
def owe_some(*, issue: HighlightsIssue, after: int, at: datetime) -> int:
    """Owe the issue to the next HIGHLIGHTS_BATCH who were not reached; where there is nobody left it is sent.

    ``after`` is how many were reached before. Two runs at once take turns, each with the next batch. An issue whose
    articles all went into the archive since goes to nobody: it waits for an editor again.
    """
    locked = HighlightsIssue.objects.select_for_update().get(pk=issue.pk)
    if locked.sent_at or not locked.approved_at:
        return 0
    said = context_of(locked)
    if not said["articles"]:
        _unapproved(locked)
        return 0
    waiting = readers().filter(~Exists(_told(locked))).order_by("pk").values("pk")[: settings.HIGHLIGHTS_BATCH]
    fresh = notify_found(
        kind=KIND,
        people="person_id",
        key=_key(locked, F("person_id")),
        context={name: Value(value, JSONField()) for name, value in said.items()},
        found=HighlightsReader.objects.filter(pk__in=waiting).order_by("pk"),
        at=at,
        after=after,
    )
    if not fresh:
        locked.sent_at = at
        locked.save(update_fields=["sent_at"])
    return fresh


def reached(issue: HighlightsIssue) -> int:
    """How many of those who want it were owed the issue already."""
    return readers().filter(Exists(_told(issue))).count()


@transaction.atomic
def ask(*, person: User, at: datetime) -> None:
    """Write to this person each week from now on; twice is once."""
    HighlightsReader.objects.get_or_create(person=person, defaults={"since": at})


@transaction.atomic
def stop(*, person: User) -> None:
    """Write to this person no more, nor send what is still queued; twice does no harm."""
    stop_mail(user=person, kind=KIND)


def forget_wish(person: User) -> None:
    """What ending the wish means here; ``stop`` is what others call."""
    HighlightsReader.objects.filter(person=person).delete()


def is_reader(person: User) -> bool:
    """Whether this person asked for the Highlights."""
    return HighlightsReader.objects.filter(person=person).exists()


def _unapproved(issue: HighlightsIssue) -> HighlightsIssue:
    issue.approved_by = issue.approved_at = issue.send_at = None
    issue.save(update_fields=["approved_by", "approved_at", "send_at"])
    return issue


def _key(issue: HighlightsIssue, person: Any) -> Concat:
    return Concat(Value(f"highlights:{issue.week.isoformat()}:"), Cast(person, CharField()))


def _told(issue: HighlightsIssue) -> Any:
    return Notification.objects.filter(dedup_key=_key(issue, OuterRef("person_id")))
