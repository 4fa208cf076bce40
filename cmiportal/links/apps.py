"""The app links of the ground floor."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "cmiportal.links"
    label = "links"
