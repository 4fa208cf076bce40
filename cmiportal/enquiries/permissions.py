"""Who may do what with an enquiry: administrators with all of them, editors with those of the media."""

from typing import Any

from cmiportal.accounts.groups import ADMINISTRATORS, EDITORS

from .workflow import EnquiryKind


def kinds_for(user: Any) -> tuple[str, ...]:
    """The kinds of enquiries that this person answers; none for most."""
    if not user.is_authenticated or not user.is_active:
        return ()
    if user.is_superuser or user.serves_as(ADMINISTRATORS):
        return tuple(EnquiryKind.values)
    return (EnquiryKind.MEDIA,) if user.serves_as(EDITORS) else ()


def handles(user: Any, enquiry: Any) -> bool:
    """Whether the person answers enquiries of this kind."""
    return enquiry.kind in kinds_for(user)


def has_taken(user: Any, enquiry: Any) -> bool:
    """Whether the person is the one who took it, so that nobody gets two answers."""
    return handles(user, enquiry) and enquiry.taken_by_id == user.pk


def handles_and_reads(user: Any, enquiry: Any) -> bool:
    """Whether the person answers such enquiries, and this one has not been erased."""
    return handles(user, enquiry) and enquiry.erased_at is None
