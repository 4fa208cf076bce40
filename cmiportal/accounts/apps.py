"""The app accounts of the ground floor."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cmiportal.accounts"
    label = "accounts"
