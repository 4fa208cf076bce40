"""Reading robots.txt as a robot does."""

import re


def is_open_to_robots(text: str, path: str) -> bool:
    """Whether robots may open the path: the longest rule that fits it decides (RFC 9309)."""
    rules = [line.split(": ", 1) for line in text.splitlines() if line.startswith(("Allow", "Disallow"))]
    fitting = [(len(place), name == "Allow") for name, place in rules if _fits(place, path)]
    return max(fitting, default=(0, True))[1]


def _fits(place: str, path: str) -> bool:
    """``*`` stands for anything, ``$`` for the end of an address."""
    return re.match(re.escape(place).replace(r"\*", ".*").replace(r"\$", "$"), path) is not None
