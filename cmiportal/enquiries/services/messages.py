"""What the sender of an enquiry is told; nobody has confirmed the address, so no word of theirs is repeated."""

from datetime import datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives

from cmiportal.notifications.mails import compose
from cmiportal.notifications.models import Notification
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


def answer_mail(enquiry: Enquiry, *, text: str) -> EmailMultiAlternatives:
    """The e-mail that would bring this answer, exactly as it is sent; nothing is owed."""
    row = Notification(kind=ANSWERED, **_reader_of(enquiry), context=_context_of(enquiry, answer=text))
    return compose(row)


def _tell(enquiry: Enquiry, kind: str, *, key: str, at: datetime, **said: Any) -> None:
    notify(kind=kind, key=key, **_reader_of(enquiry), context=_context_of(enquiry, **said), at=at)


def _reader_of(enquiry: Enquiry) -> dict[str, Any]:
    """The account, where the enquiry came from it and names its address; else the address alone."""
    person = enquiry.person
    is_theirs = person is not None and person.email.lower() == enquiry.email
    return {"recipient": person, "address": ""} if is_theirs else {"recipient": None, "address": enquiry.email}


def _context_of(enquiry: Enquiry, **said: Any) -> dict[str, Any]:
    return {"number": enquiry.number, "path": enquiry.get_absolute_url(), **said}
