"""Addresses of the Highlights."""

from django.urls import path

from ..views import highlights

urlpatterns: list = [
    path("highlights/", highlights.highlights, name="highlights"),
    path("highlights/ask/", highlights.highlights_ask, name="highlights_ask"),
    path("highlights/stop/", highlights.highlights_stop, name="highlights_stop"),
]
