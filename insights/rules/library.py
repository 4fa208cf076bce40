"""The resource library in words."""

from collections.abc import Iterable


def levels_in_words(levels: Iterable[int]) -> str:
    """For whose work something is meant: "All levels", "Level 5", "Levels 3 to 5", "Levels 3, 5 and 7"."""
    ordered = sorted(set(levels))
    if not ordered:
        return "All levels"
    first, last = ordered[0], ordered[-1]
    if first == last:
        return f"Level {first}"
    if len(ordered) > 2 and last - first == len(ordered) - 1:
        return f"Levels {first} to {last}"
    return f"Levels {', '.join(map(str, ordered[:-1]))} and {last}"
