"""Whether somebody meets a rule for a grade or a route, and why: each fact as met, short by so much, or to be proven.

A rule is a choice of ways; a way is met when all its conditions are. Facts are claims until they are proven: what
claims alone meet needs a person. Sources: the Institute's pages on grades and on routes to Chartered Manager, as
recorded with each rule in ``membership/data/membership.json``.

A year of experience is 365 days, so that leap days count against nobody; days on which several posts overlap count
once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .periods import years_after

YEAR = 365
MONTH = 30
DAY = timedelta(days=1)


class Outcome(StrEnum):
    """What came of a condition, a way or a rule."""

    MET = "met"
    PERSON = "person"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Post:
    """Time in a management post; both days included, ``until`` None while it goes on."""

    since: date
    until: date | None
    strategic: bool = False
    proven: bool = False


@dataclass(frozen=True)
class Held:
    """A qualification: ``level`` as in the Regulated Qualifications Framework, ``own`` if the Institute awarded it."""

    level: int
    size: str
    awarded_on: date
    management: bool = True
    own: bool = False
    proven: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of a person on a day."""

    on: date
    posts: tuple[Post, ...] = ()
    held: tuple[Held, ...] = ()
    registered: bool = False
    assessed: bool = False
    assessed_proven: bool = False


@dataclass(frozen=True)
class Years:
    """So many years in management, or in strategic posts alone."""

    years: int
    strategic: bool = False


@dataclass(frozen=True)
class Qualification:
    """A qualification from a level on: of these sizes (none named: any), the Institute's own, not older than that."""

    level: int
    up_to: int = 8
    sizes: tuple[str, ...] = ()
    own: bool = False
    within_years: int | None = None


@dataclass(frozen=True)
class Registered:
    """Registered as a learner on one of the Institute's qualifications."""


@dataclass(frozen=True)
class Assessed:
    """Passed an end-point assessment of a management apprenticeship."""


Condition = Years | Qualification | Registered | Assessed
Way = tuple[Condition, ...]


@dataclass(frozen=True)
class Finding:
    """A condition and what came of it; ``days`` are those that count, ``short`` those that are missing.

    ``level`` is the highest of the qualifications in management that do not fit where none does; 0 without any.
    """

    condition: Condition
    outcome: Outcome
    days: int = 0
    short: int = 0
    level: int = 0


@dataclass(frozen=True)
class WayFound:
    """A way with its findings, in the order of the rule."""

    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst of its findings; a way without conditions is open to everybody."""
        found = {finding.outcome for finding in self.findings}
        return next((one for one in (Outcome.NOT_MET, Outcome.PERSON) if one in found), Outcome.MET)


@dataclass(frozen=True)
class Decision:
    """What came of a rule, and of each of its ways; no ways where the rule is not published and a person decides."""

    outcome: Outcome
    ways: tuple[WayFound, ...]


def decide(ways: Sequence[Way] | None, facts: Facts) -> Decision:
    """The best of the ways; None for ``ways`` is a rule that is not published, so a person decides."""
    if ways is None:
        return Decision(Outcome.PERSON, ())
    found = tuple(WayFound(tuple(find(condition, facts) for condition in way)) for way in ways)
    outcomes = {way.outcome for way in found}
    best = next((one for one in (Outcome.MET, Outcome.PERSON) if one in outcomes), Outcome.NOT_MET)
    return Decision(best, found)


def find(condition: Condition, facts: Facts) -> Finding:
    """What came of one condition."""
    match condition:
        case Years():
            return _years(condition, facts)
        case Qualification():
            return _qualification(condition, facts)
        case Registered():
            return Finding(condition, Outcome.MET if facts.registered else Outcome.NOT_MET)
    return Finding(condition, _of_claims(facts.assessed, facts.assessed_proven))  # Assessed


def fits(wanted: Qualification, held: Held, on: date) -> bool:
    """Whether a qualification is one of those that are wanted."""
    return (
        held.management
        and wanted.level <= held.level <= wanted.up_to
        and (not wanted.sizes or held.size in wanted.sizes)
        and (held.own or not wanted.own)
        and held.awarded_on <= on
        and (wanted.within_years is None or held.awarded_on >= years_after(on, -wanted.within_years))
    )


def days_of(posts: Iterable[Post], on: date) -> int:
    """The days of these posts up to ``on``, each day once however many posts share it."""
    days, reached = 0, date.min
    for since, until in sorted((post.since, min(post.until or on, on)) for post in posts):
        first = max(since, reached + DAY) if reached > date.min else since
        if until >= first:
            days += (until - first).days + 1
            reached = until
    return days


def _years(condition: Years, facts: Facts) -> Finding:
    """All posts that count, then the proven ones alone."""
    posts = [post for post in facts.posts if post.strategic or not condition.strategic]
    days, needed = days_of(posts, facts.on), condition.years * YEAR
    proven = days_of((post for post in posts if post.proven), facts.on)
    outcome = _of_claims(days >= needed, proven >= needed)
    return Finding(condition, outcome, days, max(0, needed - days))


def _qualification(condition: Qualification, facts: Facts) -> Finding:
    """What fits; without it how near the person is."""
    fitting = [held for held in facts.held if fits(condition, held, facts.on)]
    near = [held.level for held in facts.held if held.management and held.awarded_on <= facts.on and not fitting]
    outcome = _of_claims(bool(fitting), any(held.proven for held in fitting))
    return Finding(condition, outcome, level=max(near, default=0))


def _of_claims(claimed: bool, proven: bool) -> Outcome:
    if not claimed:
        return Outcome.NOT_MET
    return Outcome.MET if proven else Outcome.PERSON
