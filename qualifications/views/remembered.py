"""Lists that open as they were left: whoever acts on one line and comes back finds the same view, filters and page."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest

LONGEST = 1000  # characters of an address that are worth a place in the session


def remembered_view(request: HttpRequest, name: str, words: Iterable[str]) -> str:
    """Where to go when the list is opened without any query: as this session left it; nothing when it may be shown.

    ``words`` are the names in the list's address that count; they stay in the address, so that a link can be passed on.
    """
    key = f"list:{name}"
    kept = request.session.get(key, "")
    if not request.GET:
        return f"{request.path}?{kept}" if kept else ""
    query = urlencode([(word, request.GET[word]) for word in words if request.GET.get(word)])
    if query != kept and len(query) <= LONGEST:
        request.session[key] = query
    return ""
