"""Several files at once: each becomes a piece of evidence of its own, and one that is refused holds up no other."""

from pathlib import PurePath

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cmiportal.accounts.access import signed_in
from cmiportal.documents.models import Item
from cmiportal.documents.services import FileRefused, ItemRefused, create_item
from cmiportal.posts.once import once

from ..forms.uploads import FilesForm
from .enrolment import get_or_post

BY_SCRIPT = "X-Upload"


@signed_in
@get_or_post
@once
def item_add_files(request: HttpRequest) -> HttpResponse:
    """Add files; static/js/uploads.js sends them one by one and is led to the new piece, or told why not (422)."""
    form = FilesForm(request.POST or None, request.FILES or None)
    by_script = BY_SCRIPT in request.headers
    items: list[Item] = []
    if form.is_valid():
        for file in form.cleaned_data["files"]:
            try:
                items.append(_added(request, form.cleaned_data["kind"], file))
            except (FileRefused, ItemRefused) as error:
                form.add_error("files", f"{file.name}: {error}")
    if by_script and request.method == "POST":
        return _to_script(form, items)
    if not items:
        return render(request, "qualifications/portfolio/item_add_files.html", {"form": form})
    messages.success(request, "Added: " + ", ".join(f"“{item.title}”" for item in items))
    for refused in form.errors.get("files", []):
        messages.error(request, f"Not added. {refused}")
    return redirect("qualifications:item_list")


def _added(request: HttpRequest, kind: str, file: UploadedFile) -> Item:
    """A piece that is called as its file; it is mapped and described on its own page."""
    name = file.name or ""
    title = PurePath(name).stem[:300] or name
    return create_item(owner=request.user, kind=kind, title=title, upload=file, at=timezone.now())


def _to_script(form: FilesForm, items: list[Item]) -> HttpResponse:
    if items:
        return redirect("qualifications:item_edit", pk=items[0].pk)
    return JsonResponse({"said": " ".join(text for texts in form.errors.values() for text in texts)}, status=422)
