"""Evidence as it was handed in, numbered E1, E2 ... through the whole hand-in, beside each criterion."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..models import HandInItem
from ..services.judged_work import JudgedCriterion


def anchor(code: str) -> str:
    """The id of a criterion's part of a page."""
    return f"c{code.replace('.', '-')}"


@dataclass(frozen=True)
class Sheet:
    """A piece of evidence for one criterion; ``again`` names the criterion under which it is shown in full before."""

    code: str
    item: HandInItem
    again: str = ""

    @property
    def version(self) -> Any:
        """The frozen version: title, kind, text, words and file."""
        return self.item.item_version

    @property
    def again_anchor(self) -> str:
        """The id of the part of the page where it is shown in full."""
        return anchor(self.again)

    @property
    def place(self) -> str:
        """``E2, pages 4 to 5``."""
        return f"{self.code}, {self.item.pointer}" if self.item.pointer else self.code

    @property
    def label(self) -> str:
        """``E2, pages 4 to 5: Leading the move``."""
        return f"{self.place}: {self.version.title}"


@dataclass(frozen=True)
class CriterionPage:
    """A criterion with its sheets, as a page shows it."""

    judged: JudgedCriterion
    sheets: list[Sheet] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The code, like 2.1."""
        return self.judged.criterion.code

    @property
    def anchor(self) -> str:
        """The id of its part of a page."""
        return anchor(self.code)

    @property
    def state(self) -> str:
        """The state of its tag."""
        standing = self.judged.standing
        return "neutral" if standing is None else "positive" if standing.met else "attention"

    @property
    def word(self) -> str:
        """The word of its tag."""
        standing = self.judged.standing
        return "to judge" if standing is None else "met" if standing.met else "not yet met"


def criterion_pages(judged: Iterable[JudgedCriterion]) -> list[CriterionPage]:
    """The criteria with their evidence; a piece that serves several is shown in full under the first."""
    codes: dict[Any, str] = {}
    first: dict[Any, str] = {}
    pages = []
    for one in judged:
        sheets = []
        for item in one.items:
            key = item.item_version_id
            code = codes.setdefault(key, f"E{len(codes) + 1}")
            sheets.append(Sheet(code, item, first.get(key, "")))
        for item in one.items:
            first.setdefault(item.item_version_id, one.criterion.code)
        pages.append(CriterionPage(one, sheets))
    return pages
