"""Pictures in the sizes that pages ask for; an address is what it shows, so a browser asks once in a year."""

import logging
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.documents import storing
from cmiportal.documents.views import SEALED_OFF
from cmiportal.rules.days import uk_day

from ..models import PictureSize
from ..permissions import is_an_editor
from ..services.picture_uses import is_shown

logger = logging.getLogger(__name__)

FOR_A_YEAR = "public, max-age=31536000, immutable"
FOR_EDITORS = "private, no-store"


@public
@require_safe
def picture(request: HttpRequest, pk: UUID, width: int, format: str) -> HttpResponseBase:
    """One size of a picture that something shows which readers may open; editors see those of drafts, too."""
    size = get_object_or_404(PictureSize.objects.select_related("file"), picture=pk, width=width, format=format)
    is_public = is_shown(pk, on=uk_day(timezone.now()))
    if not is_public and not is_an_editor(request.user):
        raise Http404
    etag = f'"{bytes(size.file.sha256).hex()[:32]}"'
    headers = {"Cache-Control": FOR_A_YEAR if is_public else FOR_EDITORS, "ETag": etag}
    response = get_conditional_response(request, etag=etag) or _sent(request, size)
    for name, value in headers.items():
        response[name] = value
    return response


def _sent(request: HttpRequest, size: PictureSize) -> HttpResponseBase:
    try:
        content = storing.fetch(size.file.storage_key)
    except FileNotFoundError as error:
        logger.exception("Picture %s has lost the bytes of its size %s", size.picture_id, size.pk)
        raise Http404 from error
    # Compressing what is compressed already would only cost the length that a browser shows progress by.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = FileResponse(content, content_type=size.file.media_type)
    response["Content-Security-Policy"] = SEALED_OFF
    response["X-Content-Type-Options"] = "nosniff"
    return response
