"""Sending an enquiry: once, however often its form is sent; what is in doubt waits to be looked at."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction

from cmiportal.accounts.models import User
from cmiportal.database import next_number, rule_broken
from cmiportal.rules.days import uk_day
from cmiportal.rules.numbers import with_check
from cmiportal.rules.working_days import working_days_later
from cmiportal.workflow import MoveRefused, born

from ..models import Enquiry
from ..workflow import EnquiryState
from .messages import confirm

TOO_MANY = (
    "We have had {count} messages from this e-mail address in 24 hours, and take no more from it until tomorrow."
    " Those are not lost: we answer them one by one."
)


class EnquiryRefused(MoveRefused):
    """The enquiry cannot be sent or moved like that; the first argument is a sentence."""


@dataclass(frozen=True)
class Said:
    """What stood in the form: ``details`` are pairs of question and answer, in words; ``needed_by`` a deadline."""

    kind: str
    name: str
    email: str
    message: str
    organisation: str = ""
    phone: str = ""
    details: tuple[tuple[str, str], ...] = ()
    needed_by: date | None = None


@transaction.atomic
def send(*, said: Said, key: str, doubts: Sequence[str] = (), person: User | None, at: datetime) -> Enquiry:
    """Keep what was asked and confirm it by e-mail; with ``doubts`` somebody looks first and nothing is sent.

    ``key`` is that of the form: the same said again with it is the same enquiry. Without one (an old page, a script)
    the day stands in its place. Raises EnquiryRefused beyond ENQUIRIES_BY_ONE_A_DAY.
    """
    digest = digest_of(said, key or uk_day(at).isoformat())
    if found := Enquiry.objects.filter(digest=digest).first():
        return found
    _within_limit(said.email, at=at)
    try:
        with transaction.atomic():
            enquiry = _kept(said, digest=digest, doubts=doubts, person=person, at=at)
    except IntegrityError as error:
        # The same form in the same moment: the insert has waited until the other one was committed.
        if rule_broken(error) != "enquiry_once":
            raise
        return Enquiry.objects.get(digest=digest)
    if enquiry.state == EnquiryState.NEW:
        confirm(enquiry, at=at)
    return enquiry


def digest_of(said: Said, key: str) -> str:
    """SHA-256 of the form's key and of all that stood in it, in hexadecimal."""
    return sha256(json.dumps([key, asdict(said)], sort_keys=True, default=str).encode()).hexdigest()


def due_on(said: Said, *, at: datetime) -> date:
    """ENQUIRY_ANSWER_DAYS working days from then; earlier where it is needed earlier, but not before today."""
    today = uk_day(at)
    due = working_days_later(today, settings.ENQUIRY_ANSWER_DAYS)
    return min(due, max(said.needed_by, today)) if said.needed_by else due


def _kept(said: Said, *, digest: str, doubts: Sequence[str], person: User | None, at: datetime) -> Enquiry:
    row = Enquiry(
        state=EnquiryState.CHECK if doubts else EnquiryState.NEW,
        number=with_check("Q", next_number("enquiry_number")),
        kind=said.kind,
        person=person,
        name=said.name,
        email=said.email.lower(),
        organisation=said.organisation,
        phone=said.phone,
        details=[list(pair) for pair in said.details],
        message=said.message,
        doubts="\n".join(doubts),
        digest=digest,
        created_at=at,
        due_on=due_on(said, at=at),
    )
    return born(row, at=at, action="send", actor=person)


def _within_limit(email: str, *, at: datetime) -> None:
    count = Enquiry.objects.lately_from(email, at=at).count()
    if count >= settings.ENQUIRIES_BY_ONE_A_DAY:
        raise EnquiryRefused(TOO_MANY.format(count=count))
