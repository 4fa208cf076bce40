"""The Django admin of the app, one file per noun; a file registers its models when it is imported."""

from . import assessment, awards, catalogue, centres, enrolment, history, portfolio

__all__ = ["assessment", "awards", "catalogue", "centres", "enrolment", "history", "portfolio"]
