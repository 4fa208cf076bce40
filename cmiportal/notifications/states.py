"""How far the e-mail of a notification has got."""

from django.db.models import TextChoices


class Mail(TextChoices):
    """The state of the e-mail; the message itself is in the person's inbox in any case."""

    NONE = "none", "not by e-mail"
    QUEUED = "queued", "queued"
    SENT = "sent", "sent"
    FAILED = "failed", "failed"
    BOUNCED = "bounced", "bounced"


# What staff may send again by hand.
RESENDABLE = (Mail.FAILED, Mail.BOUNCED)
