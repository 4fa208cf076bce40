"""The admin's page of an article's versions: who wrote which, two side by side, an old one brought back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from cmiportal.documents.differences import Change, Effort, differences
from cmiportal.workflow import MoveRefused

from ..forms.articles import RestoreForm
from ..models import Article, ArticleVersion
from ..services.articles import ArticleText, write
from .article_pages import CHANGE, article_of, context_of

ON_A_PAGE = 50
LABEL = "Versions"


def versions_page(request: HttpRequest, pk: UUID, model_admin: Any) -> HttpResponse:
    """The versions, the latest first; ``old`` and ``new`` of the query are compared, a POST brings one back."""
    article = article_of(request, pk)
    form = RestoreForm(request.POST or None, row=article)
    if request.method == "POST" and form.is_valid() and _brought_back(request, article, form, model_admin):
        return redirect(CHANGE, article.pk)
    versions = article.versions.select_related("written_by", "picture")
    page = Paginator(versions.defer("body", "begins"), ON_A_PAGE).get_page(request.GET.get("page"))
    chosen = [_numbered(versions, request.GET.get(name, "")) for name in ("old", "new")]
    context = {**context_of(request, article, LABEL), "form": form, "page_obj": page}
    if all(chosen):
        context |= {"old": chosen[0], "new": chosen[1], "compared": compared(*chosen)}  # type: ignore[arg-type]
    return TemplateResponse(request, "admin/insights/article/versions.html", context)


def compared(old: ArticleVersion, new: ArticleVersion) -> list[tuple[str, Sequence[Change]]]:
    """Part by part what the newer version says otherwise."""
    effort = Effort()
    parts = [
        ("Title", old.title, new.title),
        ("Standfirst", old.standfirst, new.standfirst),
        ("Text", old.body, new.body),
        ("Picture", str(old.picture or "No picture"), str(new.picture or "No picture")),
    ]
    return [(label, differences(before, after, effort)) for label, before, after in parts]


def _numbered(versions: QuerySet[ArticleVersion], number: str) -> ArticleVersion | None:
    """The version of that number; none where the query asks for none that is there."""
    return versions.filter(number=number).first() if number.isdecimal() and len(number) < 10 else None


def _brought_back(request: HttpRequest, article: Article, form: RestoreForm, model_admin: Any) -> bool:
    version = get_object_or_404(article.versions.select_related("picture"), number=form.cleaned_data["version"])
    text = ArticleText(version.title, version.standfirst, version.body, version.picture)
    number = form.cleaned_data["number"]
    try:
        row = write(article=article, values=text, number=number, by=request.user, at=timezone.now())  # type: ignore[arg-type] # an editor
    except MoveRefused as refused:
        form.add_error(None, str(refused))
        return False
    said = f"Version {version.number} is the text again, as version {row.latest.number if row.latest else 1}."
    model_admin.log_change(request, article, said)
    messages.success(request, said)
    if row.has_changes and row.published_at:
        messages.info(request, "Readers still see the text before. They see this one when you publish the changes.")
    return True
