"""What pages say of a unit that a learner takes: its state as a word, a shape, and what comes next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.dateformat import format as format_date

from cmiportal.rules.days import uk_day
from cmiportal.ui.components.words import count_of

from ..models import UnitEnrolment
from ..services.unit_choice import Choice
from ..workflow import IN_A_STAGE, SubmissionState

S = SubmissionState
SHAPES = {
    S.DRAFT: "neutral",
    S.RETURNED: "attention",
    S.PASSED: "positive",
    S.REFERRED: "attention",
    S.FAILED: "negative",
    S.WITHDRAWN: "neutral",
    **dict.fromkeys(IN_A_STAGE, "info"),
}


@dataclass(frozen=True)
class UnitLine:
    """A unit as a line of a list: ``label`` "601 Leading", where it leads, its state, its credits and what comes."""

    number: str
    label: str
    href: str
    word: str
    shape: str
    hint: str


def unit_lines(choice: Choice, *, at: datetime) -> list[UnitLine]:
    """Every unit chosen here, and those passed elsewhere that count, by number, as the learner sees them."""
    return [_line(choice, number, at=at) for number in sorted(choice.units.keys() | choice.passed)]


def unit_lines_for_centre(choice: Choice) -> list[UnitLine]:
    """The same as a centre sees them: what was submitted, never the portfolio in the making."""
    return [_line(choice, number) for number in sorted(choice.units.keys() | choice.passed)]


def state_of(row: UnitEnrolment) -> tuple[str, str]:
    """Word and shape of a unit that is chosen and not passed."""
    if row.attempts:
        last = row.attempts[-1]
        return last.get_state_display(), SHAPES[S(last.state)]
    if not row.mapped:
        return "Not started", "neutral"
    if missing := row.asked - row.mapped:
        return f"{count_of(missing, 'criterion,criteria').capitalize()} missing", "attention"
    return "Ready to submit", "attention"


def next_of(row: UnitEnrolment, *, at: datetime | None = None) -> str:
    """What comes next for a unit that is chosen and not passed, as the end of a hint; may be empty.

    With ``at`` a result that was due before says that it is late.
    """
    last = row.attempts[-1] if row.attempts else None
    if last is None:
        return f"{row.mapped} of {row.asked} criteria have evidence"
    if last.state in IN_A_STAGE and last.due_at:
        late = at is not None and last.due_at < at
        return f"result late: it was due by {_day(last.due_at)}" if late else f"result by {_day(last.due_at)}"
    if last.state == S.REFERRED and last.resubmit_by:
        return f"resubmit by {_day(last.resubmit_by)}"
    return "correct it and submit it again" if last.state == S.RETURNED else ""


def portfolio_address(row: UnitEnrolment) -> str:
    """Where evidence is mapped and handed in."""
    return reverse("qualifications:unit_portfolio", args=[row.pk])


def _line(choice: Choice, number: str, *, at: datetime | None = None) -> UnitLine:
    """The line of one unit; ``at`` is given on the learner's own pages alone."""
    own = at is not None
    row = choice.units.get(number)
    title = next(unit.unit_version.title for unit in choice.pool if unit.unit.number == number)
    size = choice.rule.pool[number]
    credits = f"{size} credit{'' if size == 1 else 's'}"
    href = portfolio_address(row) if row and own else ""
    if passed := choice.passes.get(number):
        word, shape, hint = "Passed", "positive", f"passed on {_plain(passed.passed_on)}"
    elif own or row.attempts:
        (word, shape), hint = state_of(row), next_of(row, at=at)
    else:
        word, shape, hint = "Nothing submitted", "neutral", ""
    return UnitLine(number, f"{number} {title}", href, word, shape, ", ".join(filter(None, [credits, hint])))


def _day(moment: datetime) -> str:
    return _plain(uk_day(moment))


def _plain(day: date) -> str:
    return format_date(day, "j F Y")
