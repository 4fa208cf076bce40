"""The app accounts of the ground floor."""

from django.apps import AppConfig

from cmiportal.registry import register

from . import kinds


class AccountsConfig(AppConfig):
    name = "cmiportal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Offer messages, privacy tables and the entry in the account bar."""
        register(*kinds.MESSAGES, *kinds.PRIVACY, kinds.ACCOUNT)
