"""A preview in the admin: the texts of a form as readers would see them, without saving anything.

For tables whose whole page is a title, a standfirst and texts in Markdown; articles have a preview of their own.
"""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from ..permissions import is_an_editor
from ..services.pictures import facts_in, faults_of


class Previewed(admin.ModelAdmin):
    """Mixed into an admin. ``preview_texts``: the heading above each text of the form, empty for one that has none.

    A field named like a text with ``_title`` behind it is the heading in place of that. ``preview_title`` is the field
    of the title, ``preview_lead`` the one of the words below it, and ``preview_untitled`` what stands for no title.
    """

    change_form_template = "admin/insights/previewed/change_form.html"
    preview_title, preview_lead = "title", "standfirst"
    preview_untitled = "Without a title"
    preview_texts: ClassVar[dict[str, str]] = {"body": ""}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The form, with the address that editors post it to for a look."""
        context["previews"] = reverse(f"admin:{self._preview}") if is_an_editor(request.user) else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """The admin's own addresses, and the preview."""
        view = self.admin_site.admin_view(self.preview_page)
        return [path("preview/", view, name=self._preview), *super().get_urls()]

    def preview_page(self, request: HttpRequest) -> HttpResponse:
        """The page of what the form holds; asked for without a form, the list."""
        if not is_an_editor(request.user):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(f"admin:insights_{self.opts.model_name}_changelist")
        sent = request.POST
        written = {name: sent.get(name, "") for name in self.preview_texts}
        heads = {name: sent.get(f"{name}_title") or head for name, head in self.preview_texts.items()}
        context = {
            "title": sent.get(self.preview_title) or self.preview_untitled,
            "standfirst": sent.get(self.preview_lead, ""),
            "texts": [(name, heads[name], text) for name, text in written.items()],
            "pictures": facts_in(*written.values()),
            "faults": [fault for text in written.values() for fault in faults_of(text)],
        }
        return TemplateResponse(request, "admin/insights/previewed/preview.html", context)

    @property
    def _preview(self) -> str:
        return f"insights_{self.opts.model_name}_preview"
