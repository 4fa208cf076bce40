"""Two editors who give the same address at the same instant, in the admin: the second is told, as a moment later."""

from typing import Any

from django.contrib import admin
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

from cmiportal.workflow import MoveRefused


class JudgesAgain(admin.ModelAdmin):
    """Mixed into an admin: what could not be saved is judged once more, and its form says what another one took."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, or where it leads; nothing of the first time is kept, and what fails again is a fault of ours."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, MoveRefused):
            for upload in request.FILES.values():
                upload.seek(0)
            return super().changeform_view(request, *args, **kwargs)
