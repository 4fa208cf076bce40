"""The app ui of the ground floor."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "cmiportal.ui"
    label = "ui"
