"""Numbers that people read out: a prefix, digits, two check characters by ISO 7064 mod 97-10.

A single wrong digit and two swapped ones are always noticed. Letters of the prefix count as in ISO 7064: A is 10.
"""

DIGITS = 7


def with_check(prefix: str, number: int) -> str:
    """``with_check("A", 48213)`` is ``"A0048213"`` and its two check digits."""
    body = f"{prefix}{number:0{DIGITS}d}"
    return f"{body}{98 - _value(body + '00') % 97:02d}"


def is_valid(text: str) -> bool:
    """Whether the check characters fit; blanks, hyphens and case do not matter."""
    cleaned = text.replace(" ", "").replace("-", "").upper()
    return len(cleaned) > DIGITS and cleaned.isascii() and cleaned.isalnum() and _value(cleaned) % 97 == 1


def _value(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text))
