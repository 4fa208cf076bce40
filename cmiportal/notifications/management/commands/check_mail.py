"""``manage.py check_mail ADDRESS``: owe a test message, the whole way through outbox, worker and mail server."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from cmiportal.notifications.services import notify


class Command(BaseCommand):
    help = "Send a test message to an address by way of the outbox and the worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address, and who asks."""
        parser.add_argument("address")
        parser.add_argument("--by", default="Somebody who looks after the Institute's site")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the row and say where its fate can be followed; raises CommandError for an address that is none."""
        at = timezone.now()
        context = {"asked_by": options["by"], "asked_at": at, "path": reverse("site:home")}
        try:
            row = notify(
                kind="mail_check",
                key=f"mail-check:{secrets.token_hex(8)}",
                address=options["address"],
                context=context,
                at=at,
            )
        except ValidationError as error:
            raise CommandError(f"{options['address']!r} is no e-mail address.") from error
        self.stdout.write(f"Queued as {row.message_id}; the admin's list of notifications shows when it was sent.")
