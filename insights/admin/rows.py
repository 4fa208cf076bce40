"""Rows that a service has written, in the hands of the admin."""

from django.db.models import Model


def become(obj: Model, row: Model) -> None:
    """Let the row that the admin holds say what the one says that a service has saved: its log and its links use it."""
    for field in row._meta.concrete_fields:
        setattr(obj, field.attname, getattr(row, field.attname))
    obj._state.adding = False
