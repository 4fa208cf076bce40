"""Membership: grades, members, CPD, Chartered Manager, register."""

from django.apps import AppConfig

from cmiportal.registry import register


class MembershipConfig(AppConfig):
    name = "membership"
    label = "membership"

    def ready(self) -> None:
        """Join what the ground floor and the roof offer."""
        from .kinds import ENTRIES  # models are loaded only now

        register(*ENTRIES)
