"""Nominating a Companion: one Companion proposes somebody, another one seconds it; then the panel has it.

Source: the Institute's page on recruiting Companions: a proposer with up to 500 words and a criterion, the supporting
statement of a second Companion, an assessment panel. Lock order: the offer's link, the nomination.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.documents.words import count_words
from cmiportal.links.services import revoke_links
from cmiportal.rules.days import uk_day
from cmiportal.workflow import MoveRefused, born, move

from ...models import Nomination
from ...permissions import is_companion
from ..corporate.rows import account_of
from .messages import tell_panel, tell_proposer, tell_seconder

PURPOSE = "become_companion"


class NominationRefused(MoveRefused):
    """The nomination cannot be made or go on like that; ``field`` is the field it is about, if one."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Nominee:
    """Who is nominated, as the proposer wrote it: ``post`` is what they do, ``criterion`` one of Nomination's."""

    name: str
    email: str
    post: str
    criterion: str
    reasons: str


def locked(nomination: Nomination) -> Nomination:
    """The nomination read afresh with its row locked."""
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("proposer", "seconder")
    return rows.get(pk=nomination.pk)


@transaction.atomic
def nominate(*, nominee: Nominee, seconder_email: str, by: User, at: datetime) -> Nomination:
    """Nominate somebody, and ask another Companion to second it.

    Raises NominationRefused for whoever is no Companion, themselves, somebody who is one or is nominated already, too
    many words, and a seconder who is no other Companion.
    """
    _check(nominee, by)
    row = Nomination(
        proposer=by,
        seconder=_another(by, seconder_email),
        nominee_name=nominee.name,
        nominee_email=nominee.email.lower(),
        post=nominee.post,
        criterion=nominee.criterion,
        reasons=nominee.reasons,
        created_at=at,
        answer_by=uk_day(at, settings.COMPANION_ANSWER_DAYS),
    )
    try:
        with transaction.atomic():
            born(row, at=at, actor=by, data={"seconder": row.seconder.pk})
    except IntegrityError as error:  # nomination_one_open
        raise NominationRefused("Somebody has nominated this person already.", field="email") from error
    tell_seconder(row, at=at)
    return row


@transaction.atomic
def ask_another(
    *, nomination: Nomination, seconder_email: str, by: User, at: datetime, moves: int | None = None
) -> Nomination:
    """Ask another Companion, in place of one who said no or does not answer. Raises NominationRefused, as above."""
    row = locked(nomination)
    seconder = _another(by, seconder_email)
    said = {"seconder": seconder.pk}
    until = uk_day(at, settings.COMPANION_ANSWER_DAYS)
    move(row, "ask_another", at=at, actor=by, moves=moves, data=said, seconder=seconder, answer_by=until)
    tell_seconder(row, at=at)
    return row


@transaction.atomic
def second(*, nomination: Nomination, statement: str, by: User, at: datetime, moves: int | None = None) -> Nomination:
    """Second the nomination with a statement; the panel gets it. Raises MoveNotAllowed and StaleMove."""
    row = locked(nomination)
    move(row, "second", at=at, actor=by, moves=moves, statement=statement.strip(), seconded_at=at, answer_by=None)
    tell_panel(row, at=at)
    return row


@transaction.atomic
def decline_to_second(*, nomination: Nomination, by: User, at: datetime, moves: int | None = None) -> Nomination:
    """Not second it, without having to say why; the proposer may ask somebody else."""
    row = locked(nomination)
    move(row, "decline_to_second", at=at, actor=by, moves=moves)
    tell_proposer(row, at=at)
    return row


@transaction.atomic
def withdraw(*, nomination: Nomination, by: User, at: datetime, moves: int | None = None) -> Nomination:
    """The proposer takes it back before it is decided. Raises MoveNotAllowed and StaleMove."""
    row = locked(nomination)
    return move(row, "withdraw", at=at, actor=by, moves=moves)


def expire_over(*, at: datetime) -> int:
    """End the nominations that nobody answered in time, each by itself; how many there were."""
    rows = list(Nomination.objects.over(on=uk_day(at)).order_by("answer_by", "pk"))
    return sum(_expire(row, at=at) for row in rows)


@transaction.atomic
def _expire(nomination: Nomination, *, at: datetime) -> bool:
    revoke_links(purpose=PURPOSE, subject_id=nomination.pk, at=at)
    row = locked(nomination)
    if not Nomination.objects.over(on=uk_day(at)).filter(pk=row.pk).exists():
        return False
    move(row, "expire", at=at)
    tell_proposer(row, at=at)
    return True


def _check(nominee: Nominee, by: User) -> None:
    """Refuse whoever may not nominate, or not this person, and a case that is too long."""
    email = nominee.email.lower()
    if not is_companion(by):
        raise NominationRefused("Companions alone nominate.")
    if email == by.email.lower():
        raise NominationRefused("You cannot nominate yourself.", field="email")
    account = account_of(email)
    if account and is_companion(account):
        raise NominationRefused("This person is a Companion already.", field="email")
    words, most = count_words(nominee.reasons), settings.COMPANION_WORDS_MAX
    if words > most:
        raise NominationRefused(f"Use {most} words or fewer; you used {words}", field="reasons")


def _another(by: User, email: str) -> User:
    """The Companion with that address, who is somebody else."""
    person = account_of(email)
    if person == by:
        raise NominationRefused("Somebody else has to second it.", field="seconder_email")
    if person is None or not is_companion(person):
        raise NominationRefused("No Companion has this address.", field="seconder_email")
    return person
