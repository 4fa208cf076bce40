"""What makes a message look as if a machine had sent it, in sentences for the staff who look at it.

Nothing here refuses anybody: a browser fills fields in by itself, and a quick person is quick. What is found sends the
message to be looked at first, and until then nothing is sent to the address that it gives.
"""

import re
from dataclasses import dataclass

LINK = re.compile(r"https?:|www\.|\[url|<a\s", re.IGNORECASE)
TRAPPED = "A field that people do not see was filled in."
NO_TIME = "It does not say when its page was opened."
CROWDED = "More than {} messages came from one connection on this day."


@dataclass(frozen=True)
class Limits:
    """The policy: how many seconds a person takes at least, how many links a message holds at most."""

    seconds: int
    links: int


def doubts(*, trap: str, seconds: int | None, message: str, limits: Limits) -> list[str]:
    """Why somebody should look first, a sentence for each reason; empty where there is none.

    ``trap`` is what stood in the hidden field; ``seconds`` from opening the page to sending, None where unknown.
    """
    found = [TRAPPED] if trap.strip() else []
    if seconds is None:
        found.append(NO_TIME)
    elif seconds < limits.seconds:
        found.append(f"It was sent within {limits.seconds} seconds of opening the page.")
    links = len(LINK.findall(message))
    if links > limits.links:
        found.append(f"It holds {links} links.")
    return found
