"""Addresses that can lead nowhere are refused before anything looks for them."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\x00"


def whole_address_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 400 where path or query holds the character NUL, which PostgreSQL cannot even be asked for.

    Forms refuse it themselves; what views and the admin take from an address would otherwise end as an error of ours.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info or any(NUL in text for text in _said_in(request)):
            raise BadRequest("The address holds a character that no address of the portal has.")
        return get_response(request)

    return middleware


def _said_in(request: HttpRequest) -> list[str]:
    return [text for name, texts in request.GET.lists() for text in (name, *texts)]
