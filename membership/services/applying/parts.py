"""The parts of an application: what is done, and what is missing before it can be submitted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cmiportal.rules.days import uk_day

from ...models import CharteredApplication, Grade, Membership, Referee, Route, Statement
from ...rules.eligibility import Decision, Outcome, decide
from ...rules.statements import off_by, said_of
from ...workflow import ApplicationState
from ..members.grades import ways_of
from ..members.memberships import ground_for_status
from ..record.facts import facts_of
from .referees import referee_of
from .statements import criteria_to_write

Status = CharteredApplication.Status
FOUNDATION = "foundation"
FELLOW = "fellow"
TITLES = {
    "membership": "Membership",
    "record": "Experience and qualifications",
    "referee": "Referee",
    "conduct": "Code of Conduct",
}
UNCHANGED = "Change the statement, or add evidence: it stands as it was judged."


@dataclass(frozen=True)
class Part:
    """A part as the task list names it; ``missing`` is a sentence that says what to do, empty once it is done."""

    key: str
    missing: str = ""
    statement: Statement | None = None

    @property
    def title(self) -> str:
        """What the part is called: a statement has the name of its criterion."""
        return str(self.statement.criterion) if self.statement else TITLES[self.key]

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def length(self) -> str:
        """How many words a statement has, of how many; empty for other parts."""
        if self.statement is None:
            return ""
        criterion = self.statement.criterion
        return said_of(self.statement.words, criterion.words_from, criterion.words_to)


@dataclass(frozen=True)
class Parts:
    """All parts of an application in order, what the rule of its route says of the person, and who was asked.

    ``held`` is the membership on which the status would stand.
    """

    parts: tuple[Part, ...]
    decision: Decision
    referee: Referee | None
    held: Membership | None

    @property
    def missing(self) -> list[Part]:
        """What is still to do."""
        return [part for part in self.parts if part.missing]

    @property
    def statements(self) -> list[Part]:
        """The parts that are statements."""
        return [part for part in self.parts if part.statement]


def statuses_of(route: Route) -> tuple[str, ...]:
    """What can be applied for by a route."""
    return (Status.FOUNDATION,) if route.key == FOUNDATION else (Status.MEMBER, Status.FELLOW)


def decision_for(application: CharteredApplication, *, at: datetime) -> Decision:
    """What the rule of the route says of the applicant today; two queries."""
    return decide(ways_of(application.route.rule), facts_of(application.person, on=uk_day(at)))


def parts_of(application: CharteredApplication, *, at: datetime) -> Parts:
    """Every part with what is missing; six queries for a draft, seven for a Fellow, however many statements."""
    decision, referee = decision_for(application, at=at), referee_of(application)
    held = ground_for_status(application.person)
    parts = [
        Part("membership", _membership(application, held)),
        Part("record", _record(decision)),
        *statement_parts(application),
    ]
    if application.route.needs_referee:
        parts.append(Part("referee", "" if referee else "Ask a referee."))
    parts.append(Part("conduct", "" if application.code_accepted_at else "Accept the Code of Conduct."))
    return Parts(tuple(parts), decision, referee, held)


def statement_parts(application: CharteredApplication) -> list[Part]:
    """A part for each statement that can be written now; one that was judged has to change, or to get evidence."""
    rows = application.statements.filter(criterion__in=criteria_to_write(application)).select_related("criterion")
    if application.state == ApplicationState.NOT_YET:
        before = _judged_texts(application)
        return [_judged(row, before) for row in rows.prefetch_related("evidence")]
    return [_written(row) for row in rows]


def _written(row: Statement) -> Part:
    limits = (row.criterion.words_from, row.criterion.words_to)
    return Part(row.criterion_id, said_of(row.words, *limits) if off_by(row.words, *limits) else "", row)


def _judged(row: Statement, before: dict[str, str]) -> Part:
    is_new = before.get(row.criterion_id) != row.text or any(one.version_id is None for one in row.evidence.all())
    return _written(row) if is_new else Part(row.criterion_id, UNCHANGED, row)


def _judged_texts(application: CharteredApplication) -> dict[str, str]:
    """The statements as they were last submitted."""
    rows: Iterable = application.statement_versions.order_by("attempt").values_list("criterion", "text")
    return dict(rows)


def _membership(application: CharteredApplication, held: Membership | None) -> str:
    if held is None:
        return "Become a member: Chartered status is held by members alone."
    if application.status == Status.FELLOW:
        fellow = Grade.objects.filter(pk=FELLOW).first()
        if fellow is None or held.grade.rank < fellow.rank:
            return "Ask for the grade of Fellow first, or apply to become a Chartered Member."
    return ""


def _record(decision: Decision) -> str:
    if decision.outcome == Outcome.NOT_MET:
        return "Your record does not meet this route. Add what is missing, or choose another route."
    return ""
