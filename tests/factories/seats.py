"""Organisations with seats, bought and given by the services that people use."""

from datetime import datetime

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order, Price
from cmiportal.links.models import Link
from cmiportal.links.services import use_link
from membership.models import Organisation, OrganisationStaff, Seat
from membership.services.corporate.orders import open_seats
from membership.services.corporate.rows import PRODUCT
from membership.services.corporate.seats import invite

from .accounts import UserFactory
from .billing import price, reported
from .membership import GradeFactory
from .qualifications import NOW

ACCEPTED = {"code": True}


class Corporate:
    """An organisation, somebody who acts for it, and its seats: paid on NOW for a year."""

    def __init__(self, seats: int = 2, *, name: str = "Fellgate Logistics") -> None:
        GradeFactory(key="affiliate", post_nominals="")
        self.staff: User = UserFactory(name="Corin Vale")
        self.row = Organisation.objects.create(name=name)
        OrganisationStaff.objects.create(organisation=self.row, user=self.staff)
        if not price_of_a_seat():
            price(PRODUCT, 10_000)
        if seats:
            pay(self.ordered(seats))
            self.row.refresh_from_db()

    def ordered(self, seats: int = 1, *, at: datetime = NOW) -> Order:
        """An order for so many seats that waits to be paid."""
        return open_seats(organisation=self.row, by=self.staff, seats=seats, at=at)

    def invited(self, email: str = "priya@example.net", *, at: datetime = NOW) -> Seat:
        """A seat that somebody was invited to."""
        return invite(organisation=self.row, by=self.staff, email=email, at=at)

    def accepted(self, person: User | None = None, *, at: datetime = NOW) -> Seat:
        """A seat that somebody with an account has accepted."""
        person = person or UserFactory(name="Priya Ostrander")
        seat = self.invited(person.email, at=at)
        accept(seat, at=at)
        seat.refresh_from_db()
        return seat


def price_of_a_seat() -> bool:
    """Whether seats have a price already."""
    return Price.objects.filter(product=PRODUCT).exists()


def pay(order: Order, *, at: datetime = NOW) -> None:
    """Pay the whole order by bank."""
    reported(order, order.total_pence, name=f"paid-{order.number}", provider="bank", at=at)


def link_of(seat: Seat) -> Link:
    """The live link of a seat."""
    return Link.objects.get(subject_id=seat.pk, used_at=None, revoked_at=None)


def accept(seat: Seat, *, at: datetime = NOW) -> str:
    """Accept the seat by its link; the sentence of thanks."""
    return use_link(link=link_of(seat), data=ACCEPTED, at=at)
