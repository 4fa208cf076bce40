"""Qualifications: catalogue, enrolment, portfolio, assessment, awards, cases."""

from django.apps import AppConfig

from cmiportal.registry import register


class QualificationsConfig(AppConfig):
    name = "qualifications"
    label = "qualifications"

    def ready(self) -> None:
        """Join what the ground floor and the roof offer."""
        from .kinds import ENTRIES  # models are loaded only now

        register(*ENTRIES)
