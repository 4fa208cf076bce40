"""How long something takes, on a machine that may be busy with other things."""

import time
from collections.abc import Callable


def quickest(act: Callable[[], object], *, times: int = 3) -> float:
    """The seconds of the quickest of several runs: one alone may be held up by whatever else the machine does."""
    taken = []
    for _ in range(times):
        begun = time.monotonic()
        act()
        taken.append(time.monotonic() - begun)
    return min(taken)
