"""What happens by the clock: thin tasks over services; the beat schedule stands in the settings."""

from celery import shared_task
from django.utils import timezone

from .services import line, money, needs, running
from .services.reminders import remind


@shared_task(name="events.remind")
def remind_of_events() -> int:
    """Send the reminders of events that are due."""
    return remind(at=timezone.now())


@shared_task(name="events.keep_lines_moving")
def keep_lines_moving() -> int:
    """Offers that nobody took go to the next; nobody waits for an event that has begun."""
    at = timezone.now()
    return line.end_offers(at=at) + line.close_lines(at=at)


@shared_task(name="events.call_off")
def call_off_cancelled() -> int:
    """End the bookings of cancelled events."""
    return running.call_off(at=timezone.now())


@shared_task(name="events.see_to_money")
def see_to_money_of_bookings() -> int:
    """End the orders of bookings that ended, and give their money back."""
    return money.see_to_money(at=timezone.now())


@shared_task(name="events.complete_over")
def complete_events() -> int:
    """Events whose end is past are over."""
    return running.complete_over(at=timezone.now())


@shared_task(name="events.erase_needs")
def erase_needs_of_bookings() -> int:
    """Erase access and dietary needs long enough after their event."""
    return needs.erase_needs(at=timezone.now())
