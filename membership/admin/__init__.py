"""The Django admin of the app, one file per noun; a file registers its models when it is imported."""

from . import applications, grades, history, record

__all__ = ["applications", "grades", "history", "record"]
