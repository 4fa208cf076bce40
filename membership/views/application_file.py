"""The file of an application, criterion by criterion: what was written, the evidence behind it, the judgements."""

from collections import defaultdict
from dataclasses import dataclass, field

from ..models import CharteredApplication, CharteredCriterion, CriterionJudgement, StatementEvidence, StatementVersion
from ..services.applying.statements import submitted_statements

WORDS = {None: ("Not judged", "neutral"), True: ("Met", "positive"), False: ("Not yet met", "attention")}


@dataclass
class CriterionPage:
    """A criterion with what is judged; ``earlier`` is the last judgement of an attempt before."""

    criterion: CharteredCriterion
    version: StatementVersion | None = None
    evidence: list[StatementEvidence] = field(default_factory=list)
    judgement: CriterionJudgement | None = None
    earlier: CriterionJudgement | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is judged in this attempt: what was met stays met."""
        return self.earlier is None or not self.earlier.met

    @property
    def word(self) -> str:
        """How it stands, in words."""
        return WORDS[self._met][0] if self.is_open else "Met earlier"

    @property
    def state(self) -> str:
        """How it stands, as a state of the components."""
        return WORDS[self._met][1] if self.is_open else "positive"

    @property
    def _met(self) -> bool | None:
        return self.judgement and self.judgement.met


def pages_of(application: CharteredApplication) -> list[CriterionPage]:
    """Every criterion of the route, in order; four queries, however many there are."""
    versions = {row.criterion_id: row for row in submitted_statements(application)}
    behind = defaultdict(list)
    rows = StatementEvidence.objects.filter(statement__application=application, version__isnull=False)
    for one in rows.select_related("item", "version__file", "statement").order_by("pk"):
        behind[one.statement.criterion_id].append(one)
    pages = {
        criterion.pk: CriterionPage(criterion, versions.get(criterion.pk), behind[criterion.pk])
        for criterion in application.route.criteria.all()
    }
    judged = CriterionJudgement.objects.filter(application=application, criterion__in=pages)
    for row in judged.select_related("by").order_by("attempt"):
        name = "judgement" if row.attempt == application.attempt else "earlier"
        setattr(pages[row.criterion_id], name, row)
    return list(pages.values())


def open_pages(pages: list[CriterionPage]) -> list[CriterionPage]:
    """Those that are judged in this attempt."""
    return [page for page in pages if page.is_open]
