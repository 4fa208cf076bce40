"""The workflow of an enquiry as a table; see ``cmiportal.workflow``. Data only; imports no model."""

from django.db.models import TextChoices

from cmiportal.workflow import BY_CLOCK, Transition, Workflow

PERMISSIONS = "cmiportal.enquiries.permissions"


class EnquiryKind(TextChoices):
    GENERAL = "general", "General question"
    CENTRE = "centre", "Become a centre"
    CORPORATE = "corporate", "Corporate membership"
    MEDIA = "media", "Media"


class EnquiryState(TextChoices):
    NEW = "new", "New"
    CHECK = "check", "To check"
    TAKEN = "taken", "Being answered"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"
    SPAM = "spam", "Spam"


S = EnquiryState
ENQUIRY_OPEN = (S.CHECK, S.NEW, S.TAKEN)
ENQUIRY_ENDED = (S.CLOSED, S.SPAM)
ENQUIRY_DOUBTED = (S.CHECK, S.SPAM)

ENQUIRY = Workflow(
    "enquiry",
    permissions=PERMISSIONS,
    # What looks as if a machine had sent it is looked at first.
    begins=(S.NEW, S.CHECK),
    transitions=(
        Transition("take", "Take it", (S.NEW,), S.TAKEN, "handles"),
        Transition("give_back", "Put it back", (S.TAKEN,), S.NEW, "handles"),
        Transition("answer", "Answer", (S.TAKEN,), S.ANSWERED, "has_taken"),
        Transition("close", "Close", (S.NEW, S.TAKEN, S.ANSWERED), S.CLOSED, "handles"),
        # Nobody came back to the answer for a while.
        Transition("settle", "Answered, and settled", (S.ANSWERED,), S.CLOSED, BY_CLOCK),
        Transition("reopen", "Open it again", (S.ANSWERED, S.CLOSED), S.TAKEN, "handles_and_reads"),
        Transition("mark_spam", "Mark as spam", (S.NEW, S.CHECK), S.SPAM, "handles"),
        Transition("accept", "Not spam", (S.CHECK, S.SPAM), S.NEW, "handles_and_reads"),
    ),
)
