"""Forms that outlived a session: shown to their writer, who sends them or lets them go."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.csrf import csrf_failure as refuse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cmiportal.posts.keeping import keep, key_of, typed
from cmiportal.posts.keys import FIELD
from cmiportal.posts.models import KeptForm

from .access import sign_in_first, signed_in


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept_form(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody had typed, to be sent now; a POST lets it go and opens the page that it was for."""
    kept = get_object_or_404(KeptForm.objects.visible_to(request.user).live(at=timezone.now()), pk=pk)
    if request.method == "POST":
        kept.delete()
        return redirect(kept.path)
    context = {"kept": kept, "typed": typed(kept), "post_key": key_of(kept)}
    return render(request, "accounts/kept_form.html", context)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form whose token is that of an earlier visit: kept and shown where it carries a key that we made.

    The key names the person for whom the page was made, so no other site can have one for somebody else; and what is
    kept does nothing until its owner sends it from our page.
    """
    if FIELD not in request.POST:
        return refuse(request, reason=reason)
    if not request.user.is_authenticated:
        return sign_in_first(request)
    kept = keep(request, at=timezone.now())
    if kept is None:
        return refuse(request, reason=reason)
    return redirect("accounts:kept_form", pk=kept.pk)
