"""A form acts once, however often it is sent: two clicks, two tabs, Back and again, a request that was repeated."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from .keys import FIELD, NOT_KEPT, BadKey, PostKey, read_key
from .models import KeptForm, SentPost

View = Callable[..., HttpResponseBase]
AGAIN = "This form had been sent before. It counted once; here is what came of it."


def once(view: View) -> View:
    """Wrap a view whose POST creates something and ends in a redirect.

    What was sent, by the form's key (``post_key``) and content, and what the view writes are committed together;
    whoever sends the same meanwhile waits for that, and is led to where the first sending led. Who goes back, changes
    the form and sends it again sends another. A POST that is answered by anything but a redirect was refused, and may
    be sent again. Without a key (a script, an old page) the view acts as it stands.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        try:
            key = read_key(request.POST.get(FIELD, ""))
        except BadKey:
            return view(request, *args, **kwargs)
        if key.owner != request.user.pk:
            return render(request, "posts/somebody_else.html", status=409)
        return _act(key, request, lambda: view(request, *args, **kwargs))

    guarded.once = True  # type: ignore[attr-defined]
    return guarded


@transaction.atomic
def _act(key: PostKey, request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    now = timezone.now()
    # The insert waits for a transaction that has inserted the same and is not yet committed.
    sent, first = SentPost.objects.get_or_create(
        digest=digest_of(key, request), defaults={"person_id": key.owner, "created_at": now}
    )
    if not first:
        messages.info(request, AGAIN)
        return redirect(sent.location)
    response = act()
    if isinstance(response, HttpResponse) and 300 <= response.status_code < 400:
        sent.location = response.headers["Location"]
        sent.save(update_fields=["location"])
        KeptForm.objects.filter(key=key.id).delete()
    else:
        sent.delete()
    return response


def digest_of(key: PostKey, request: HttpRequest) -> str:
    """SHA-256 of the key, of the address, and of all that was sent, files whole; in hexadecimal."""
    digest = sha256(f"{key.id} {request.get_full_path()}".encode())
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_KEPT:
            digest.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            digest.update(repr((name, file.name)).encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.hexdigest()
