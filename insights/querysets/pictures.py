"""Pictures by what is still to be done for them."""

from django.db.models import QuerySet


class PictureQuerySet(QuerySet):
    """Pictures."""

    def to_size(self) -> "PictureQuerySet":
        """Those whose sizes are still to be made, the earliest first."""
        return self.filter(sized_at=None).order_by("created_at", "pk")

    def with_sizes(self) -> "PictureQuerySet":
        """With their sizes, in one query more."""
        return self.prefetch_related("sizes")
