"""Reports: who may open their files, what is downloaded of one without a file, and how often."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import typst
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.dateformat import format as format_date

from cmiportal.database import count_one
from cmiportal.documents.files import discard_file, store_upload
from cmiportal.documents.judging import Limits
from cmiportal.documents.models import StoredFile
from cmiportal.documents.typesetting import printable, typeset
from cmiportal.rules.days import UK, uk_day

from ..models import Report, ReportDownloads
from ..rules.print_blocks import blocks

REPORT = "report"  # their kind among stored files
TYPES = ("PDF", "DOCX", "XLSX", "PPTX")
# The same words are typeset once, however many ask for them.
KEPT_SECONDS = int(timedelta(days=7).total_seconds())


def may_open_now(user: Any, file: StoredFile) -> bool:
    """Whether the file is that of a report which anybody may read today; editors see it before."""
    return Report.objects.visible_to(user, on=uk_day(timezone.now())).filter(file=file.pk).exists()


def pdf_of(report: Report) -> bytes:
    """The report as PDF, typeset from its text: the same words give the same bytes, dated as it was published."""
    said = {
        "kind": report.get_kind_display(),
        "standfirst": report.standfirst,
        "dated": format_date(report.published_on, "j F Y") if report.published_on else "Draft",
        "blocks": [asdict(block) for block in blocks(report.body)],
    }
    key = f"report-{sha256(repr((report.title, said)).encode()).hexdigest()}"
    return cache.get_or_set(key, lambda: _typeset(report, said), KEPT_SECONDS)  # type: ignore[return-value]


def count_download(*, report: Report, at: datetime) -> None:
    """One more on that day in UK time, and by nobody in particular; of many at once each counts."""
    count_one(ReportDownloads, "count", report=report.pk, day=uk_day(at))


def downloads_by_month(report: Report) -> list[tuple[date, int]]:
    """(first day of the month, how often it was downloaded in it), the last first; one query."""
    months = report.downloads.order_by().annotate(month=TruncMonth("day")).values("month")
    return list(months.annotate(total=Sum("count")).order_by("-month").values_list("month", "total"))


def keep_file(*, upload: File, at: datetime) -> StoredFile:
    """Keep a file for a report, which nobody may open until it is put there; raises FileRefused with a sentence."""
    limits = Limits(types=TYPES, size=settings.UPLOAD_MAX_BYTES, unpacked=settings.UPLOAD_UNPACKED_MAX_BYTES)
    return store_upload(upload=upload, kind=REPORT, owner=None, at=at, limits=limits)


@transaction.atomic
def put_file(*, report: Report, file: StoredFile | None) -> Report:
    """Put a file in place of the one before, or none, so that the text is typeset; the one before goes for good."""
    row = Report.objects.select_for_update().get(pk=report.pk)
    before, row.file = row.file, file
    row.save(update_fields=["file"])
    if before and before != file:
        discard_file(file=before)
    return row


def _typeset(report: Report, said: dict[str, Any]) -> bytes:
    """Letters that no font has are left out, as everywhere in print."""
    day = report.published_on or date(2000, 1, 1)
    dated = datetime(day.year, day.month, day.day, tzinfo=UK)
    try:
        return typeset("report", said, at=dated, title=report.title)
    except typst.TypstError:
        words = printable({**said, "title": report.title})[0]
        return typeset("report", words, at=dated, title=words["title"])
