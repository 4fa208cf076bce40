"""What the sender of an enquiry is told; nobody has confirmed the address, so no word of theirs is repeated."""

from datetime import datetime
from typing import Any

from cmiportal.accounts.models import User
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
    context = {"number": enquiry.number, "path": enquiry.get_absolute_url(), **said}
    notify(kind=kind, key=key, **_reader(enquiry), context=context, at=at)


def _reader(enquiry: Enquiry) -> dict[str, User | str]:
    """The account, where the enquiry came from it and names its address; else the address alone."""
    person = enquiry.person
    if person is not None and person.email.lower() == enquiry.email:
        return {"recipient": person}
    return {"address": enquiry.email}
