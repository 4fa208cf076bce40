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
    told = 0
    for kind, stages in (
        ("work_due_soon", Stage.objects.nearly_late(at=at)),
        ("work_late", Stage.objects.late(at=at)),
    ):
        for stage in stages.with_work().order_by("due_at", "pk").iterator(chunk_size=500):
            with transaction.atomic():
                tell_about_due(stage, kind, at=at)
            told += 1
    return told
