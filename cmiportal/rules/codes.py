"""Verification codes: read from paper, typed by hand.

Crockford's base 32 leaves out I, L, O and U; what a person types for them is understood all the same. Twelve
characters are 60 bits, so that a code cannot be found by trying.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})


def new_code() -> str:
    """Twelve random characters in three groups: ``7Q4K-M2ZD-90PX``."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def read_code(typed: str) -> str:
    """What was typed as a code is written: case, blanks, hyphens and misread letters put right; "" if it is none."""
    plain = re.sub(r"[\s\-‐‑–—]", "", typed).upper().translate(MISREAD)
    if len(plain) != LENGTH or set(plain) - set(ALPHABET):
        return ""
    return grouped(plain)


def grouped(plain: str) -> str:
    """The characters in groups of four."""
    return "-".join(plain[start : start + 4] for start in range(0, LENGTH, 4))
