"""What a table of learners must be: rows of plain cells in, people and faults out.

Row 1 names the columns, each further row is one learner; rows are numbered as a spreadsheet shows them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .registration import age_on

EARLIEST_BIRTH = date(1900, 1, 1)
# What makes a spreadsheet calculate instead of reading; no name, address or date begins with one of these.
FORMULA_SIGNS = ("=", "+", "-", "@")
SHOWN = 40
DAY = re.compile(
    r"(?P<d>\d{1,2})[ ./-](?P<m>\d{1,2})[ ./-](?P<y>\d{4})|(?P<Y>\d{4})-(?P<M>\d{1,2})-(?P<D>\d{1,2})", re.A
)
COUNTED = re.compile(r"\d{5}(\.0)?", re.A)  # days since 1900: five digits from 1927 to 2173

NO_LEARNERS = "There are no learners in it. Row 1 names the columns, and each row below it is one learner."
FORMULA = "This is a formula, or looks like one. Write the value itself."
NO_DATE = "“{}” is not a date. Write it as day, month and year, for example 27/03/1990."
COUNTED_DAY = (
    "“{}” is a day as spreadsheets count them. Format the cell as a date, or write it as text, for example 27/03/1990."
)
NOT_BORN = "The date must be after {} and before today."


@dataclass(frozen=True)
class Column:
    """A column that the table must have: our name for it, the one in row 1, and how many characters fit."""

    key: str
    label: str
    longest: int


COLUMNS = (
    Column("name", "Full name", 300),
    Column("email", "E-mail address", 254),
    Column("born_on", "Date of birth", 40),
)
LABELS = tuple(column.label for column in COLUMNS)


NO_NAMES = f"Row 1 has none of the columns that we read. It names them: {', '.join(LABELS)}."
UNKNOWN = f"We do not know this column. Take it out; we read {', '.join(LABELS[:-1])} and {LABELS[-1]}."


class Unclean(ValueError):
    """A text that cannot be what it should be; the first argument is a sentence that says what to mend."""


@dataclass(frozen=True, order=True)
class Fault:
    """Something to mend, and where: row 0 is the file itself, an empty column the whole row."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True)
class Person:
    """A learner as the table has them."""

    row: int
    name: str
    email: str
    born_on: date


@dataclass(frozen=True)
class Limits:
    """What is asked of the table on a day: how many learners it holds at most, how old they must be."""

    most: int
    today: date
    minimum_age: int | None = None


Cell = str | int | float | date | None
Clean = Mapping[str, Callable[[str], str]]


def check(table: Iterable[Sequence[Cell]], limits: Limits, clean: Clean) -> tuple[list[Person], list[Fault]]:
    """The people in a table, and all that is wrong with it; while there is a fault, the people are not complete.

    ``clean`` gives back the text of the columns ``name`` and ``email`` as it is kept, or raises Unclean.
    """
    rows = [(number, row) for number, row in enumerate(table, start=1) if any(map(_text, row))]
    if not rows or rows[0][0] != 1:
        return [], [Fault(0, "", NO_LEARNERS)] if not rows else [Fault(1, "", _no_header())]
    places, faults = _header(rows[0][1], rows[1:])
    if len(places) < len(COLUMNS):
        return [], faults
    if len(rows) == 1:
        faults.append(Fault(0, "", NO_LEARNERS))
    if len(rows) - 1 > limits.most:
        return [], [*faults, Fault(0, "", f"It has {len(rows) - 1} learners, and one file may have {limits.most}.")]
    people = []
    for number, row in rows[1:]:
        person, found = _person(number, {key: _at(row, place) for key, place in places.items()}, limits, clean)
        faults += found
        people += [person] if person else []
    return people, sorted(faults + _doubles(people))


