"""The arithmetic of the drawings: sizes and dates in, percent of the width out. Nothing of Django.

A drawing is an SVG whose lengths are attributes in percent, since the policy forbids style attributes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

TONES = ("done", "going", "chosen", "late", "coming")
# Room for a label in a scale of the width of a phone, in percent: one character and the margin around the text.
CHARACTER_PERCENT = 2.3
MARGIN_PERCENT = 3.0


@dataclass(frozen=True)
class Part:
    """A stretch of a scale, ``size`` in its unit (credits, days)."""

    size: float
    name: str
    tone: str = "chosen"


@dataclass(frozen=True)
class Tick:
    """A place on a scale that means something, such as 13 credits for the certificate."""

    at: float
    label: str


@dataclass(frozen=True)
class Stage:
    """A stage of the assessment: due on a date, done on a date or not yet."""

    name: str
    due: date
    done: date | None = None


@dataclass(frozen=True)
class Bar:
    """A figure of one month or thing; ``said`` is the value with its unit, None draws nothing."""

    label: str
    value: float | None
    said: str


@dataclass(frozen=True)
class Column:
    """A drawn bar: left edge, width and middle in percent, top and height in pixels; ``wide`` as of a Block."""

    x: str
    width: str
    middle: str
    y: float
    height: float
    label: str
    figure: str
    wide: bool


@dataclass(frozen=True)
class Block:
    """A drawn stretch: left edge and width in percent, and a text if it fits, ``wide`` if on wide screens alone."""

    x: str
    width: str
    middle: str
    tone: str
    text: str
    wide: bool


@dataclass(frozen=True)
class Mark:
    """A drawn tick or date: place in percent and the way its text is anchored so that it stays inside."""

    x: str
    label: str
    anchor: str
    line: bool = True


def percent(part: float, whole: float) -> str:
    """``part`` of ``whole`` as an SVG length with one decimal."""
    return f"{round(100 * part / whole, 1):g}%"


def anchor_at(share: float) -> str:
    """How a text at that share (0 to 1) of the width is anchored to stay inside the drawing."""
    return "start" if share < 0.08 else "end" if share > 0.8 else "middle"


def blocks(parts: Sequence[Part], whole: float) -> list[Block]:
    """The parts one after the other; a text is left out where it has no room."""
    drawn, left = [], 0.0
    for part in parts:
        room = 100 * part.size / whole
        need = MARGIN_PERCENT + CHARACTER_PERCENT * len(part.name)
        middle = percent(left + part.size / 2, whole)
        text = part.name if room >= need / 2 else ""
        drawn.append(Block(percent(left, whole), percent(part.size, whole), middle, part.tone, text, room < need))
        left += part.size
    return drawn


def columns(bars: Sequence[Bar], top: float, height: int) -> list[Column]:
    """The bars side by side on one base line, a quarter of each left as a gap; labels of every second have room."""
    drawn = []
    for number, bar in enumerate(bars):
        tall = round(height * (bar.value or 0) / top, 1)
        edges = (number + 0.125, 0.75, number + 0.5)
        x, width, middle = (percent(edge, len(bars)) for edge in edges)
        figure = "" if bar.value is None else f"{bar.value:g}"
        drawn.append(Column(x, width, middle, height - tall, tall, bar.label, figure, (len(bars) - number) % 2 == 0))
    return drawn


def marks(ticks: Sequence[Tick], whole: float) -> list[Mark]:
    """The ticks in their places."""
    return [Mark(percent(tick.at, whole), tick.label, anchor_at(tick.at / whole)) for tick in ticks]


def clock_parts(start: date, stages: Sequence[Stage], today: date) -> list[Part]:
    """The stages as days, from the day the work was handed in; the current one is drawn up to today."""
    parts, left = [], start
    running = True
    for stage in stages:
        if stage.done:
            parts.append(Part((stage.done - left).days, stage.name, "done"))
            left = stage.done
            continue
        if running and today > left:
            tone = "late" if today > stage.due else "going"
            parts.append(Part((today - left).days, stage.name if tone == "late" else "", tone))
            left = today
        running = False
        if stage.due > left:
            parts.append(Part((stage.due - left).days, stage.name, "coming"))
            left = stage.due
    return [part for part in parts if part.size > 0]


def clock_dates(start: date, parts: Sequence[Part], today: date) -> list[Tick]:
    """The days (counted from ``start``) where a stage ended or is due, without the day that is today."""
    days, left = [0], 0
    for part in parts:
        left += int(part.size)
        days.append(left)
    return [Tick(day, "") for day in dict.fromkeys(days) if day != (today - start).days]
