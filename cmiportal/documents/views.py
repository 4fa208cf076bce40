"""Handing out stored files."""

import logging
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import signed_in

from . import storing
from .models import StoredFile
from .permissions import may_open

logger = logging.getLogger(__name__)

# Even opened in the browser against our will, a file runs nothing, loads nothing and has an origin of its own.
SEALED_OFF = "sandbox; default-src 'none'"


@signed_in
@require_safe
def document_open(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send one file, always to be saved and never shown; 404 for whoever the rule of its kind does not let in."""
    file = get_object_or_404(StoredFile.objects.servable(), pk=pk)
    if not may_open(request.user, file):
        raise Http404
    return sent(request, file)


def sent(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """The file, for whoever may open it; a page that says so where its bytes are lost."""
    try:
        content = storing.fetch(file.storage_key)
    except FileNotFoundError:
        logger.exception("Stored file %s has lost its bytes at %s", file.pk, file.storage_key)
        return render(request, "documents/missing.html", {"file": file}, status=404)
    # Compressing what is compressed already would only cost the length that a browser shows progress by.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = FileResponse(content, as_attachment=True, filename=file.name, content_type=file.media_type)
    response["Content-Security-Policy"] = SEALED_OFF
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
