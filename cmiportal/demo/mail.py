"""E-mail in the demo: each message is one file in a folder, and a page shows them.

A message is written beside the folder's other files under a name that no reader looks at, and then renamed: a file that
can be seen is whole. Names begin with the nanosecond of writing, so their order is the order of sending whatever the
clock of the file system.
"""

import os
import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME = re.compile(r"[0-9]{20}-[0-9a-f]{32}")


class FolderBackend(BaseEmailBackend):
    """Django's e-mail backend for the demo: delivers into ``settings.EMAIL_FILE_PATH``."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message; returns how many. Raises OSError unless told to fail silently."""
        folder = Path(settings.EMAIL_FILE_PATH)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for message in email_messages:
                deliver(message.message().as_bytes(), folder=folder)
        except OSError:
            if not self.fail_silently:
                raise
            return 0
        return len(email_messages)


@dataclass(frozen=True)
class Letter:
    """One sent message, as the demo's pages show it; `html` is None without such a part."""

    name: str
    subject: str
    sender: str
    recipients: str
    date: str
    text: str
    html: str | None


def deliver(content: bytes, *, folder: Path) -> str:
    """Write one message whole or not at all; returns its name."""
    name = f"{time.time_ns():020d}-{uuid.uuid4().hex}"
    unfinished = folder / f".{name}.unfinished"
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, folder / f"{name}.eml")
    finally:
        unfinished.unlink(missing_ok=True)
    return name


def letters(*, folder: Path, limit: int = 100) -> list[Letter]:
    """The latest messages, newest first."""
    names = sorted((path.stem for path in folder.glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
    return [letter for name in names[:limit] if (letter := find_letter(name, folder=folder))]


def find_letter(name: str, *, folder: Path) -> Letter | None:
    """The message of that name, or None: no such name, or removed in the meantime."""
    if not NAME.fullmatch(name):
        return None
    try:
        content = (folder / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return _letter(name, BytesParser(policy=policy.default).parsebytes(content))


def _letter(name: str, message: Parsed) -> Letter:
    return Letter(
        name=name,
        subject=str(message["Subject"] or "(no subject)"),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        date=str(message["Date"] or ""),
        text=_part(message, "plain") or "",
        html=_part(message, "html"),
    )


def _part(message: Parsed, subtype: str) -> str | None:
    part = message.get_body(preferencelist=(subtype,))
    return None if part is None else part.get_content()
