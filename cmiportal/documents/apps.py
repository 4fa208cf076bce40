"""The app documents of the ground floor."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "cmiportal.documents"
    label = "documents"
