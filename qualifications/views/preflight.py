"""What must be right before a unit's work can be handed in, as the lines of a checklist, each gap with its way out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cmiportal.documents.models import Item
from cmiportal.documents.words import count_words
from cmiportal.ui.components.words import count_of, in_words

from ..models import Criterion
from ..rules.preflight import date_fault
from ..rules.word_count import beyond
from ..services.hand_ins import unchanged_since_judged
from ..services.portfolio import UnitWork
from ..services.submission import words_asked

DATE = "#id_dated_on_0"  # the day, first of the three boxes
NOT_COUNTED = "Headings, contents, references and tables do not count."


@dataclass(frozen=True)
class Way:
    """A link to the place where a gap is closed; its label begins with words that a list need not repeat."""

    hidden: str
    shown: str
    href: str

    @property
    def label(self) -> str:
        """The whole label, which makes sense alone."""
        return f"{self.hidden} {self.shown}"


@dataclass(frozen=True)
class Check:
    """One line: result, state, why, and the ways out of it; ``blocks`` while work cannot be handed in with it."""

    result: str
    state: str
    why: str = ""
    ways: tuple[Way, ...] = ()
    blocks: bool = False


@dataclass(frozen=True)
class Preflight:
    """The whole list and what it comes to."""

    checks: tuple[Check, ...]
    has_files: bool
    length: str = ""

    @property
    def gaps(self) -> tuple[Way, ...]:
        """Everything that stands in the way of handing in."""
        return tuple(way for check in self.checks if check.blocks for way in check.ways)

    @property
    def next_gap(self) -> Way | None:
        """Where to go first; None when the work can be handed in."""
        return next(iter(self.gaps), None)


def preflight(work: UnitWork, *, today: date, broken: dict[Item, str] | None = None) -> Preflight:
    """The checks of everything that handing in would freeze; one query, after a referral alone.

    ``broken`` is what reading the files found (``broken_files``); None where a page did not read them.
    """
    items = list({mapping.item_id: mapping.item for mapping in work.for_hand_in}.values())
    files = sum(item.draft.file_id is not None for item in items)
    checks = [_evidence(work), *(_empty(item) for item in items if _is_empty(item))]
    if same := unchanged_since_judged(work):
        checks.append(_unchanged(work, same))
    if words := _words(work, items, files):
        checks.append(words)
    if files:
        checks += _files(files, broken)
    checks += _dates(items, today=today)
    checks.append(Check("Declaration not signed yet", "neutral", "Your own work, and how you used AI, if at all."))
    return Preflight(tuple(checks), has_files=bool(files), length=words.why if words else "")


def _evidence(work: UnitWork) -> Check:
    if not work.gaps:
        many, left = len(work.open), "open " if work.met else ""
        every = "Both" if many == 2 else f"All {in_words(many)}"
        subject = f"{every} {left}criteria have" if many > 1 else f"The {left}criterion has"
        return Check(f"{subject} evidence", "positive")
    ways = tuple(Way("Map evidence to", one.code, _map(work, one.code)) for one in work.gaps)
    lack = count_of(len(work.gaps), "criterion lacks,criteria lack").capitalize()
    which = "it" if len(ways) == 1 else "all of them"
    return Check(f"{lack} evidence", "attention", f"Map evidence to {which}:", ways, blocks=True)


def _unchanged(work: UnitWork, same: tuple[Criterion, ...]) -> Check:
    ways = tuple(Way("Map more evidence to", one.code, _map(work, one.code)) for one in same)
    result = count_of(len(same), "criterion has,criteria have").capitalize()
    subject = "It was" if len(ways) == 1 else "They were"
    return Check(f"{result} the same evidence as before", "attention", f"{subject} not yet met with it:", ways)


def _map(work: UnitWork, code: str) -> str:
    return reverse("qualifications:mapping_add", args=[work.unit_enrolment.pk, code])


def _is_empty(item: Item) -> bool:
    return not item.draft.text and item.draft.file_id is None


def _empty(item: Item) -> Check:
    way = Way("Fill", item.title, reverse("qualifications:item_edit", args=[item.pk]))
    return Check("A piece of evidence is empty", "attention", "Write it, or add a file:", (way,), blocks=True)


def _files(files: int, broken: dict[Item, str] | None) -> list[Check]:
    if broken is None:
        return [
            Check("All files were in order when you added them", "positive", "They are opened once more at the end.")
        ]
    if not broken:
        return [Check("All files can be opened", "positive", f"{files} of {files} opened just now.")]
    return [_broken(item, fault) for item, fault in broken.items()]


def _broken(item: Item, fault: str) -> Check:
    way = Way("Replace the file of", item.title, reverse("qualifications:item_edit", args=[item.pk]))
    return Check("A file cannot be opened", "attention", fault, (way,), blocks=True)


def _dates(items: list[Item], *, today: date) -> Iterator[Check]:
    """One line for all pieces without a date, one for those dated ahead, or that all are in order."""
    faults = [(date_fault(item.dated_on, today=today), item) for item in items]
    undated = [item for fault, item in faults if fault == "undated"]
    ahead = [item for fault, item in faults if fault == "ahead"]
    if undated:
        result = f"{count_of(len(undated), 'piece of evidence has,pieces of evidence have').capitalize()} no date"
        subject = "it is" if len(undated) == 1 else "they are"
        yield Check(result, "attention", f"Say when {subject} from:", _date_ways("Date", undated), blocks=True)
    if ahead:
        result = f"{count_of(len(ahead), 'piece of evidence is,pieces of evidence are').capitalize()} dated after today"
        yield Check(result, "attention", "Look at the date of:", _date_ways("Correct the date of", ahead), blocks=True)
    if items and not undated and not ahead:
        yield Check("All evidence is dated", "positive")


def _date_ways(hidden: str, items: list[Item]) -> tuple[Way, ...]:
    return tuple(Way(hidden, one.title, f"{reverse('qualifications:item_edit', args=[one.pk])}{DATE}") for one in items)


def _words(work: UnitWork, items: list[Item], files: int) -> Check | None:
    asked = words_asked(work.unit_enrolment)
    if asked is None:
        return None
    words = sum(count_words(item.draft.text) for item in items)
    counted = f"{words:,} words; the range is {asked.least:,} to {asked.most:,}. {NOT_COUNTED}"
    found = beyond(words, asked, whole_unit=not work.met)
    if words < asked.least and not found:
        return Check("A resubmission may be shorter", "positive", f"{words:,} words, of {asked.most:,} at most.")
    if found == "short" and files:
        return Check("Words of your files still to add", "neutral", f"Here you wrote {counted}")
    if found:
        result = "Fewer words than asked" if found == "short" else "More words than asked"
        return Check(result, "attention", f"{counted} You can submit if you say why.")
    return Check("Word count is in range", "positive", counted)
