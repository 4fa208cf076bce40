"""The front door, and two addresses for machines."""

from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from qualifications.rules.clock import uk_day

from .health import examine
from .home import figures, ladder, waiting_for


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the Institute offers today and the ways in; for those who are signed in, first what waits for them."""
    on = uk_day(timezone.now())
    levels = ladder(on=on)
    context = {
        "levels": levels,
        "figures": {"qualifications": sum(rung["offers"] for rung in levels), **figures(on=on)},
        "waiting": waiting_for(request.user) if request.user.is_authenticated else [],
        "assessment_days": settings.ASSESSMENT_DAYS,
        "registration_years": settings.REGISTRATION_YEARS,
    }
    return render(request, "site/home.html", context)


@public
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """This process is alive."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Every check with its finding; 200 when all hold, 503 when one does not."""
    findings = examine(at=timezone.now())
    ready = all(finding.ok for finding in findings.values())
    checks = {name: asdict(finding) for name, finding in findings.items()}
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)
