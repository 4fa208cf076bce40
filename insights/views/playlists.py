"""Learning journeys through the library, one for each unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmiportal.accounts.access import public
from cmiportal.rules.days import uk_day

from ..permissions import uses_the_library
from ..services.pictures import facts_in
from ..services.playlists import by_level, items_of, journeys


@public
@require_safe
def playlist_list(request: HttpRequest) -> HttpResponse:
    """The journeys by level and unit, each with how far the person is; one query."""
    levels = by_level(request.user, on=uk_day(timezone.now()))
    return render(request, "insights/resources/playlist_list.html", {"levels": levels})


@public
@require_safe
def playlist_detail(request: HttpRequest, number: str) -> HttpResponse:
    """The journey of a unit: what to read, in order, and what each is for; two queries, two more with pictures."""
    on, user = uk_day(timezone.now()), request.user
    playlist = get_object_or_404(journeys(user, on=on), unit__number=number)
    context = {
        "playlist": playlist,
        "unit": playlist.unit,
        "pictures": facts_in(playlist.text),
        "items": items_of(playlist, user, on=on),
        "is_open": uses_the_library(user),
    }
    return render(request, "insights/resources/playlist_detail.html", context)
