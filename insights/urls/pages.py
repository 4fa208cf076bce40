"""Addresses of pages that editors write: every path of small letters that is nobody else's, so they come last."""

from django.urls import path, register_converter

from ..views import pages


class PathConverter:
    """Parts of small letters, figures and hyphens between slashes, as the column has them."""

    regex = "[a-z0-9]+(?:[-/][a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(PathConverter, "page_path")

app_name = "pages"
urlpatterns: list = [
    path("<page_path:path>/", pages.page_detail, name="page_detail"),
    path("<page_path:path>", pages.page_unslashed, name="page_unslashed"),
]
