"""The roof: the home page, and the health of the whole."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cmiportal.site"
    label = "site"
