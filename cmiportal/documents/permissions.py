"""Who may open a stored file."""

import logging
from typing import Any

from cmiportal.registry import DocumentKind, UnknownKey, find

from .models import StoredFile

logger = logging.getLogger(__name__)


def may_open(user: Any, file: StoredFile) -> bool:
    """Whether the rule of the file's kind lets this person open it; nobody opens a kind that nobody registered."""
    try:
        return find(DocumentKind, file.kind).may_open(user, file)
    except UnknownKey:
        logger.error("File %s has kind %r, which no app registers", file.pk, file.kind)
        return False
