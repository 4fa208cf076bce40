"""Reports by who may see them."""

from .published import PublishedQuerySet


class ReportQuerySet(PublishedQuerySet):
    """Research and reports."""
