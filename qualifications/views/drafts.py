"""What is typed for a piece of evidence: saved as the person goes, its earlier versions, and restoring one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from cmiportal.accounts.access import signed_in
from cmiportal.documents.differences import differences
from cmiportal.documents.models import Item, ItemDraft
from cmiportal.documents.services import ItemRefused, StaleDraft, restore_text, save_draft
from cmiportal.posts.keys import FIELD, BadKey, read_key
from cmiportal.posts.once import once
from cmiportal.ui.moves import SeenVersion

from ..forms.portfolio import DraftForm, NewDraftForm
from ..services.evidence import save_new_draft

NOT_YOURS = "Your text is not saved: you are signed in as somebody else. Copy it, and open this page again."


@signed_in
@require_POST
def item_draft_new(request: HttpRequest) -> JsonResponse:
    """Save what is typed for a piece that is not added yet: like ``item_draft``, and ``page`` is where it goes on.

    The piece has the id of the form's key, so that a repeated request finds what the first one made.
    """
    try:
        key = read_key(request.POST.get(FIELD, ""))
    except BadKey:
        return JsonResponse({"said": NOT_YOURS}, status=422)
    if key.owner != request.user.pk:
        return JsonResponse({"said": NOT_YOURS}, status=422)
    return _saved(
        NewDraftForm(request.POST),
        lambda typed: save_new_draft(id=key.id, owner=request.user, at=timezone.now(), **typed),
    )


@signed_in
@require_POST
def item_draft(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Save the text alone, for static/js/drafts.js: ``saved`` is the time of day, ``revision`` what stands now.

    409 when another tab saved first, with the newer text as HTML; 422 with the reason when it cannot be kept.
    """
    item = _own(request, pk)
    return _saved(DraftForm(request.POST), lambda typed: save_draft(item=item, at=timezone.now(), **typed))


def _saved(form: DraftForm, save: Callable[[dict[str, Any]], ItemDraft]) -> JsonResponse:
    """What came of saving what is right in the form; a title that is not right yet is left out."""
    if "text" in form.errors:
        return JsonResponse({"said": "This text cannot be kept as it is."}, status=422)
    try:
        draft = save(form.cleaned_data)
    except StaleDraft as error:
        newer = render_to_string("qualifications/portfolio/_newer_text.html", {"newer": error})
        return JsonResponse({"said": str(error), "revision": error.revision, "newer": newer}, status=409)
    except ItemRefused as error:
        return JsonResponse({"said": str(error)}, status=422)
    return JsonResponse(
        {
            "saved": date_format(timezone.localtime(), "H:i"),
            "revision": draft.revision,
            "draft": draft.pk,
            "page": reverse("qualifications:item_edit", args=[draft.pk]),
        }
    )


@signed_in
@require_safe
def item_version(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """An earlier version, with what changed from it to the text as it stands."""
    item = _own(request, pk)
    version = get_object_or_404(item.versions, number=number, erased_at=None)
    context = {"item": item, "version": version, "pieces": differences(version.text, item.draft.text)}
    return render(request, "qualifications/portfolio/item_version.html", context)


@signed_in
@require_POST
@once
def item_restore(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Make an earlier text the text again; what stands now becomes an earlier version."""
    item = _own(request, pk)
    version = get_object_or_404(item.versions, number=number, erased_at=None)
    try:
        revision = SeenVersion().clean(request.POST.get("revision"))
        restore_text(item=item, version=version, revision=revision, at=timezone.now())
    except ItemRefused as error:
        messages.error(request, str(error))
        return redirect("qualifications:item_version", pk=item.pk, number=number)
    messages.success(request, f"The text is again as in version {number}. What stood before it is kept, too.")
    return redirect("qualifications:item_edit", pk=item.pk)


def _own(request: HttpRequest, pk: UUID) -> Item:
    items = Item.objects.visible_to(request.user).current().select_related("draft")
    return get_object_or_404(items, pk=pk)
