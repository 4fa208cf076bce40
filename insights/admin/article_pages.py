"""The admin's pages that move an article from draft to the archive."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from cmiportal.ui.moves import MovesForm
from cmiportal.workflow import MoveRefused

from ..forms.articles import ScheduleForm
from ..models import Article
from ..permissions import is_an_editor
from ..services import articles
from ..services.pictures import faults_of
from ..workflow import ARTICLE

CHANGE = "admin:insights_article_change"
# Moves after which readers see the latest text: what is to be mended in it is said before.
SHOWS_TEXT = ("schedule", "publish", "revise")


@dataclass(frozen=True)
class Page:
    """A page: what stands above its form, what it does, and its form."""

    said: str
    act: Callable[..., Article]
    form: type[MovesForm] = MovesForm


PAGES = {
    "submit": Page("Another editor looks at it before it appears. It can be changed meanwhile.", articles.submit),
    "return": Page("It is a draft again; nobody but editors has seen it.", articles.return_to_draft),
    "schedule": Page(
        "Readers see the latest text from that minute on, also what is still changed until then.",
        articles.schedule,
        ScheduleForm,
    ),
    "unschedule": Page("It no longer appears by itself, and is in review again.", articles.unschedule),
    "publish": Page("Everybody to whom it is open reads the latest text from now on.", articles.publish),
    "revise": Page("Readers see the latest text in place of the one before.", articles.revise),
    "archive": Page(
        "It goes from all lists, feeds and searches. Whoever has its address still reads it, with a line that says"
        " that it is from the archive.",
        articles.archive,
    ),
    "restore": Page("It stands in lists again, where it stood.", articles.restore),
}
LABELS = {line.action: line.label for line in ARTICLE.transitions}


def offered(article: Article, user: Any) -> list[tuple[str, str]]:
    """(address, label) of the pages that this person may use for the article now."""
    if not is_an_editor(user):
        return []
    lines = [line for line in article.offered_to(user) if line.action != "revise" or article.has_changes]
    pages = [(f"admin:insights_article_{line.action}", line.label) for line in lines]
    return [(reverse(name, args=[article.pk]), label) for name, label in [*pages, VERSIONS]]


VERSIONS = ("admin:insights_article_versions", "Versions")


def article_of(request: HttpRequest, pk: UUID) -> Article:
    """The article with its texts, for editors; others are refused."""
    if not is_an_editor(request.user):
        raise PermissionDenied
    return get_object_or_404(Article.objects.select_related("latest", "shown"), pk=pk)


def context_of(request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
    """What each page about an article shows around its own."""
    return {
        **admin.site.each_context(request),
        "title": f"{title}: {article}",
        "label": title,
        "opts": Article._meta,
        "article": article,
    }


def action_page(request: HttpRequest, pk: UUID, name: str, model_admin: Any) -> HttpResponse:
    """Show the form; make the move and keep it in the admin's log of the article."""
    article = article_of(request, pk)
    page = PAGES[name]
    form = page.form(request.POST or None, row=article)
    if request.method == "POST" and form.is_valid() and _done(request, article, name, form, model_admin):
        return redirect(CHANGE, article.pk)
    faults = faults_of(article.latest.body) if name in SHOWS_TEXT and article.latest else []
    context = {**context_of(request, article, LABELS[name]), "form": form, "said": page.said, "faults": faults}
    return TemplateResponse(request, "admin/insights/article/action.html", context)


def _done(request: HttpRequest, article: Article, name: str, form: MovesForm, model_admin: Any) -> bool:
    try:
        PAGES[name].act(article=article, by=request.user, at=timezone.now(), **form.cleaned_data)
    except MoveRefused as refused:
        article.refresh_from_db()
        form.refuse(refused, article)
        return False
    model_admin.log_change(request, article, LABELS[name])
    messages.success(request, f"{LABELS[name]}: done.")
    return True
