"""What pictures register: who may open their files, and the tables that visitors read."""

from typing import Any

from cmiportal.documents.models import StoredFile
from cmiportal.registry import DocumentKind, Entry, PublicTable

from ..permissions import is_an_editor
from ..services.pictures import PICTURE, SIZE


def may_open(user: Any, file: StoredFile) -> bool:
    """Editors; readers see pictures at addresses of their own, which are no documents."""
    return is_an_editor(user)


ENTRIES: tuple[Entry, ...] = (
    DocumentKind(key=PICTURE, label="Picture as it was added", may_open=may_open),
    DocumentKind(key=SIZE, label="Picture in a size", may_open=may_open),
    PublicTable(key="picture", model="insights.Picture"),
)
