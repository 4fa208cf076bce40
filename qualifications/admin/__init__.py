"""The Django admin of the app, one file per noun; a file registers its models when it is imported."""

from . import catalogue, centres, enrolment, portfolio

__all__ = ["catalogue", "centres", "enrolment", "portfolio"]
