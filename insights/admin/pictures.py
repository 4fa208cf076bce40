"""Pictures in the admin: added, described, and where each is used."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cmiportal.exporting import CsvExport

from ..forms.pictures import NewPictureForm, PictureForm
from ..models import Picture
from ..permissions import is_an_editor
from ..rules.markdown_line import line_of
from ..services.picture_uses import uses_of
from ..services.pictures import address_of, describe_picture
from .rows import become

WAITS = "Being made"


@admin.register(Picture)
class PictureAdmin(CsvExport, admin.ModelAdmin):
    """All pictures; editors add them and say what there is to see."""

    list_display = ("thumbnail", "alternative", "line", "created_at")
    list_display_links = ("alternative",)
    list_filter = (("sized_at", admin.EmptyFieldListFilter),)
    search_fields = ("alternative", "credit")
    search_help_text = "What there is to see, or whose it is"
    show_full_result_count = False
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    export_columns = ("id", "alternative", "credit", "width", "height", "created_at")
    readonly_fields = ("shown", "line", "used_in", "size", "original", "created_at", "sized_at")

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        """A file for a new one; words and uses of one that is there."""
        if obj is None:
            return ((None, {"fields": ("upload", "alternative", "credit")}),)
        words = ("shown", "alternative", "credit", "line", "used_in")
        return ((None, {"fields": words}), ("File", {"fields": ("size", "original", "created_at", "sized_at")}))

    def get_form(self, request: HttpRequest, obj: Picture | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Another form for a new picture, which knows who adds it."""
        found = super().get_form(request, obj, change, **{"form": PictureForm if obj else NewPictureForm, **kwargs})
        return type(found.__name__, (found,), {"by": request.user})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        """With their sizes, in one query more."""
        return super().get_queryset(request).prefetch_related("sizes")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors, with the right to."""
        return is_an_editor(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """Editors, with the right to."""
        return is_an_editor(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """Nobody: versions that show it are kept for good."""
        return False

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        """A new picture was kept with its file; of one that is there the words change."""
        if change:
            said = {name: form.cleaned_data[name] for name in ("alternative", "credit")}
            become(obj, describe_picture(picture=obj, by=request.user, **said))  # type: ignore[arg-type] # an editor

    @admin.display(description="picture")
    def thumbnail(self, picture: Picture) -> str:
        """The smallest size; until it is made, that it is being made."""
        return _image(picture, widest=0) or WAITS

    @admin.display(description="picture")
    def shown(self, picture: Picture) -> str:
        """Large enough to describe it."""
        return _image(picture, widest=960) or f"{WAITS}: look again in a minute."

    @admin.display(description="line for a text")
    def line(self, picture: Picture) -> str:
        """What shows the picture in a text, to be copied."""
        return format_html("<code>{}</code>", line_of(str(picture.pk), picture.alternative))

    @admin.display(description="used in")
    def used_in(self, picture: Picture) -> str:
        """Everything that shows it, with a link to where it is written."""
        lines = [(_change_page(row), row._meta.verbose_name, str(row)) for row in uses_of(picture)]
        shown = format_html_join("", '<li><a href="{}">{}: {}</a></li>', lines)
        return format_html("<ul>{}</ul>", shown) if lines else "Nothing yet"

    @admin.display(description="size")
    def size(self, picture: Picture) -> str:
        """In points."""
        return f"{picture.width:,} × {picture.height:,} points"


def _image(picture: Picture, *, widest: int) -> SafeString | str:
    """The JPEG that is widest up to so many points, else the narrowest; nothing where none is made."""
    found = sorted((size for size in picture.sizes.all() if size.format == "jpg"), key=lambda size: size.width)
    if not found or picture.sized_at is None:
        return ""
    size = [found[0], *(each for each in found if each.width <= widest)][-1]
    address = address_of(picture.pk, size.width, size.format)
    template = '<img class="picture-shown" src="{}" alt="{}" width="{}" height="{}" loading="lazy">'
    return format_html(template, address, picture.alternative, size.width, size.height)


def _change_page(row: Any) -> str:
    """Where the row is written; its own page where the admin has none for it."""
    try:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return _change_page(row.campaign)
