"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services import finding, highlights
from .services.articles import appear_due
from .services.pictures import MAKE_SIZES, make_sizes_due


@shared_task(name=MAKE_SIZES)
def make_sizes_of_pictures() -> int:
    """Make the sizes of pictures that are still to be made."""
    return make_sizes_due(at=timezone.now())


@shared_task(name="insights.appear_due")
def publish_what_is_due() -> int:
    """Publish the articles that were scheduled for now."""
    return appear_due(at=timezone.now())


@shared_task(name="insights.send_highlights")
def send_highlights() -> int:
    """Owe the issues of Highlights whose moment has come to everybody who asked for them."""
    return highlights.send_due(at=timezone.now())


@shared_task(name=finding.RENEW)
def renew_named(label: str, key: str) -> int:
    """Let the search find what bears the name of this topic, series or author by the name that it has now."""
    return finding.renew_named(label=label, key=key, at=timezone.now())
