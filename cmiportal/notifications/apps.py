"""The app notifications of the ground floor."""

from django.apps import AppConfig
from django.core import checks

from cmiportal.registry import register


class NotificationsConfig(AppConfig):
    name = "cmiportal.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Offer the inbox, the test message and the tables with personal data; check the settings at every start."""
        from .checks import check_outbox
        from .entries import INBOX, MAIL_CHECK, MERGING, PRIVACY

        register(INBOX, MAIL_CHECK, *PRIVACY, *MERGING)
        checks.register(check_outbox)
