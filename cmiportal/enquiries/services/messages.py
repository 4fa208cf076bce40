"""What the sender of an enquiry is told; nobody has confirmed the address, so no word of theirs is repeated."""

from datetime import datetime
from typing import Any

from cmiportal.notifications.services import notify

from ..models import Enquiry, EnquiryAnswer

RECEIVED, ANSWERED = "enquiry_received", "enquiry_answered"


def confirm(enquiry: Enquiry, *, at: datetime) -> None:
    """It has arrived; said once, however often it is moved."""
    _tell(enquiry, RECEIVED, key=f"enquiry-received:{enquiry.pk}", at=at, due_on=enquiry.due_on)


def send_answer(answer: EnquiryAnswer, *, at: datetime) -> None:
    """The answer, as it stands in the inbox."""
    enquiry = answer.enquiry
    _tell(enquiry, ANSWERED, key=f"enquiry-answered:{answer.pk}", at=at, answer=answer.text)


def _tell(enquiry: Enquiry, kind: str, *, key: str, at: datetime, **said: Any) -> None:
    """To the account, where the enquiry came from it and names its address; else to the address alone."""
    person = enquiry.person
    is_theirs = person is not None and person.email.lower() == enquiry.email
    notify(
        kind=kind,
        key=key,
        recipient=person if is_theirs else None,
        address="" if is_theirs else enquiry.email,
        context={"number": enquiry.number, "path": enquiry.get_absolute_url(), **said},
        at=at,
    )
