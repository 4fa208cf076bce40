"""So many rows of everything that a list of membership or billing shows, for the tests of limits."""

from datetime import datetime, timedelta
from uuid import uuid4

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.workflow import born, move
from membership import models
from membership.services.assessing.slots import offer_slots
from membership.services.numbers import new_number
from membership.workflow import HolderStage
from tests.factories.accounts import UserFactory
from tests.factories.companions import companion, nominee
from tests.factories.cpd import CpdEntryFactory, CpdOfferFactory
from tests.factories.membership import MembershipFactory, member
from tests.factories.record import ExperienceFactory, QualificationHeldFactory

TO_JUDGE = ("eligibility", "allocation", "discussion", "assessment", "moderation")


def own(person: User, rows: int, *, at: datetime) -> None:
    """What one person has: CPD, a record, orders."""
    area = models.Area.objects.first()
    CpdEntryFactory.create_batch(rows, person=person, area=area, on=at.date())
    CpdOfferFactory.create_batch(rows, person=person, area=area)
    ExperienceFactory.create_batch(rows, person=person)
    QualificationHeldFactory.create_batch(rows, person=person)
    for number in range(rows):
        order = Order(number=f"X{person.pk}-{number}", person=person, kind="renewal", title="A year", created_at=at)
        order.subject_id, order.state, order.paid_at = uuid4(), "paid", at
        order.vat_pence, order.total_pence = 0, 100
        born(order, at=at)


def for_the_team(rows: int, *, at: datetime) -> None:
    """Requests and records that wait for the membership team, and nominations for the panel."""
    grade = models.Grade.objects.get(pk="affiliate")
    sample = models.CpdSample.objects.order_by("-year").first()
    for _ in range(rows):
        person = UserFactory()
        sent = {"code_accepted_at": at, "submitted_at": at, "created_at": at}
        born(models.GradeRequest(kind="join", state="review", person=person, grade=grade, **sent), at=at)
        review = born(models.CpdReview(sample=sample, person=person, due_on=at.date()), at=at)
        move(review, "submit", at=at, actor=person, data={"entries": 0})
        MembershipFactory(person=person, grade=grade)
    proposer, seconder = companion(), companion()
    for number in range(rows):
        nominated = nominee(email=f"nominee{number}@example.org")
        row = models.Nomination(state="panel", proposer=proposer, seconder=seconder, created_at=at, seconded_at=at)
        row.nominee_name, row.nominee_email, row.post = nominated.name, nominated.email, nominated.post
        row.criterion, row.reasons, row.statement = nominated.criterion, nominated.reasons, "I saw it happen."
        born(row, at=at)


def for_the_desk(assessor: User, moderator: User, rows: int, *, at: datetime) -> None:
    """Applications in each state that somebody at the desk waits for, appeals, and the assessor's times."""
    holders = {"assessor": (assessor, HolderStage.ASSESSMENT), "moderator": (moderator, HolderStage.MODERATION)}
    route = models.Route.objects.get(pk="full")
    for state in TO_JUDGE:
        for _ in range(rows):
            row = application(state, route, at=at)
            for holder, stage in holders.values():
                models.ApplicationHolder.objects.create(
                    application=row, applicant=row.person, stage=stage, person=holder, since=at, declared_at=at
                )
    for number in range(rows):
        appeal = models.Appeal(number=f"X{number}", grounds="It was cut short.", raised_at=at, due_on=at.date())
        appeal.application = application("declined", route, at=at)
        born(appeal, at=at)
    starts = [at.replace(minute=0, second=0, microsecond=0) + timedelta(days=40, hours=2 * n) for n in range(rows)]
    offer_slots(assessor=assessor, starts=starts, at=at)


def application(state: str, route: models.Route, *, at: datetime) -> models.CharteredApplication:
    """Somebody's application, born in that state."""
    row = models.CharteredApplication(
        number=new_number("application"),
        person=UserFactory(),
        route=route,
        status="cmgr_mcmi",
        state=state,
        created_at=at,
        submitted_at=at,
        valid_until=at.date() + timedelta(days=300),
    )
    return born(row, at=at)


def seats(organisation: models.Organisation, rows: int, *, at: datetime) -> None:
    """Seats that somebody was invited to, and seats that somebody has."""
    for number in range(rows):
        models.Seat.objects.create(organisation=organisation, email=f"seat{number}@example.org", invited_at=at)
        person = UserFactory()
        taken = {"membership": member(person=person, at=at), "accepted_at": at}
        models.Seat.objects.create(organisation=organisation, email=person.email, invited_at=at, **taken)
