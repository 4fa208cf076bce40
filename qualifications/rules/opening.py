"""Whether a qualification takes new learners on a day, and if not, why: plain values in, a sentence out."""

from datetime import date


def closed_because(*, has_rule: bool, opens_on: date | None, last_on: date | None, on: date) -> str:
    """Why nobody can register on that day, or nothing where they can; both days given are days of registration."""
    if last_on is not None and last_on < on:
        return f"Registration ended on {_said(last_on)}."
    if opens_on is not None and on < opens_on:
        return f"Registration opens on {_said(opens_on)}."
    if not has_rule:
        return "Its units are not published yet."
    return ""


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
