"""The front door, and two addresses for machines."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day
from cmiportal.ui.context_processors import Navigation

from .health import examine
from .home import figures, href_of, ladder, latest_articles, next_events, organization, tiles, waiting_for


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the Institute offers today; for those who are signed in, first what waits for them."""
    now, navigation = timezone.now(), Navigation(request)
    shown = {
        "events": next_events(at=now),
        "articles": latest_articles(),
        "tiles": tiles(navigation),
        "dual": href_of(navigation, "Dual Accreditation"),
        "involved": href_of(navigation, "Research Participation"),
        "journey": href_of(navigation, "insights:career_journey"),
        "linked": organization(),
    }
    if request.user.is_authenticated:
        return render(request, "site/home.html", {**shown, "waiting": waiting_for(request.user)})
    on = uk_day(now)
    levels = ladder(on=on)
    offered = {"qualifications": sum(rung["offers"] for rung in levels), **figures(on=on)}
    return render(request, "site/home.html", {**shown, "levels": levels, "figures": offered})


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
