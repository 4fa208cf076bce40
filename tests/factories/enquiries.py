"""Enquiries as the services make them, in each state."""

from dataclasses import replace

from cmiportal.accounts.groups import ADMINISTRATORS, EDITORS
from cmiportal.accounts.models import User
from cmiportal.enquiries.models import Enquiry
from cmiportal.enquiries.services import answering
from cmiportal.enquiries.services.sending import Said, send
from cmiportal.workflow import new_id

from .accounts import UserFactory
from .qualifications import NOW

SAID = Said(
    kind="general",
    name="Wren Holtby",
    email="wren.holtby@example.org",
    message="When is the next discussion held in Leeds?",
    details=(("What is it about?", "Chartered Manager"),),
)


def administrator(**fields) -> User:
    """Somebody who answers all enquiries."""
    return UserFactory(is_staff=True, groups=[ADMINISTRATORS], **fields)


def editor(**fields) -> User:
    """Somebody who answers those of the media."""
    return UserFactory(is_staff=True, groups=[EDITORS], **fields)


def enquiry(state: str = "new", *, by: User | None = None, at=NOW, person=None, **said) -> Enquiry:
    """An enquiry that came to that state as enquiries do; ``by`` is who answers it."""
    if state in ("check", "spam"):
        row = send(said=replace(SAID, **said), key=str(new_id()), doubts=["It holds 9 links."], person=person, at=at)
        return row if state == "check" else answering.mark_spam(enquiry=row, by=by or administrator(), at=at)
    row = send(said=replace(SAID, **said), key=str(new_id()), person=person, at=at)
    by = by or administrator()
    if state != "new":
        answering.take(enquiry=row, by=by, at=at)
    if state in ("answered", "closed"):
        answering.answer(enquiry=row, text="On the third of May.", by=by, at=at)
    if state == "closed":
        answering.close(enquiry=row, by=by, at=at)
    return row


def fresh(row: Enquiry) -> Enquiry:
    """The row as it now is."""
    return Enquiry.objects.get(pk=row.pk)
