"""The app site of the ground floor."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cmiportal.site"
    label = "site"
