"""Rules of combination in plain English: what a rule asks, what a choice still lacks, why a unit is refused."""

from collections.abc import Iterable

from .combination import Broken, Fault, Group, Lack, Missing, Rule, check, further, refusals

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number(count: int) -> str:
    """A number as prose writes it: words to nine, figures from 10."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else str(count)


def counted(count: int, noun: str) -> str:
    """``counted(2, "unit")`` is "two units"; credits measure, and measures take figures: "6 credits"."""
    return f"{_amount(count, noun)} {noun}{'' if count == 1 else 's'}"


def listed(words: Iterable[str], joint: str = "and") -> str:
    """``listed(["a", "b", "c"])`` is "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} {joint} {last}" if first else last


def in_words(rule: Rule) -> str:
    """The whole rule, for the page of a qualification: "At least 37 credits from 10 units." and what else it asks."""
    sentences = [f"{_credits_asked(rule)} from {_units_asked(rule)}."]
    if rule.mandatory and rule.mandatory != rule.pool.keys():
        sentences.append(f"{_named(sorted(rule.mandatory))} mandatory.")
    sentences += [
        f"{group.name}: {_asked_of(group)} from {counted(len(group.units), 'unit')}." for group in rule.groups
    ]
    sentences += _pairs_in_words(rule)
    return " ".join(sentences)


def explain(rule: Rule, chosen: Iterable[str]) -> tuple[str, ...]:
    """What is wrong with a choice, then what it lacks, a sentence each; nothing where the rule is met."""
    chosen = frozenset(chosen)
    verdict = check(rule, chosen)
    sentences = [broken_in_words(rule, broken) for broken in verdict.broken]
    answer = further(rule, chosen)
    for missing in verdict.missing:
        sentence = missing_in_words(missing)
        if missing.lack is Lack.CREDITS and answer is not None:
            sentence = f"{sentence}: {_least_in_words(rule, chosen, missing.amount, len(answer))}"
        sentences.append(f"{sentence}.")
    if answer is None and not verdict.broken:
        sentences.append("No unit that is left can make this choice meet the rule: take a unit out first.")
    return tuple(sentences)


def missing_in_words(missing: Missing) -> str:
    """One thing still lacking, without its full stop."""
    if missing.lack is Lack.MANDATORY:
        one = missing.amount == 1
        return f"Choose {'unit' if one else 'units'} {listed(missing.units)}, which {'is' if one else 'are'} mandatory"
    noun = "credit" if missing.lack in (Lack.CREDITS, Lack.GROUP_CREDITS) else "unit"
    source = f" from {missing.group}" if missing.group else ""
    return f"Choose at least {_amount(missing.amount, noun)} more {noun}{'' if missing.amount == 1 else 's'}{source}"


def broken_in_words(rule: Rule, broken: Broken) -> str:
    """Why a choice that was made cannot stand, and what to do about it."""
    if broken.fault is Fault.OUTSIDE:
        return f"{_named(broken.units)} not part of this qualification: take {_it(broken.units)} out."
    if broken.fault is Fault.BARRED:
        return f"Units {listed(broken.units)} cannot be combined: take one of them out."
    return f"The choice comes to {broken.credits} credits, and at most {rule.max_credits} are allowed."


def refusal_in_words(rule: Rule, refusal: Broken) -> str:
    """Why one more unit may not be added, to be shown at that unit."""
    if refusal.fault is Fault.OUTSIDE:
        return "Not part of this qualification."
    if refusal.fault is Fault.BARRED:
        return f"Cannot be combined with {_units(refusal.units)}, which you have chosen."
    return f"Would bring you to {refusal.credits} credits, and at most {rule.max_credits} are allowed."


def _amount(count: int, noun: str) -> str:
    return str(count) if noun == "credit" else number(count)


def _credits_asked(rule: Rule) -> str:
    if rule.max_credits is None:
        return f"At least {counted(rule.min_credits, 'credit')}"
    if rule.max_credits == rule.min_credits:
        return f"Exactly {counted(rule.min_credits, 'credit')}"
    return f"At least {rule.min_credits} and at most {rule.max_credits} credits"


def _units_asked(rule: Rule) -> str:
    size = counted(len(rule.pool), "unit")
    if rule.mandatory == rule.pool.keys():
        return size if len(rule.pool) == 1 else f"{size}, all of them mandatory"
    # A minimum of one unit says nothing that a minimum of credits does not say.
    least = rule.min_units or 0
    return f"at least {number(least)} of {size}" if least > 1 else size


def _asked_of(group: Group) -> str:
    asked = [
        counted(least, noun) for least, noun in ((group.min_credits, "credit"), (group.min_units, "unit")) if least
    ]
    return f"at least {listed(asked)}" if asked else "any number"


def _pairs_in_words(rule: Rule) -> list[str]:
    """Each pair once, gathered under the unit that bars the most others."""
    left = set(rule.barred)
    sentences = []
    while left:
        partners = {unit: sorted(rule.barred_by(unit, _others(left, unit))) for unit in frozenset().union(*left)}
        unit = min(partners, key=lambda unit: (-len(partners[unit]), unit))
        sentences.append(f"Unit {unit} cannot be combined with {listed(partners[unit], 'or')}.")
        left -= {frozenset((unit, other)) for other in partners[unit]}
    return sentences


def _others(pairs: Iterable[frozenset[str]], unit: str) -> frozenset[str]:
    return frozenset().union(*(pair for pair in pairs if unit in pair)) - {unit}


def _least_in_words(rule: Rule, chosen: frozenset[str], short: int, least: int) -> str:
    """ "at least four more units, as the three largest left (9, 7 and 7) come to 23"."""
    sentence = f"at least {number(least)} more {'unit' if least == 1 else 'units'}"
    left = rule.pool.keys() - chosen - refusals(rule, chosen).keys()
    largest = sorted((rule.pool[unit] for unit in left), reverse=True)[: least - 1]
    if not largest or sum(largest) >= short:
        return sentence
    if len(largest) == 1:
        return f"{sentence}, as the largest left has {largest[0]}"
    return (
        f"{sentence}, as the {number(len(largest))} largest left ({listed(map(str, largest))}) come to {sum(largest)}"
    )


def _units(units: tuple[str, ...]) -> str:
    return f"{'unit' if len(units) == 1 else 'units'} {listed(units)}"


def _named(units: Iterable[str]) -> str:
    units = tuple(units)
    return f"Unit {units[0]} is" if len(units) == 1 else f"Units {listed(units)} are"


def _it(units: tuple[str, ...]) -> str:
    return "it" if len(units) == 1 else "them"
