"""The app billing of the ground floor."""

from django.apps import AppConfig
from django.core import checks

from cmiportal.registry import register


class BillingConfig(AppConfig):
    name = "cmiportal.billing"
    label = "billing"

    def ready(self) -> None:
        """Join what the ground floor offers; check the providers of payments at every start."""
        from .checks import check_providers, check_vat_number
        from .kinds import ENTRIES  # models are loaded only now

        register(*ENTRIES)
        checks.register(check_providers)
        checks.register(check_vat_number, deploy=True)
