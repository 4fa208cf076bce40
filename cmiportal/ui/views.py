"""The style guide: every component in every state, from the same partials as the pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public

from .samples import samples

SCHEMES = ("light", "dark")


@public
@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """All components; ``?scheme=light`` or ``dark`` overrides the scheme of the system."""
    asked = request.GET.get("scheme", "")
    return render(
        request,
        "style_guide/index.html",
        {"scheme": asked if asked in SCHEMES else "", "samples": samples(request.GET.get("page", ""))},
    )
