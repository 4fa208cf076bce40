"""What the walk is about, and the e-mail that its people get on the way."""

import re

from django.core import mail

from cmiportal.notifications.tasks import deliver_due

CERTIFICATE = "CMI Level 6 Certificate in Professional Management and Leadership Practice"
UNIT = "601 Professional Management and Leadership Practice"
CENTRE = "Calderbridge Business School"
LEARNER = "Zoë Ní Bhriain"
CODES = ("1.1", "1.2", "2.1", "2.2", "3.1", "3.2")
MISSING = "You name four values. Weigh one against another and say which mattered at the depots."


def mail_to(address: str) -> str:
    """The text of the latest message to this address, once everything owed has been sent."""
    deliver_due()
    return [message for message in mail.outbox if address in message.to[0]][-1].body


def link_in(text: str) -> str:
    """The first address within a message."""
    return re.search(r"https?://\S+", text).group()
