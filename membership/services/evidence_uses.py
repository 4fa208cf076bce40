"""Where a piece of evidence stands beside a portfolio: before it is withdrawn, its owner reads what that touches."""

from cmiportal.documents.models import Item

from ..models import CpdEntry, Experience, QualificationHeld, Statement


def uses_of(item: Item) -> list[str]:
    """Each place in words, such as “Difficult conversations” in your CPD record; four queries."""
    entries = CpdEntry.objects.filter(evidence__item=item).order_by("-on", "pk")
    posts = Experience.objects.filter(evidence=item).order_by("-since", "pk")
    held = QualificationHeld.objects.filter(evidence=item).order_by("-awarded_on", "pk")
    statements = Statement.objects.filter(evidence__item=item).select_related("criterion")
    return [
        *(f"“{entry.title}” in your CPD record" for entry in entries),
        *(f"“{post.post}” in your record of experience" for post in posts),
        *(f"“{one.title}” among your qualifications" for one in held),
        *(f"“{one.criterion.title}” in your Chartered Manager application" for one in statements),
    ]
