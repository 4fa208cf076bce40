"""Drawings of how far something is: an image to readers, whose title says all of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.dateformat import format as format_date

from cmiportal.ui.drawings import Bar, Mark, Part, Stage, Tick, blocks, clock_dates, clock_parts, columns, marks

from .library import leaf, wrapper

TONE_WORDS = {"done": "Passed", "going": "Being marked", "chosen": "In progress"}
# Dates under the clock that stand nearer than this share of its width would run into each other on a phone.
CLEARANCE = 0.16
BARS_PIXELS = 120


@leaf("scale")
def scale(
    parts: Sequence[Part], title: str, *, whole: int, ticks: Sequence[Tick] = (), end: str = ""
) -> dict[str, Any]:
    """Parts of a whole on a line, with ticks at named places; ``end`` names the right end, ``title`` says it all."""
    return {"blocks": blocks(parts, whole), "marks": marks(ticks, whole), "title": title, "end": end}


@leaf("bars")
def bars(bars: Sequence[Bar], title: str, *, top: float = 0) -> dict[str, Any]:
    """A bar for each month; ``top`` is the value at the full height, else that of the highest bar.

    A table beside it says the same: the picture shows how the figures run, its title says them all.
    """
    highest = top or max((bar.value for bar in bars if bar.value), default=1)
    said = ", ".join(f"{bar.label} {bar.said}" for bar in bars)
    return {"columns": columns(bars, highest, BARS_PIXELS), "title": f"{title}: {said}."}


@wrapper("credit_bar")
def credit_bar(
    content: str,
    parts: Sequence[Part],
    needed: int,
    *,
    word: str = "chosen",
    counted: int | None = None,
    ticks: Sequence[Tick] = (),
    id: str = "credit-bar",
    heading: str = "",
) -> dict[str, Any]:
    """Credits against the rule: figure, scale, then a notice of what is missing as content.

    ``counted`` is the large figure where it is not the sum of the parts ("0 of 37 credits passed"). The box is
    announced when it changes, so ``id`` is the target of a fragment.
    """
    total = sum(part.size for part in parts)
    whole = max(total, needed)
    tones = dict.fromkeys(part.tone for part in parts)
    return {
        "id": id,
        "heading": heading,
        "sum": total if counted is None else counted,
        "needed": needed,
        "word": word,
        "blocks": blocks([Part(part.size, f"{part.size}", part.tone) for part in parts], whole),
        "marks": marks(ticks or [Tick(needed, f"{needed}")], whole),
        "title": credit_title(parts, needed),
        "legend": [{"tone": tone, "word": TONE_WORDS[tone]} for tone in tones] if len(tones) > 1 else [],
        "open": needed - total,
    }


def credit_title(parts: Sequence[Part], needed: int) -> str:
    """``13 of 37 credits: unit 601 with 6 and unit 605 with 7. 24 credits are missing.``"""
    total = sum(part.size for part in parts)
    listed = [f"{part.name} with {part.size}" for part in parts]
    names = " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))
    missing = needed - total
    rest = f"{missing} {'credit is' if missing == 1 else 'credits are'} missing." if missing > 0 else "The rule is met."
    return f"{total} of {needed} credits{': ' + names if names else ''}. {rest}"


@leaf("clock")
def clock(start: date, stages: Sequence[Stage], today: date) -> dict[str, Any]:
    """The weeks from hand-in to sign-off, with what is done, under way, late and to come."""
    parts = clock_parts(start, stages, today)
    whole = sum(part.size for part in parts) or 1
    over = all(stage.done for stage in stages)
    return {
        "blocks": blocks(parts, whole),
        "today": None if over else marks([Tick((today - start).days, "Today")], whole)[0],
        "dates": _dates(start, clock_dates(start, parts, today), whole),
        "title": clock_title(start, stages, today),
    }


def _dates(start: date, ticks: Sequence[Tick], whole: float) -> list[Mark]:
    """Short dates under the clock, the first and the last always, others where they have room."""
    kept: list[Tick] = []
    for tick in ticks:
        room = not kept or (tick.at - kept[-1].at) / whole >= CLEARANCE
        if room and (tick.at == whole or (whole - tick.at) / whole >= CLEARANCE):
            kept.append(tick)
    named = [Tick(t.at, format_date(start + timedelta(days=int(t.at)), "j M")) for t in kept]
    return marks(named, whole)


def clock_title(start: date, stages: Sequence[Stage], today: date) -> str:
    """The whole drawing in sentences."""
    sentences = [f"{_short(start)} to {_short(stages[-1].due)}."]
    running = True
    for stage in stages:
        if stage.done:
            sentences.append(f"{stage.name} was done on {_short(stage.done)}.")
        elif running and today > stage.due:
            sentences.append(f"{stage.name} is late: it was due on {_short(stage.due)}.")
        else:
            sentences.append(f"{stage.name} is {'under way and ' if running else ''}due on {_short(stage.due)}.")
        running = running and stage.done is not None
    if running:
        return " ".join(sentences)
    return " ".join([*sentences, f"Today is day {(today - start).days}."])


def _short(value: date) -> str:
    return format_date(value, "j F")
