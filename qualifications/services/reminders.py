"""Who is nearly late and who is late: told once each, to the holder and the centre's coordinators."""

from datetime import datetime

from django.db import transaction

from ..models import Stage
from .assessment_messages import tell_about_due


def remind_due(*, at: datetime) -> int:
    """Remind about every open stage that is nearly late or late at ``at``; returns how many stages that were.

    Each stage in a transaction of its own, so that a run that stops half way is taken up by the next; the
    deduplication key keeps anybody from being told twice.
    """
    nearly, late = Stage.objects.nearly_late(at=at), Stage.objects.late(at=at)
    return sum(
        _remind(pk, kind, at=at)
        for kind, stages in (("work_due_soon", nearly), ("work_late", late))
        for pk in stages.order_by("due_at", "pk").values_list("pk", flat=True)
    )


@transaction.atomic
def _remind(pk: int, kind: str, *, at: datetime) -> int:
    """Remind about one stage, unless somebody ended it since it was listed; how many that were."""
    stage = Stage.objects.open().with_work().filter(pk=pk).first()
    if stage is None:
        return 0
    tell_about_due(stage, kind, at=at)
    return 1
