"""Leading on from an address that something had to the one it has."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control


def led_on(row: Any) -> HttpResponse:
    """To the row's page, for good as search engines count; a browser asks again each time.

    Who moved may move back, and another page may take the address: what a browser remembered would then lead in a
    circle, or past it.
    """
    response = redirect(row, permanent=True)
    patch_cache_control(response, no_cache=True)
    return response
