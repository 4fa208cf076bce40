"""Evidence as it was handed in, numbered E1, E2 ... through the whole hand-in, beside each criterion.

Work that comes a second time is compared with what was handed in before, criterion by criterion.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cmiportal.documents.differences import Change, Effort, differences

from ..models import HandInItem
from ..services.judged_work import JudgedCriterion


def anchor(code: str) -> str:
    """The id of a criterion's part of a page."""
    return f"c{code.replace('.', '-')}"


@dataclass(frozen=True)
class Sheet:
    """A piece of evidence for one criterion; ``again`` names the criterion under which it is shown in full before.

    ``before`` is the same item as it was handed in for the criterion last time; ``comes_again`` whether anything was.
    ``effort`` is what all sheets of the page together may spend on comparing.
    """

    code: str
    item: HandInItem
    again: str = ""
    before: HandInItem | None = None
    comes_again: bool = False
    effort: Effort = field(default_factory=Effort, compare=False)

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

    @property
    def change(self) -> str:
        """``new``, ``changed`` or ``same`` beside last time; empty where the criterion had no evidence before."""
        if not self.comes_again:
            return ""
        if self.before is None:
            return "new"
        differs = self.text_changed or self.file_change or self.date_changed or self.pointer_before is not None
        return "changed" if differs else "same"

    @property
    def text_changed(self) -> bool:
        """Whether the words differ from last time."""
        return self.before is not None and self.before.item_version.text != self.version.text

    @property
    def marked_text(self) -> list[Change]:
        """The words of last time and of now, in one text with the differences marked."""
        return differences(self.before.item_version.text if self.before else "", self.version.text, self.effort)

    @property
    def file_change(self) -> str:
        """``added``, ``removed`` or ``replaced``: told by the SHA-256 of the files, not by their names."""
        if self.before is None or self.before.item_version.file_sha256 == self.version.file_sha256:
            return ""
        if self.before.item_version.file_sha256 is None:
            return "added"
        return "removed" if self.version.file_sha256 is None else "replaced"

    @property
    def date_changed(self) -> bool:
        """Whether the learner says another day that the evidence is from than last time, or says it now."""
        return self.before is not None and self.before.item_version.dated_on != self.version.dated_on

    @property
    def pointer_before(self) -> str | None:
        """The place in the evidence that was named last time, where another is named now."""
        return self.before.pointer if self.before and self.before.pointer != self.item.pointer else None


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
    def taken_away(self) -> list[HandInItem]:
        """What was handed in for it last time, and is not any more; a criterion that stays met was handed in once."""
        now = {sheet.version.item_id for sheet in self.sheets}
        return [item for item in self.judged.before if item.item_version.item_id not in now] if now else []

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
    effort = Effort()
    for one in judged:
        before = {item.item_version.item_id: item for item in one.before}
        sheets = []
        for item in one.items:
            key = item.item_version_id
            code = codes.setdefault(key, f"E{len(codes) + 1}")
            earlier = before.get(item.item_version.item_id)
            sheets.append(Sheet(code, item, first.get(key, ""), earlier, bool(before), effort))
        for item in one.items:
            first.setdefault(item.item_version_id, one.criterion.code)
        pages.append(CriterionPage(one, sheets))
    return pages
