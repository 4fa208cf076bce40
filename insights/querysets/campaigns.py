"""Campaigns by who may see them."""

from .published import PublishedQuerySet


class CampaignQuerySet(PublishedQuerySet):
    """Campaigns."""
