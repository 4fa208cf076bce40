"""A container's health check: ``healthy.py URL`` succeeds where the address answers well.

``healthy.py URL worker`` looks at that one finding of /readyz, whatever the others are. Only the standard library, so
that a check costs no start of Django.
"""

import json
import os
import sys
import urllib.error
import urllib.request

SECONDS = 8


def answer(url: str) -> tuple[bool, bytes]:
    """Whether the address answers with a success, and what; asked by a host name that the portal allows."""
    host = os.environ.get("ALLOWED_HOSTS", "").partition(",")[0].strip().lstrip(".")
    request = urllib.request.Request(url, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return True, response.read()
    except urllib.error.HTTPError as error:
        return False, error.read()


def healthy(url: str, finding: str = "") -> bool:
    """Raises OSError where nothing answers, KeyError or ValueError where the answer holds no such finding."""
    well, said = answer(url)
    return bool(json.loads(said)["checks"][finding]["ok"]) if finding else well


if __name__ == "__main__":
    try:
        sys.exit(not healthy(*sys.argv[1:]))
    except (OSError, LookupError, ValueError) as error:
        sys.exit(f"{sys.argv[1]}: {error!r}")
