"""Forms whose text is more than the portal takes in one request: their writer learns what happened and what to do."""

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

from .ui.fields import megabytes


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 beyond DATA_UPLOAD_MAX_MEMORY_SIZE, where files do not count; 400 for whatever else cannot be understood."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception)
    context = {"most": megabytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}
    return render(request, "413.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
