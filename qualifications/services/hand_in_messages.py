"""The receipt that a learner gets by message: what was handed in, when, and what happens by when."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from cmiportal.documents.models import ItemVersion
from cmiportal.notifications.services import notify

from ..models import HandIn
from .assessment_messages import about
from .hand_ins import planned_dates

SHOWN_OF_HASH = 12  # enough to tell two files apart; the receipt page has all of it


def tell_received(made: HandIn, *, at: datetime) -> None:
    """Tell the learner that the work arrived; four queries beside those of the message."""
    versions = ItemVersion.objects.filter(hand_in_items__hand_in=made).select_related("file").distinct()
    dates = planned_dates(made.submission, at=at)
    notify(
        kind="submission_received",
        key=f"submission-received:{made.pk}",
        recipient=made.unit_enrolment.learner,
        context={
            **about(made.submission),
            "receipt": made.receipt_number,
            "handed_in_at": made.at.isoformat(),
            "words": made.words,
            "pieces": [_piece(version) for version in versions.order_by("created_at", "pk")],
            "marked_by": dates["marking"].isoformat(),
            "verified_by": dates["verification"].isoformat(),
            "sha256": made.manifest_sha256.hex(),
            "path": reverse("qualifications:hand_in_receipt", args=[made.pk]),
        },
        at=at,
    )


def _piece(version: ItemVersion) -> dict[str, Any]:
    """A frozen piece in plain values: ``size`` in bytes and the beginning of the hash, of its file if it has one."""
    sha256 = bytes(version.file_sha256 or version.text_sha256).hex()[:SHOWN_OF_HASH]
    return {
        "title": version.title,
        "file": version.file.name if version.file else "",
        "size": version.file.size if version.file else 0,
        "words": version.word_count,
        "sha256": sha256,
    }
