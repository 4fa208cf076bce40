"""The Django admin of the app, one file per noun; a file registers its models when it is imported."""

from . import applications, chartered, companions, cpd, grades, history, members, organisations, record

__all__ = ["applications", "chartered", "companions", "cpd", "grades", "history", "members", "organisations", "record"]
