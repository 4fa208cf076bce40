"""Reasons in words: what a condition asks, and by how much somebody falls short."""

from .eligibility import MONTH, YEAR, Condition, Finding, Outcome, Qualification, Registered, Way, Years

SIZES = {
    "award": "Award",
    "certificate": "Certificate",
    "diploma": "Diploma",
    "extended_diploma": "Extended Diploma",
    "degree": "degree",
}
LAST_MONTH = 11
FIGURES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def asked(condition: Condition) -> str:
    """What a condition asks for, to stand after "You need"."""
    match condition:
        case Years(years=years, strategic=strategic):
            kind = "strategic posts" if strategic else "management"
            return f"{counted(years, 'year')} in {kind}"
        case Qualification():
            return _qualification(condition)
        case Registered():
            return "to be registered on one of our qualifications"
    return "to have passed the end-point assessment of a management apprenticeship"


def needed(way: Way) -> str:
    """All that a way asks for, as a phrase of its own: "Three years in management and …"."""
    text = " and ".join(asked(condition) for condition in way) or "nothing: it is open to everybody"
    return text[:1].upper() + text[1:]


def said(finding: Finding) -> str:
    """What was found, as a sentence: what counts, by how much it is short, or who has to look at it."""
    condition, outcome = finding.condition, finding.outcome
    if isinstance(condition, Years):
        has = f"You have {length(finding.days)}" if finding.days else "You have told us of none"
        if outcome == Outcome.NOT_MET:
            return f"{has}: {length(finding.short, up=True)} short."
        return f"{has}." if outcome == Outcome.MET else f"{has}, which somebody here has to confirm."
    if isinstance(condition, Qualification) and finding.level:
        below = condition.level - finding.level
        if below > 0:
            return f"Your level {finding.level} is {counted(below, 'level')} below."
        return f"You have one at level {finding.level}, but not one of those that count here."
    if outcome == Outcome.PERSON:
        return "You have told us of one, which somebody here has to confirm."
    return "We have this on record." if outcome == Outcome.MET else "You have told us of none."


def length(days: int, *, up: bool = False) -> str:
    """Days as years and months of 30 days: "two years and four months"; less than a month as days.

    ``up`` rounds the months up, for what is still missing.
    """
    if days < MONTH:
        return counted(days, "day")
    years, rest = divmod(days, YEAR)
    months = -(-rest // MONTH) if up else min(rest // MONTH, LAST_MONTH)
    if months > LAST_MONTH:
        years, months = years + 1, 0
    parts = [counted(number, unit) for number, unit in ((years, "year"), (months, "month")) if number]
    return " and ".join(parts)


def counted(number: int, unit: str) -> str:
    """A number with its unit, in words up to nine."""
    figure = FIGURES[number] if number < len(FIGURES) else str(number)
    return f"{figure} {unit}" + ("" if number == 1 else "s")


def _qualification(wanted: Qualification) -> str:
    levels = f"level {wanted.level}" if wanted.level == wanted.up_to else f"level {wanted.level} or above"
    if wanted.level < wanted.up_to < 8:
        levels = f"level {wanted.level} to {wanted.up_to}"
    whose = "one of our qualifications" if wanted.own else "a management qualification"
    sizes = " or ".join(SIZES[size] for size in wanted.sizes)
    text = f"{whose} at {levels}" + (f" ({sizes})" if sizes else "")
    if wanted.within_years is not None:
        text += f", awarded within the last {counted(wanted.within_years, 'year')}"
    return text
