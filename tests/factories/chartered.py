"""Applications for Chartered Manager at each stage, moved there by the services that people use."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS, MODERATORS
from cmiportal.accounts.models import User
from cmiportal.workflow import born, move
from membership import models
from membership.services.assessing import allocation, discussions, judging, moderation
from membership.services.assessing.slots import offer_slots
from membership.services.numbers import new_number

from .accounts import UserFactory
from .membership import GradeFactory, member
from .qualifications import NOW

CRITERIA = ("leading_people", "managing_change", "impact")
LATER = timedelta(days=1)
JOINING = "https://meet.example.org/greta"
IN_A_WEEK = NOW + timedelta(days=7)


def route(key: str = "full", *, has_discussion: bool = True) -> models.Route:
    """A route with three criteria, without a fee or a rule."""
    found, fresh = models.Route.objects.get_or_create(
        key=key,
        defaults={
            "position": models.Route.objects.count() + 1,
            "title": key.replace("_", " ").capitalize(),
            "summary": "For managers.",
            "rule": [[]],
            "has_discussion": has_discussion,
            "needs_referee": False,
        },
    )
    if fresh:
        for position, name in enumerate(CRITERIA, start=1):
            criterion, _ = models.CharteredCriterion.objects.get_or_create(
                key=name,
                defaults={
                    "position": position,
                    "title": name.replace("_", " ").capitalize(),
                    "detail": "Tell one story.",
                    "words_from": 2,
                    "words_to": 100,
                },
            )
            criterion.routes.add(found)
    return found


def assessor(**fields: object) -> User:
    """A membership assessor."""
    return UserFactory(groups=[MEMBERSHIP_ASSESSORS], **fields)


def moderator(**fields: object) -> User:
    """A moderator."""
    return UserFactory(groups=[MODERATORS], **fields)


def leave(person: User) -> User:
    """The person as another request has them, once they are in no group any more."""
    person.groups.set(Group.objects.none())
    return fresh(person)


def fresh(person: User) -> User:
    """The person with nothing remembered."""
    return User.objects.get(pk=person.pk)


class Desk:
    """An application with the people who handle it; each method moves it one stage on."""

    def __init__(
        self,
        *,
        has_discussion: bool = False,
        status: str = "cmgr_mcmi",
        person: User | None = None,
        membership: models.Membership | None = None,
        checked: bool = True,
        at: datetime = NOW,
    ) -> None:
        self.at = at
        self.moderator, self.assessor, self.second = moderator(), assessor(), moderator()
        self.person = person or UserFactory(name="Priya Ostrander")
        self.membership = membership or member(person=self.person, grade=GradeFactory(), at=at)
        way = route() if has_discussion else route("written", has_discussion=False)
        self.row = models.CharteredApplication(
            number=new_number("application"),
            person=self.person,
            route=way,
            status=status,
            created_at=at,
            valid_until=(at + timedelta(days=365)).date(),
        )
        born(self.row, at=at, actor=self.person)
        move(self.row, "submit", at=at, actor=self.person, submitted_at=at)
        for criterion in way.criteria.all():
            said = {"application": self.row, "criterion": criterion, "text": "I led a team of nine.", "words": 6}
            models.Statement.objects.create(saved_at=at, **said)
            models.StatementVersion.objects.create(attempt=1, **said)
        move(self.row, "pay", at=at)
        if checked:
            move(self.row, "confirm_by_rule", at=at)

    def allocated(self) -> "Desk":
        """With its assessor, who has declared."""
        allocation.allocate(application=self.row, assessor=self.assessor, by=self.moderator, at=self.at)
        allocation.declare_no_conflict(application=self.row, by=self.assessor, at=self.at)
        self.row.refresh_from_db()
        return self

    def offered(self, *starts: datetime) -> list[models.Slot]:
        """Times that its assessor offers; a week from NOW unless they are given."""
        return offer_slots(assessor=self.assessor, starts=starts or [IN_A_WEEK], at=self.at, joining=JOINING)

    def booked(self, start: datetime = IN_A_WEEK) -> models.Discussion:
        """The discussion at that time."""
        (slot,) = self.offered(start)
        found = discussions.book(application=self.row, slot=slot, by=self.person, at=self.at)
        self.row.refresh_from_db()
        return found

    def judged(self, *missing: str) -> "Desk":
        """Each criterion judged; those that are named are not yet met."""
        for criterion in judging.criteria_to_judge(self.row):
            met = criterion.key not in missing
            feedback = "" if met else f"Say what {criterion.title.lower()} changed."
            judging.judge(
                application=self.row, criterion=criterion, by=self.assessor, met=met, feedback=feedback, at=self.at
            )
        return self

    def recommended(self, *missing: str) -> "Desk":
        """In moderation, with the second moderator."""
        self.judged(*missing)
        advice = "not_yet" if missing else "award"
        judging.recommend(application=self.row, by=self.assessor, advice=advice, reason="As judged.", at=self.at)
        self.row.refresh_from_db()
        moderation.take_moderation(application=self.row, by=self.second, at=self.at)
        return self

    def not_yet(self) -> "Desk":
        """Decided: the first criterion is not yet met."""
        self.recommended(CRITERIA[0])
        moderation.not_yet(application=self.row, by=self.second, reason="Nearly there.", at=self.at)
        self.row.refresh_from_db()
        return self

    def declined(self) -> "Desk":
        """Decided: declined."""
        self.recommended(CRITERIA[0])
        moderation.decline(application=self.row, by=self.second, reason="Too little.", at=self.at)
        self.row.refresh_from_db()
        return self

    def awarded(self) -> models.CharteredStatus:
        """Awarded."""
        self.recommended()
        moderation.award(application=self.row, by=self.second, at=self.at)
        self.row.refresh_from_db()
        return self.row.awarded
