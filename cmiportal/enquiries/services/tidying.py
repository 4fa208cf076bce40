"""What happens to enquiries by the clock: answered ones are closed, closed ones are erased."""

from datetime import datetime

from django.db import transaction

from cmiportal.workflow import move

from ..models import Enquiry, EnquiryAnswer

EMPTY = {"name": "", "email": "", "organisation": "", "phone": "", "message": "", "note": "", "details": []}


@transaction.atomic
def settle_answered(*, at: datetime) -> int:
    """Close what was answered and nobody came back to; returns how many. What staff move meanwhile stays theirs."""
    found = list(Enquiry.objects.select_for_update().settled(at=at).order_by("pk"))
    for enquiry in found:
        move(enquiry, "settle", at=at, ended_at=at)
    return len(found)


@transaction.atomic
def erase_old(*, at: datetime) -> int:
    """Erase who wrote what, and what was answered, long enough after the end; returns of how many.

    Number, kind, dates and moves stay, for figures and so that a number that somebody kept is still known.
    """
    old = [row.pk for row in Enquiry.objects.select_for_update().to_erase(at=at).order_by("pk")]
    EnquiryAnswer.objects.filter(enquiry__in=old).delete()
    return Enquiry.objects.filter(pk__in=old).update(**EMPTY, person=None, erased_at=at)
