"""Kinds of files of this package's own, and Office files made part by part."""

import pytest
from django.core.files.storage import default_storage

from cmiportal import registry
from cmiportal.registry import DocumentKind
from tests.cmiportal.documents.files import Made


@pytest.fixture(autouse=True)
def kinds(monkeypatch, settings, tmp_path):
    """Two kinds, "own" for the owner alone and "shared" for everybody, and an empty storage."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setitem(registry._entries, DocumentKind, dict(registry._entries.get(DocumentKind, {})))
    registry.register(
        DocumentKind("own", label="Own", may_open=lambda user, file: user.pk == file.owner_id),
        DocumentKind("shared", label="Shared", may_open=lambda user, file: True),
    )


@pytest.fixture
def kept():
    """The keys of everything that the storage holds."""

    def keys(folder="documents"):
        if not default_storage.exists(folder):
            return []
        folders, names = default_storage.listdir(folder)
        deeper = [key for name in folders for key in keys(f"{folder}/{name}")]
        return sorted(deeper + [f"{folder}/{name}" for name in names])

    return keys


@pytest.fixture
def made():
    """Real files of every type that is taken."""
    return Made()
