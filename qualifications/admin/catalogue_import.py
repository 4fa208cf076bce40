"""The admin's page that takes a catalogue file: the same service as the command, with its report and its faults."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from ..models import Qualification
from ..services.catalogue import BadCatalogue, import_catalogue

LARGEST_FILE = 5_000_000
PERMISSIONS = (
    *("qualifications.add_qualification", "qualifications.change_qualification"),
    *("qualifications.add_unit", "qualifications.change_unit"),
    *("qualifications.add_level", "qualifications.change_level"),
)


class CatalogueFileForm(forms.Form):
    """A file, and whether to write at all."""

    file = forms.FileField(help_text="JSON in UTF-8, as docs/catalogue-format.md describes it.")
    dry_run = forms.BooleanField(
        label="Dry run", required=False, initial=True, help_text="Say what would be done, and write nothing."
    )

    def clean_file(self) -> UploadedFile:
        """A file that a catalogue can be; the content is judged by the import."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(f"A catalogue file has {LARGEST_FILE // 1_000_000} MB at most.")
        return file


def may_import(user: Any) -> bool:
    """Who may change everything that a file can change."""
    return user.has_perms(PERMISSIONS)


def import_page(request: HttpRequest) -> HttpResponse:
    """Take the file and show what came of it; a refused file shows every fault."""
    if not may_import(request.user):
        raise PermissionDenied
    form = CatalogueFileForm(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        dry_run = form.cleaned_data["dry_run"]
        try:
            content = form.cleaned_data["file"].read()
            report = import_catalogue(content=content, at=timezone.now(), dry_run=dry_run)
        except BadCatalogue as error:
            form.add_error("file", [str(fault) for fault in error.faults])
        else:
            messages.success(request, "Nothing was written: this was a dry run." if dry_run else "The file is in.")
    context = {
        **admin.site.each_context(request),
        "title": "Import a catalogue file",
        "opts": Qualification._meta,
        "form": form,
        "report": report,
    }
    return TemplateResponse(request, "admin/qualifications/qualification/import.html", context)
