"""What a schema cannot say of a catalogue file: names used once, references that lead somewhere, rules that can work.

Every check takes what is sound and passes over the rest (``catalogue_places.Sound``), so a broken unit does not hide a
fault in a rule, and a fault is named once.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from .catalogue_places import Fault, Path, Place, Sound
from .combination import Group, Rule, can_be_met

DAYS = ("operational_start", "last_registration", "last_certification")


def meaning_faults(document: Any, broken: set[Path]) -> list[Fault]:
    """Everything that is wrong with what the file says; ``broken`` are the paths whose shape is wrong already."""
    sound = Sound(document, broken)
    numbers = {sound.value("units", index, "number") for index, _ in sound.items("units")}
    levels = {sound.value("levels", index, "number") for index, _ in sound.items("levels")}
    faults = [
        *_used_twice(sound, "levels", "number"),
        *_used_twice(sound, "units", "number"),
        *(
            fault
            for field in ("slug", "code", "ofqual_number")
            for fault in _used_twice(sound, "qualifications", field)
        ),
        *_levels(sound, levels),
        *_words(sound),
        *_criteria(sound),
        *_days(sound),
    ]
    for index, _ in sound.items("qualifications"):
        faults += _rule(sound, index, numbers)
    return [*faults, *_only_for(sound)]


def rule_in(rule: Mapping[str, Any], credits: Mapping[str, int]) -> Rule:
    """The rule of combination that a sound ``rule`` of the file states; ``credits`` of units by number."""
    return Rule(
        pool={number: credits[number] for number in rule["units"]},
        min_credits=rule["min_credits"],
        max_credits=rule.get("max_credits"),
        min_units=rule.get("min_units"),
        groups=tuple(
            Group(group["name"], frozenset(group["units"]), group.get("min_credits"), group.get("min_units"))
            for group in rule.get("groups", ())
        ),
        mandatory=frozenset(rule.get("mandatory", ())),
        barred=frozenset(frozenset(pair) for pair in rule.get("barred", ())),
    )


def _used_twice(sound: Sound, entries: str, field: str) -> Iterator[Fault]:
    first: dict[Any, int] = {}
    for index, _ in sound.items(entries):
        value = sound.value(entries, index, field)
        if value is None:
            continue
        if value in first:
            place = Place(sound.document, (entries, index, field))
            yield Fault(place, f"{value} is used twice, first at {entries}[{first[value]}]")
        first.setdefault(value, index)


def _levels(sound: Sound, levels: set[int]) -> Iterator[Fault]:
    for entries in ("units", "qualifications"):
        for index, _ in sound.items(entries):
            level = sound.value(entries, index, "level")
            if level is not None and level not in levels:
                yield Fault(Place(sound.document, (entries, index, "level")), f"level {level} is not in the file")


def _words(sound: Sound) -> Iterator[Fault]:
    for entries in ("levels", "units"):
        for index, _ in sound.items(entries):
            ends = sound.value(entries, index, "words_from"), sound.value(entries, index, "words_to")
            place = Place(sound.document, (entries, index, "words_to"))
            if (ends[0] is None) != (ends[1] is None) and sound.whole(entries, index):
                yield Fault(place, "words_from and words_to are given together or not at all")
            elif None not in ends and ends[1] < ends[0]:
                yield Fault(place, f"{ends[1]} is less than words_from, {ends[0]}")


def _criteria(sound: Sound) -> Iterator[Fault]:
    for unit, _ in sound.items("units"):
        seen = set()
        for outcome, _ in sound.items("units", unit, "outcomes"):
            for criterion, _ in sound.items("units", unit, "outcomes", outcome, "criteria"):
                path = ("units", unit, "outcomes", outcome, "criteria", criterion, "code")
                code = sound.value(*path, default="")
                if code in seen:
                    yield Fault(Place(sound.document, path), f"{code} is used twice")
                elif code and not code.startswith(f"{outcome + 1}."):
                    yield Fault(Place(sound.document, path), f"{code} does not belong to outcome {outcome + 1}")
                seen.add(code or None)


def _days(sound: Sound) -> Iterator[Fault]:
    for index, _ in sound.items("qualifications"):
        given = [(name, day) for name in DAYS if (day := sound.value("qualifications", index, name))]
        for (earlier, start), (later, end) in pairwise(given):
            if end < start:
                place = Place(sound.document, ("qualifications", index, later))
                yield Fault(place, f"{end} is before {earlier}, {start}")


def _rule(sound: Sound, index: int, numbers: set[str]) -> list[Fault]:
    path: Path = ("qualifications", index, "rule")
    faults = [*_references(sound, path, numbers), *_amounts(sound, path), *_pairs(sound, path), *_groups(sound, path)]
    if faults or not sound.value(*path):
        return faults
    rule = sound.value(*path)
    credits = {
        sound.value("units", unit, "number"): sound.value("units", unit, "credits") for unit, _ in sound.items("units")
    }
    if any(credits.get(number) is None for number in rule["units"]) or can_be_met(rule_in(rule, credits)):
        return []
    total = sum(credits[number] for number in rule["units"])
    said = f"no choice of its units meets this rule; all of them together come to {total} credits"
    return [Fault(Place(sound.document, path), said)]


def _references(sound: Sound, rule: Path, numbers: set[str]) -> Iterator[Fault]:
    """Units of the pool stand in the file, units of everything else in the pool; no list names one twice."""
    pool = {number for _, number in sound.items(*rule, "units")}
    groups = [(*rule, "groups", group, "units") for group, _ in sound.items(*rule, "groups")]
    pairs = [(*rule, "barred", pair) for pair, _ in sound.items(*rule, "barred")]
    for path in [(*rule, "units"), (*rule, "mandatory"), *groups, *pairs]:
        seen = set()
        for index, number in sound.items(*path):
            place = Place(sound.document, (*path, index))
            if number in seen:
                yield Fault(place, f"unit {number} is named twice")
            elif number not in numbers:
                yield Fault(place, f"unit {number} is not in the file")
            elif number not in pool:
                yield Fault(place, f"unit {number} is not among the rule’s units")
            seen.add(number)


def _amounts(sound: Sound, rule: Path) -> Iterator[Fault]:
    least, most = sound.value(*rule, "min_credits"), sound.value(*rule, "max_credits")
    if least is not None and most is not None and most < least:
        place = Place(sound.document, (*rule, "max_credits"))
        yield Fault(place, f"{most} is less than min_credits, {least}")


def _pairs(sound: Sound, rule: Path) -> Iterator[Fault]:
    seen = set()
    for index, pair in sound.items(*rule, "barred"):
        both = frozenset(pair) if sound.whole(*rule, "barred", index) else None
        if both in seen:
            yield Fault(Place(sound.document, (*rule, "barred", index)), f"{' and '.join(pair)} are barred twice")
        seen |= {both} - {None}


def _groups(sound: Sound, rule: Path) -> Iterator[Fault]:
    seen = set()
    for index, _ in sound.items(*rule, "groups"):
        name = sound.value(*rule, "groups", index, "name")
        if name in seen:
            yield Fault(Place(sound.document, (*rule, "groups", index, "name")), f"the name “{name}” is used twice")
        seen |= {name} - {None}


def _only_for(sound: Sound) -> Iterator[Fault]:
    """A unit kept to some sizes stands, within its level, in the pools of those sizes and of no other."""
    for index, _ in sound.items("qualifications"):
        path: Path = ("qualifications", index, "rule", "only_for")
        for number, sizes in sound.value(*path, default={}).items():
            place = Place(sound.document, (*path, number))
            if number not in {unit for _, unit in sound.items(*path[:-1], "units")}:
                yield Fault(place, f"unit {number} is not among the rule’s units")
            yield from _other_sizes(sound, index, number, sizes)


def _other_sizes(sound: Sound, saying: int, number: str, sizes: list[str]) -> Iterator[Fault]:
    level = sound.value("qualifications", saying, "level")
    said_by = Place(sound.document, ("qualifications", saying))
    for index, _ in sound.items("qualifications"):
        size = sound.value("qualifications", index, "size")
        if sound.value("qualifications", index, "level") != level or size in sizes or size is None:
            continue
        for position, unit in sound.items("qualifications", index, "rule", "units"):
            if unit == number:
                place = Place(sound.document, ("qualifications", index, "rule", "units", position))
                yield Fault(place, f"unit {number} is for {' or '.join(sizes)} only, says {said_by}; this is {size}")
