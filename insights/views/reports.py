"""Research and reports, which anybody may read and download."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.documents.judging import BY_MEDIA_TYPE, megabytes
from cmiportal.documents.models import StoredFile
from cmiportal.documents.views import sent
from cmiportal.rules.days import uk_day
from cmiportal.ui.narrowing import PAGE, narrowed
from cmiportal.visitors import reads_query

from ..forms.report_filters import ReportFilterForm
from ..models import Campaign, Report
from ..services.pictures import facts_in
from ..services.reports import count_download, pdf_of

PAGE_SIZE = 20
KILOBYTE = 1024


@public
@reads_query(*ReportFilterForm.base_fields, PAGE)
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """What is published, the latest first; four queries, however many there are."""
    on = uk_day(timezone.now())
    rows = Report.objects.published(on=on).select_related("topic").defer("body")
    form = ReportFilterForm(request.GET, on=on)
    links = {"kind_links": form.links("kind", "All kinds"), "topic_links": form.links("topic", "All topics")}
    template = "insights/reports/report_list.html"
    return narrowed(request, form, template, page_size=PAGE_SIZE, said=lambda found: links, reports=rows)


@public
@require_safe
def report_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One report with its facts, and the campaigns that point to it; two queries, two more with pictures."""
    on = uk_day(timezone.now())
    campaigns = Prefetch("campaigns", Campaign.objects.published(on=on).only("slug", "title", "report"))
    rows = Report.objects.visible_to(request.user, on=on).select_related("topic", "file", "picture")
    report = get_object_or_404(rows.prefetch_related(campaigns), slug=slug)
    pictures = facts_in(report.body, cover=report.picture)
    context = {
        "report": report,
        "pictures": pictures,
        "cover": pictures.get(str(report.picture_id)),
        "format": _format(report.file),
        "is_draft": not report.published_on or report.published_on > on,
    }
    return render(request, "insights/reports/report_detail.html", context)


@public
@never_cache
@require_safe
def report_download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file, or the text typeset; counted where somebody asks for it, and not where a browser only looks ahead."""
    now = timezone.now()
    rows = Report.objects.visible_to(request.user, on=uk_day(now)).select_related("file")
    report = get_object_or_404(rows, slug=slug)
    if report.file:
        response = sent(request, report.file)
    else:
        headers = {"Content-Disposition": f'attachment; filename="{report.slug}.pdf"'}
        response = HttpResponse(pdf_of(report), content_type="application/pdf", headers=headers)
    if response.status_code == 200 and _is_meant(request):  # found
        count_download(report=report, at=now)
    return response


def _format(file: StoredFile | None) -> str:
    """``PDF, 1.4 MB``; of what is typeset when it is asked for, the format alone."""
    if file is None:
        return "PDF"
    kind = BY_MEDIA_TYPE[file.media_type].name if file.media_type in BY_MEDIA_TYPE else "File"
    small = file.size < KILOBYTE**2
    return f"{kind}, {-(-file.size // KILOBYTE)} kB" if small else f"{kind}, {megabytes(file.size, up=True)} MB"


def _is_meant(request: HttpRequest) -> bool:
    asked = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return request.method == "GET" and "prefetch" not in asked.lower()
