"""What an applicant writes on each criterion: kept as it is typed, backed by evidence, frozen when it is submitted."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from cmiportal.documents.models import Item, ItemVersion
from cmiportal.documents.refusals import ItemRefused
from cmiportal.documents.services import keep_version
from cmiportal.documents.words import count_words
from cmiportal.workflow import MoveRefused

from ...models import CharteredApplication, CharteredCriterion, Statement, StatementEvidence, StatementVersion
from ...workflow import ApplicationState
from ..chartered.rows import locked

CLOSED = "This statement was submitted and can no longer be changed."


class StatementRefused(MoveRefused):
    """The statement or its evidence cannot be changed like that; the first argument says why."""


class StaleStatement(StatementRefused):
    """The statement was saved from elsewhere since it was opened; the newer text is not overwritten.

    ``text`` and ``revision`` are those that now stand, so that a page can show both.
    """

    def __init__(self, *, text: str, revision: int) -> None:
        super().__init__("This statement was changed in another tab or device. Compare both texts, then save again.")
        self.text = text
        self.revision = revision


def criteria_to_write(application: CharteredApplication) -> list[CharteredCriterion]:
    """The criteria whose statements can be written now: those of the route, then those not yet met. One query."""
    if application.state == ApplicationState.DRAFT:
        return list(application.route.criteria.all())
    if application.state == ApplicationState.NOT_YET:
        judged = {"application": application, "attempt": application.attempt, "met": False}
        missing = application.judgements.model.objects.filter(**judged)
        return list(CharteredCriterion.objects.filter(pk__in=missing.values("criterion")))
    return []


def prepare(application: CharteredApplication, *, at: datetime) -> None:
    """An empty statement for each criterion of the route; what was written before, for another route, stays."""
    fresh = [
        Statement(application=application, criterion=criterion, saved_at=at)
        for criterion in application.route.criteria.all()
    ]
    Statement.objects.bulk_create(fresh, ignore_conflicts=True)


@transaction.atomic
def keep_statement(*, statement: Statement, text: str, revision: int, at: datetime) -> Statement:
    """Keep what is being typed, over the revision that the page showed; words are counted here.

    Saving the same text again is harmless. Raises StaleStatement when another tab saved in between, StatementRefused
    when the text is too long or cannot be changed now; all leave the statement as it is.
    """
    row, text = _writable(statement), text.replace("\r\n", "\n")
    longest = settings.EVIDENCE_TEXT_MAX_CHARACTERS
    if len(text) > longest:
        raise StatementRefused(
            f"The text has {len(text):,} characters; the longest we keep is {longest:,}. Shorten it."
        )
    if row.text == text:
        return row
    if row.revision != revision:
        raise StaleStatement(text=row.text, revision=row.revision)
    row.text, row.words, row.revision, row.saved_at = text, count_words(text), revision + 1, at
    row.save(update_fields=["text", "words", "revision", "saved_at"])
    return row


@transaction.atomic
def add_evidence(*, statement: Statement, item: Item, pointer: str = "") -> StatementEvidence:
    """Put one of the applicant's pieces of evidence behind a statement. Raises StatementRefused."""
    row = _writable(statement)
    if not Item.objects.visible_to(row.application.person).current().filter(pk=item.pk).exists():
        raise StatementRefused("This evidence is not yours, or it was withdrawn.")
    try:
        with transaction.atomic():
            return StatementEvidence.objects.create(statement=row, item=item, pointer=pointer)
    except IntegrityError as error:
        raise StatementRefused("This evidence stands behind the statement already.") from error


@transaction.atomic
def remove_evidence(*, evidence: StatementEvidence) -> None:
    """Take a piece of evidence away again; what was submitted once stays. Raises StatementRefused."""
    _writable(evidence.statement)
    if not StatementEvidence.objects.filter(pk=evidence.pk, version=None).delete()[0]:
        raise StatementRefused("This evidence was submitted, so it stays.")


@transaction.atomic
def freeze(application: CharteredApplication, criteria: Iterable[CharteredCriterion], *, at: datetime) -> None:
    """Keep the statements on these criteria, and the evidence behind them, as they are submitted with this attempt.

    Raises StatementRefused for evidence that is empty or was withdrawn.
    """
    rows = list(application.statements.filter(criterion__in=criteria).select_related("criterion"))
    StatementVersion.objects.bulk_create(
        StatementVersion(
            application=application,
            criterion=row.criterion,
            attempt=application.attempt,
            text=row.text,
            words=row.words,
        )
        for row in rows
    )
    backing = StatementEvidence.objects.filter(statement__in=rows, version=None).select_related("item")
    # In one order for everybody, so that two that keep the same items do not wait for each other.
    for one in backing.order_by("item"):
        one.version = _version_of(one.item, at)
        one.save(update_fields=["version"])


def submitted_statements(application: CharteredApplication) -> list[StatementVersion]:
    """For each criterion the statement as it was last submitted, in their order; one query."""
    rows = application.statement_versions.select_related("criterion").order_by("criterion__position", "-attempt")
    return list(rows.distinct("criterion__position"))


def _writable(statement: Statement) -> Statement:
    """The statement read afresh, its application locked; raises StatementRefused where it cannot be changed now."""
    application = locked(statement.application)
    row = Statement.objects.select_related("criterion").get(pk=statement.pk)
    row.application = application
    if row.criterion not in criteria_to_write(application):
        raise StatementRefused(CLOSED)
    return row


def _version_of(item: Item, at: datetime) -> ItemVersion:
    try:
        return keep_version(item=item, at=at)
    except ItemRefused as error:
        raise StatementRefused(f"“{item.title}”: {error}") from error
