"""Articles in the admin: written here, and moved, previewed and compared on pages of their own."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from cmiportal.exporting import SheetExport
from cmiportal.read_only import MovesInline, ReadOnlyInline

from ..forms.articles import ArticleForm
from ..models import Article, ArticleAddress, ArticleEvent, ArticleVersion
from ..permissions import is_an_editor
from ..services.articles import write
from ..services.articles.rows import locked_article
from ..services.pictures import faults_of
from ..workflow import ARTICLE_READ, ArticleState
from .article_lists import AppearsFilter, ChangesFilter
from .article_pages import PAGES, action_page, offered
from .article_preview import preview_page
from .article_versions import versions_page
from .racing import JudgesAgain
from .rows import become

WRITTEN = ("title", "standfirst", "body", "number")
FACTS = ("slug", "kind", "topic", "series", "authors", "audience")
PICTURE = ("picture", "upload", "alternative", "credit")
SHOWN = ("state", "publish_at", "published_at")


class VersionInline(ReadOnlyInline):
    """The texts of the article; a page of its own compares them."""

    model = ArticleVersion
    fields = ("number", "title", "written_at", "written_by", "minutes")
    ordering = ("-number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the words, which are not shown."""
        return super().get_queryset(request).defer("body", "begins")


class AddressInline(ReadOnlyInline):
    """Addresses that it had, which lead on."""

    model = ArticleAddress
    fields = ("slug", "since")


class MoveInline(MovesInline):
    """The moves of the article."""

    model = ArticleEvent


@admin.register(Article)
class ArticleAdmin(SheetExport, JudgesAgain):
    """All articles; editors alone write them."""

    form = ArticleForm
    change_form_template = "admin/insights/article/change_form.html"
    list_display = ("headline", "stands", "topic", "audience", "appears")
    list_filter = ("state", ChangesFilter, AppearsFilter, "kind", "audience", "topic", "series", "authors")
    list_select_related = ("latest", "shown", "topic")
    search_fields = ("latest__title", "shown__title", "slug")
    search_help_text = "Title or address"
    show_full_result_count = False
    date_hierarchy = "published_at"
    ordering = ("-published_at", "-pk")  # those that have not appeared are first
    filter_horizontal = ("authors",)
    readonly_fields = SHOWN
    export_columns = (
        *("latest__title", "slug", "state", "kind", "topic__title", "series__title", "audience"),
        *("publish_at", "published_at", "latest__number", "latest__minutes"),
    )
    inlines = (VersionInline, AddressInline, MoveInline)

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """For editors the text and everything else; others see what there is."""
        if obj is not None and not self.has_change_permission(request, obj):
            return ((None, {"fields": (*SHOWN, "latest", "shown", *FACTS)}),)
        return (
            (None, {"fields": (SHOWN, *WRITTEN) if obj else WRITTEN}),
            ("What it is", {"fields": FACTS}),
            ("Picture", {"fields": PICTURE}),
        )

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that knows who is signed in: a picture that comes along is theirs to add."""
        found = super().get_form(request, obj, change, **kwargs)
        return type(found.__name__, (found,), {"by": request.user})

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, Any]:
        """The address of a new article is made from its title."""
        return {} if obj else {"slug": ("title",)}

    def get_inlines(self, request: HttpRequest, obj: Article | None) -> Any:
        """An article that is not there yet has no texts and has not moved."""
        return self.inlines if obj else ()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """While it is saved its row is locked, so that the form judges what is written over."""
        row: Article | None = super().get_object(request, object_id, from_field)
        return locked_article(row) if row and request.method == "POST" else row

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors, with the right to."""
        return is_an_editor(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Editors, with the right to."""
        return is_an_editor(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Nobody: what nobody should read any more goes into the archive, and its moves stay."""
        return False

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """A new article is a draft; of one that is there a changed text is a version; all else changes at once."""
        facts, text = form.facts(), form.text()
        number = form.cleaned_data["number"] if change else None
        there = obj if change else None
        row = write(article=there, values=text, facts=facts, number=number, by=request.user, at=timezone.now())  # type: ignore[arg-type] # an editor
        become(obj, row)
        self._tell(request, row, former=form.former if change else "")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Authors are written with the rest; what stands below the form is only looked at."""
        for formset in formsets:
            self.save_formset(request, form, formset, change=change)

    def _tell(self, request: HttpRequest, row: Article, *, former: str) -> None:
        """What the editor would not see otherwise: where the old address leads, what readers see, what is to mend."""
        if row.published_at and former and former != row.slug:
            messages.info(request, f"The address {former} leads on to {row.slug} from now on.")
        if row.state == ArticleState.PUBLISHED and row.has_changes:
            messages.info(request, "Readers still see the text before. They see this one when you publish the changes.")
        for fault in faults_of(row.latest.body) if row.latest else ():
            messages.warning(request, f"To be mended before it is published: {fault}")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Article | None = None, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the pages that are open to this person, and what another editor wrote meanwhile."""
        form = context["adminform"].form
        context["pages"] = offered(obj, request.user) if obj else []
        context["newer"] = getattr(form, "newer", None)
        context["compared"] = form.compared() if context["newer"] else ()
        context["previews"] = reverse("admin:insights_article_preview") if is_an_editor(request.user) else ""
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and a page for each thing that can be done with an article."""
        site = self.admin_site.admin_view
        moves = [
            path(
                f"<uuid:pk>/{name}/",
                site(action_page),
                {"name": name, "model_admin": self},
                name=f"insights_article_{name}",
            )
            for name in PAGES
        ]
        versions = path(
            "<uuid:pk>/versions/", site(versions_page), {"model_admin": self}, name="insights_article_versions"
        )
        preview = path("preview/", site(preview_page), name="insights_article_preview")
        return [preview, versions, *moves, *super().get_urls()]

    def view_on_site(self, article: Article) -> str:
        """Its page, with the text that editors work on."""
        return f"{article.get_absolute_url()}?version=latest"

    @admin.display(description="title", ordering="latest__title")
    def headline(self, article: Article) -> str:
        """Of the text that editors work on."""
        return article.latest.title if article.latest else article.slug

    @admin.display(description="state", ordering="state")
    def stands(self, article: Article) -> str:
        """In words, with what waits."""
        waits = article.state in ARTICLE_READ and article.has_changes
        return article.get_state_display() + (", changes wait" if waits else "")

    @admin.display(description="appears or appeared", ordering="published_at")
    def appears(self, article: Article) -> datetime | None:
        """When readers first saw it, or will."""
        return article.published_at or article.publish_at
