"""The mail that the demo sent, for whoever tries it out; these addresses exist in the demo alone."""

from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public

from .mail import Letter, find_letter, letters

NEW_TAB = '<base target="_blank">'


@public
@never_cache
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Every message, newest first."""
    return render(request, "demo/mail_list.html", {"letters": letters(folder=_folder())})


@public
@never_cache
@require_safe
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One message: its text with links that work, and a frame with its HTML part."""
    return render(request, "demo/mail_detail.html", {"letter": _letter_or_404(name)})


@public
@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part as a mail program shows it: no script, no form, nothing of this site's origin."""
    html = _letter_or_404(name).html
    if html is None:
        raise Http404
    return HttpResponse(NEW_TAB + html)


def _letter_or_404(name: str) -> Letter:
    letter = find_letter(name, folder=_folder())
    if letter is None:
        raise Http404
    return letter


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)
