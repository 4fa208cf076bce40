"""Nothing secret in the log: an address that acts by itself is a key, and Django logs the address of every refusal."""

import logging
import re

# Signed links, the way out of a kind of e-mail, somebody's calendar to follow (which is not the calendar of events),
# and allauth's links that confirm an address or set a password.
KEYS = re.compile(
    r"(/links/|/messages/stop/|(?<!/events)/calendar/|/accounts/confirm-email/|/accounts/password/reset/key/)"
    r"[^/\s\"'?]+"
)


class HideKeys(logging.Filter):
    """On a handler: writes ``/links/…/`` for the address of a link, whichever part of the code named it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without keys."""
        said = record.getMessage()
        hidden = KEYS.sub(r"\1…", said)
        if hidden != said:
            record.msg, record.args = hidden, ()
        return True
