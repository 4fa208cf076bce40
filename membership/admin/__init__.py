"""The Django admin of the app, one file per noun; a file registers its models when it is imported."""

from . import applications, cpd, grades, history, record

__all__ = ["applications", "cpd", "grades", "history", "record"]
