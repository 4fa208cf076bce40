"""Drawing a sample so that anybody with the seed can draw it again. Nothing of Django."""

import hashlib
from collections.abc import Iterable


def draw(ids: Iterable[str], *, seed: str, size: int) -> list[str]:
    """``size`` of the ids, each as likely as any other: those whose SHA-256 with the seed is lowest.

    In which order the ids come, or that one comes twice, changes nothing. Nobody who does not know the seed can tell
    beforehand who is drawn. Fewer ids than ``size`` are all drawn.
    """
    return sorted(set(ids), key=lambda one: (rank(one, seed), one))[:size]


def rank(one: str, seed: str) -> str:
    """Where the id stands in the draw with that seed: a digest in hexadecimal."""
    return hashlib.sha256(f"{seed}:{one}".encode()).hexdigest()
