"""One view, two answers: the whole page, or for htmx the named fragment of the same template."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from cmiportal.visitors import HTMX_HEADERS


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; a boosted link asks for the whole page, and so does Back to a page it forgot."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str,
    status: int | None = None,
) -> HttpResponse:
    """Render ``template``, or its ``{% partialdef fragment %}`` for htmx.

    The answer differs by headers at one address, so caches are told: without it, Back shows the bare fragment.
    """
    name = f"{template}#{fragment}" if wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, HTMX_HEADERS)
    return response


class FragmentMixin:
    """For class-based views: ``fragment`` names the part of ``template_name`` that htmx gets."""

    fragment: str

    def get_template_names(self) -> list[str]:
        """The page's templates, or their fragment."""
        names = super().get_template_names()  # type: ignore[misc]
        return [f"{name}#{self.fragment}" for name in names] if wants_fragment(self.request) else names  # type: ignore[attr-defined]

    def render_to_response(self, context: Mapping[str, Any], **kwargs: Any) -> HttpResponse:
        """The response, marked as one that depends on who asks."""
        response = super().render_to_response(context, **kwargs)  # type: ignore[misc]
        patch_vary_headers(response, HTMX_HEADERS)
        return response
