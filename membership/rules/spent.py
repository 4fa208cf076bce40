"""Time that was spent on something: people say hours, we keep minutes. Nothing of Django."""

from decimal import ROUND_HALF_UP, Decimal


def minutes_of(hours: Decimal) -> int:
    """Whole minutes, at least one: nobody means nought who writes a figure."""
    return max(1, int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP)))


def hours_of(minutes: int) -> Decimal:
    """Hours to two places, as a form shows them: ``minutes_of`` gives the minutes back."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def said(minutes: int) -> str:
    """``1 hour 30 minutes``; ``45 minutes``; ``2 hours``."""
    hours, rest = divmod(minutes, 60)
    parts = [_counted(hours, "hour")] if hours else []
    parts += [_counted(rest, "minute")] if rest else []
    return " ".join(parts)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
