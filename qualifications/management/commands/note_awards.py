"""`manage.py note_awards`: keep awards that were issued before membership came among what their learners hold."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from qualifications.models import Award
from qualifications.services.membership import awarded
from qualifications.workflow import AwardState

AT_ONCE = 1000


class Command(BaseCommand):
    """Safe to run again, and to stop half way: what is kept already stays."""

    help = "Keep every issued award among the qualifications that its learner holds."

    def handle(self, *args: Any, **options: Any) -> None:
        """A thousand at a time, each in a transaction of its own."""
        rows = Award.objects.filter(state=AwardState.ISSUED).select_related("enrolment__qualification")
        found, new = rows.order_by("pk").iterator(chunk_size=AT_ONCE), 0
        while some := list(islice(found, AT_ONCE)):
            new += awarded(some, at=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Awards that are new among what is held: {new}.")
