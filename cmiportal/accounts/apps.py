"""The app accounts of the ground floor."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as every_app
from django.apps.registry import Apps
from django.db.models.signals import post_migrate

from cmiportal.registry import register

from . import kinds
from .groups import STAFF_GROUPS


def keep_staff_groups(using: str, apps: Apps = every_app, **kwargs: Any) -> None:
    """Every database has the groups of staff; a superuser gives them rights in the admin."""
    groups = apps.get_model("auth", "Group").objects.using(using)
    groups.bulk_create([groups.model(name=name) for name in STAFF_GROUPS], ignore_conflicts=True)


class AccountsConfig(AppConfig):
    name = "cmiportal.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Offer messages, privacy tables and the entry in the account bar; keep the groups of staff."""
        from . import merging  # models of allauth are loaded only now

        register(*kinds.MESSAGES, *kinds.PRIVACY, *merging.ENTRIES, kinds.ACCOUNT)
        post_migrate.connect(keep_staff_groups, sender=self)
