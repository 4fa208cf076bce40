"""`manage.py demo`: run the whole portal on this machine."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand

from cmiportal.demo.runner import Demo, DemoRefused, run
from cmiportal.settings import env


class Command(BaseCommand):
    """Reads PORT, RESET, DATABASE_URL, MIGRATION_DATABASE_URL and REDIS_URL from the environment."""

    help = "Run the portal with demo data: database, broker, web, worker and beat. Ctrl-C stops it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit with the demo's own code, or with 1 and one sentence."""
        try:
            sys.exit(run(asked_for()))
        except (DemoRefused, ImproperlyConfigured) as refusal:
            sys.exit(str(refusal))


def asked_for() -> Demo:
    """The demo that the environment asks for; raises ImproperlyConfigured."""
    return Demo(
        var=settings.VAR_DIR,
        port=env.number("PORT", 8000),
        reset=env.flag("RESET"),
        database_url=env.given("DATABASE_URL"),
        owner_url=env.given("MIGRATION_DATABASE_URL"),
        redis_url=env.given("REDIS_URL"),
        role=settings.APPLICATION_ROLE,
    )