def too_young(born_on: date, limits: Limits) -> str:
    """Why somebody born on that day cannot be registered yet, or nothing."""
    if limits.minimum_age is None or age_on(born_on, limits.today) >= limits.minimum_age:
        return ""
    return f"Learners must be at least {limits.minimum_age} years old to register."


def _no_header() -> str:
    return f"Row 1 is empty. It names the columns: {', '.join(LABELS)}."


def _header(names: Sequence[Cell], below: list[tuple[int, Sequence[Cell]]]) -> tuple[dict[str, int], list[Fault]]:
    """The place of each column that was found, and what is wrong with the names in row 1."""
    known = {_bare(column.label): column for column in COLUMNS}
    places: dict[str, int] = {}
    faults = []
    for place in range(max(len(row) for row in [names, *(row for _, row in below)])):
        name = _text(_at(names, place))
        column = known.get(_bare(name))
        if column is None and name:
            faults.append(Fault(1, _short(name), UNKNOWN))
        elif column is None and any(_text(_at(row, place)) for _, row in below):
            faults.append(Fault(1, "", f"Column {_letter(place)} has no name in row 1. Name it, or take it out."))
        elif column is not None and column.key in places:
            faults.append(Fault(1, column.label, "This column is there twice. Take one of them out."))
        elif column is not None:
            places[column.key] = place
    if not places:
        return {}, [Fault(1, "", NO_NAMES)]
    faults += [Fault(1, each.label, "This column is missing.") for each in COLUMNS if each.key not in places]
    return places, faults


def _person(number: int, cells: dict[str, Cell], limits: Limits, clean: Clean) -> tuple[Person | None, list[Fault]]:
    kept: dict[str, str] = {}
    faults = []
    for column in COLUMNS:
        try:
            kept[column.key] = _kept(cells[column.key], column, limits, clean)
        except Unclean as error:
            faults.append(Fault(number, column.label, str(error)))
    if faults:
        return None, faults
    return Person(number, kept["name"], kept["email"], date.fromisoformat(kept["born_on"])), []


def _kept(cell: Cell, column: Column, limits: Limits, clean: Clean) -> str:
    text = _text(cell)
    if not text:
        raise Unclean(f"{column.label} is missing.")
    if isinstance(cell, str) and text.startswith(FORMULA_SIGNS):
        raise Unclean(FORMULA)
    if column.key == "born_on":
        return _birth(cell, limits).isoformat()
    if len(text) > column.longest:
        raise Unclean(f"Use {column.longest} characters or fewer; these are {len(text)}.")
    return clean[column.key](text)


def _birth(cell: Cell, limits: Limits) -> date:
    day = day_in(cell)
    if day is None:
        text = _text(cell)
        raise Unclean((COUNTED_DAY if COUNTED.fullmatch(text) else NO_DATE).format(_short(text)))
    if not EARLIEST_BIRTH <= day < limits.today:
        raise Unclean(NOT_BORN.format(EARLIEST_BIRTH.year - 1))
    if young := too_young(day, limits):
        raise Unclean(young)
    return day


def day_in(cell: Cell) -> date | None:
    """The day that a cell says: a date, or text as 27/03/1990 (day first) or 1990-03-27; else None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = DAY.fullmatch(_text(cell))
    if found is None:
        return None
    year, month, day = (int(found[small] or found[small.upper()]) for small in "ymd")
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _doubles(people: list[Person]) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for person in people:
        row = first.setdefault(person.email, person.row)
        if row != person.row:
            faults.append(Fault(person.row, COLUMNS[1].label, f"The same address stands in row {row}."))
    return faults


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else None


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _bare(name: str) -> str:
    """``E-mail address``, ``email address`` and ``EMAIL  ADDRESS`` are one name."""
    return re.sub(r"[\s-]+", "", name).casefold()


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _letter(place: int) -> str:
    """The name that a spreadsheet gives to the column at that place, of the first 702: A, Z, AA."""
    more, last = divmod(place, 26)
    return (chr(64 + more) if more else "") + chr(65 + last)
