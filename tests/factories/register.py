"""People who hold Chartered status and stand in the register."""

from datetime import date
from random import Random

from cmiportal.accounts.models import User
from cmiportal.rules.codes import new_code
from membership.models import CharteredStatus, Membership, MembershipEvent, RegisterEntry
from membership.services.statuses import consent
from membership.workflow import Basis, MembershipState

from .accounts import UserFactory
from .membership import GradeFactory, member
from .qualifications import NOW

SYLLABLES = ("an", "ber", "cal", "dor", "el", "fen", "gra", "hol", "is", "jen", "ka", "lum", "mor", "ni", "os", "per")


def registered(name: str = "Priya Ostrander", *, status: str = "cmgr_mcmi", since: date | None = None) -> RegisterEntry:
    """The entry of a member who holds the status and wants to be shown."""
    person = UserFactory(name=name)
    member(person=person)
    row = CharteredStatus.objects.create(
        person=person, status=status, name_as_printed=name, code=new_code(), since=since or NOW.date()
    )
    consent(status=row, shown=True, at=NOW)
    return row.register_entry


def many_registered(count: int) -> None:
    """So many entries in bulk, every thirtieth called Smith: names of syllables, the same in every run."""
    grade, chance = GradeFactory(), Random(4)
    people = User.objects.bulk_create(
        [User(name=_name(chance, n), email=f"n{n}@many.example.org") for n in range(count)], batch_size=5000
    )
    until = NOW.date().replace(year=NOW.year + 1)
    rows = [
        Membership(
            person=person,
            grade=grade,
            number=f"N{person.pk}",
            state=MembershipState.ACTIVE,
            basis=Basis.CONCESSION,
            starts_on=NOW.date(),
            ends_on=until,
            created_at=NOW,
        )
        for person in people
    ]
    Membership.objects.bulk_create(rows, batch_size=5000)
    MembershipEvent.objects.bulk_create(
        [
            MembershipEvent(membership=row, sequence=0, to_state=row.state, at=NOW, previous_digest=b"", digest=b"")
            for row in rows
        ],
        batch_size=5000,
    )
    held = [
        CharteredStatus(
            person=person, status="cmgr_mcmi", name_as_printed=person.name, code=f"C{person.pk}", since=NOW.date()
        )
        for person in people
    ]
    CharteredStatus.objects.bulk_create(held, batch_size=5000)
    RegisterEntry.objects.bulk_create(
        [RegisterEntry(status=row, name=row.name_as_printed, consented_at=NOW) for row in held], batch_size=5000
    )


def _name(chance: Random, number: int) -> str:
    first, *last = ("".join(chance.choices(SYLLABLES, k=size)).capitalize() for size in (2, 3))
    return f"{first} {'Smith' if number % 30 == 0 else last[0]}"
