"""What runs on this machine, for tests that start and end processes."""

import time
from collections.abc import Callable

import psutil


def commands_with(text: str) -> list[str]:
    """The command lines of running processes that contain `text`."""
    lines = [" ".join(process.info["cmdline"] or []) for process in psutil.process_iter(["cmdline"])]
    return [line for line in lines if text in line]


def wait_until(true: Callable[[], object], *, seconds: float = 15) -> bool:
    """Whether `true()` became true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
