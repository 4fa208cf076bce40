"""CPD: a person's own entries and offers; reviews for the person and for the team."""

from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS

from ..workflow import CPD_REVIEW_OPEN, CpdReviewState


class CpdEntryQuerySet(QuerySet):
    """Entries; nobody but the person sees them, save a reviewer in a review."""

    def visible_to(self, user: Any) -> "CpdEntryQuerySet":
        """The person's own."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def narrowed(self, *, year: int | None = None, area: str = "") -> "CpdEntryQuerySet":
        """Of that year, of that area."""
        rows = self if year is None else self.filter(on__year=year)
        return rows.filter(area=area) if area else rows

    def counted(self) -> "CpdEntryQuerySet":
        """Year, area and the number of entries, as tuples; one query."""
        return self.order_by().values_list("on__year", "area").annotate(number=Count("pk"))

    def whole(self) -> "CpdEntryQuerySet":
        """With their area and what shows them, in two queries."""
        return self.select_related("area").prefetch_related("evidence__item")


class CpdOfferQuerySet(QuerySet):
    """Offers of entries."""

    def visible_to(self, user: Any) -> "CpdOfferQuerySet":
        """The person's own."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def waiting(self) -> "CpdOfferQuerySet":
        """Neither taken up nor dismissed."""
        return self.filter(dismissed_at=None, entry=None)


class CpdSampleQuerySet(QuerySet):
    """Samples."""

    def counted(self) -> "CpdSampleQuerySet":
        """With the number of reviews that are ``open``, and of those ``to_review``."""
        is_open, is_sent = Q(reviews__state__in=CPD_REVIEW_OPEN), Q(reviews__state=CpdReviewState.SUBMITTED)
        return self.annotate(open=Count("reviews", filter=is_open), to_review=Count("reviews", filter=is_sent))


class CpdReviewQuerySet(QuerySet):
    """Reviews of sampled records."""

    def visible_to(self, user: Any) -> "CpdReviewQuerySet":
        """The person's own; all for the membership team, of whom nobody may move their own."""
        if not user.is_authenticated:
            return self.none()
        if user.serves_as(MEMBERSHIP_ASSESSORS):
            return self
        return self.filter(person=user)

    def open(self) -> "CpdReviewQuerySet":
        """Not answered for good yet."""
        return self.filter(state__in=CPD_REVIEW_OPEN)

    def in_order_of_work(self) -> "CpdReviewQuerySet":
        """What waits for a reviewer first, then what waits for its person, the earliest due first; the rest last."""
        waiting = When(state=CpdReviewState.SUBMITTED, then=0), When(state__in=CPD_REVIEW_OPEN, then=1)
        return self.order_by(Case(*waiting, default=2), "due_on", "pk")

    def to_review(self) -> "CpdReviewQuerySet":
        """Records that were sent, the earliest due first."""
        return self.filter(state=CpdReviewState.SUBMITTED).order_by("due_on", "pk")
