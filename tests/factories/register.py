"""People who hold Chartered status and stand in the register."""

from datetime import date

from cmiportal.rules.codes import new_code
from membership.models import CharteredStatus, RegisterEntry
from membership.services.register.statuses import consent

from .accounts import UserFactory
from .membership import member
from .qualifications import NOW


def registered(name: str = "Priya Ostrander", *, status: str = "cmgr_mcmi", since: date | None = None) -> RegisterEntry:
    """The entry of a member who holds the status and wants to be shown."""
    person = UserFactory(name=name)
    member(person=person)
    row = CharteredStatus.objects.create(
        person=person, status=status, name_as_printed=name, code=new_code(), since=since or NOW.date()
    )
    consent(status=row, shown=True, at=NOW)
    return row.register_entry
