"""The public register of Chartered Managers: looking somebody up, and one person's page.

Asked at the moment of looking, since a status can end today: kept in no cache, and in no search engine.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rate import seconds_to_wait

from ..forms.register import SearchForm
from ..models import RegisterEntry
from ..services.register.lookup import search
from ..services.register.statuses import POST_NOMINALS

View = Callable[..., HttpResponse]


def register_page(view: View) -> View:
    """A page of the register: for anybody to read, of this moment, and not for search engines."""

    @public
    @never_cache
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


@register_page
def register_search(request: HttpRequest) -> HttpResponse:
    """The form, and who was found; who searches too often in one minute is told when to go on."""
    form = SearchForm(request.GET if "name" in request.GET else None)
    context: dict[str, Any] = {"form": form, "most": settings.REGISTER_RESULTS_MAX}
    if not form.is_bound or not form.is_valid():
        return render(request, "membership/register/search.html", context)
    limit = settings.REGISTER_SEARCHES_A_MINUTE
    if wait := seconds_to_wait(request, "register", a_minute=limit, at=timezone.now()):
        page = render(
            request, "membership/register/search.html", {**context, "wait": wait}, status=HTTPStatus.TOO_MANY_REQUESTS
        )
        page["Retry-After"] = str(wait)
        return page
    context |= {"name": form.cleaned_data["name"], "found": search(form.cleaned_data["name"])}
    return render(request, "membership/register/search.html", context)


@register_page
def register_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person's line, as long as status and membership stand; afterwards there is no such page."""
    entry = get_object_or_404(RegisterEntry.objects.shown_now().select_related("status"), pk=pk)
    context = {
        "entry": entry,
        "status": entry.status,
        "post_nominals": POST_NOMINALS[entry.status.status],
        "looked_at": timezone.now(),
    }
    return render(request, "membership/register/detail.html", context)
