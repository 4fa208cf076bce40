"""Search over everything that the apps register."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "cmiportal.search"
    label = "search"
