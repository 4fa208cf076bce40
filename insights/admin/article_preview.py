"""The admin's preview: what is in the form, as readers would see it, without saving anything."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from ..forms.articles import PreviewForm
from ..models import Picture
from ..permissions import is_an_editor
from ..rules.markdown import minutes
from ..rules.pictures import PictureFacts
from ..services.pictures import facts_in, facts_of, faults_of


def preview_page(request: HttpRequest) -> HttpResponse:
    """The page of what the form holds; asked for without a form, the list of articles."""
    if not is_an_editor(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("admin:insights_article_changelist")
    form = PreviewForm(request.POST)
    form.is_valid()
    body = form.cleaned_data.get("body", "")
    context = {
        "title": form.cleaned_data["title"] or "Without a title",
        "standfirst": form.cleaned_data["standfirst"],
        "body": body,
        "minutes": minutes(body),
        "pictures": facts_in(body),
        "cover": _cover(form.cleaned_data.get("picture"), form.cleaned_data, has_upload="upload" in request.FILES),
        "faults": faults_of(body),
    }
    return TemplateResponse(request, "admin/insights/article/preview.html", context)


def _cover(picture: Picture | None, typed: dict[str, Any], *, has_upload: bool) -> PictureFacts | None:
    """The picture that was chosen; of one that comes along and is not kept yet its place."""
    if has_upload:
        return PictureFacts("", typed["alternative"] or "without alternative text", "", 0, 0)
    return facts_of([picture])[str(picture.pk)] if picture else None
