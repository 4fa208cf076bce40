"""What has happened to the demo's members, told through the services at days before today."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from django.conf import settings

from cmiportal.accounts.models import User
from cmiportal.billing.models import Order
from cmiportal.rules.days import UK, uk_day
from membership.models import Experience, Grade, GradeRequest, Membership
from membership.models.record import Claim
from membership.rules.periods import years_after
from membership.services.members import reminders, renewals, requests
from membership.services.record import lines as record
from membership.workflow import RequestState

from .paying import by_card
from .story import Story
from .texts import RECORD_SEEN

# A post in management: role, employer, from how many years ago, until how many (None: still), whether it set strategy.
Post = tuple[str, str, float, float | None, bool]
YEAR = 365
# When the work of a day begins that nobody does by hand.
EARLY = time(6)
# How long the membership team took to decide, in turn.
DAYS_TO_DECIDE = (4, 9, 2, 6, 12, 3)


class MemberStory(Story):
    """The demo's members: who joined, renewed, rose or left, so many days before ``now``."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self.took = cycle(DAYS_TO_DECIDE)

    @property
    def today(self) -> date:
        """The UK day of loading."""
        return uk_day(self.now)

    @property
    def team(self) -> User:
        """Who decides for the membership team."""
        return self.people["membership-assessor"]

    def began(self, *, ends_in: int, years: int = 1) -> int:
        """How many days ago a membership began that ends in so many days, after so many years."""
        return (self.today - years_after(self.today + timedelta(days=ends_in + 1), -years)).days

    def career(self, person: str, posts: Sequence[Post]) -> None:
        """Posts in somebody's record, as claims."""
        for role, employer, since, until, strategic in posts:
            values = {
                "post": role,
                "employer": employer,
                "since": uk_day(self.ago(since * YEAR)),
                "until": None if until is None else uk_day(self.ago(until * YEAR + 1)),
                "strategic": strategic,
            }
            record.add_experience(person=self.people[person], values=values)

    def confirm(self, person: str, *, days: float) -> None:
        """The membership team has looked at every post in somebody's record."""
        for line in Experience.objects.filter(person=self.people[person], state=Claim.CLAIMED):
            record.confirm(line=line, by=self.team, at=self.ago(days))

    def prepare(self, person: str, grade: str, *, days: float, concession: str = "") -> GradeRequest:
        """A request with its grade chosen and the Code of Conduct accepted, not sent yet."""
        request = requests.begin(person=self.people[person], at=self.ago(days))
        answers = {"grade": Grade.objects.get(pk=grade), "concession": concession, "code_accepted_at": self.ago(days)}
        return requests.keep(request=request, answers=answers)

    def ask(self, person: str, grade: str, *, days: float, concession: str = "") -> GradeRequest:
        """A request that was sent; where its rule decides, it is accepted already."""
        request = self.prepare(person, grade, days=days, concession=concession)
        return requests.submit(request=request, by=self.people[person], at=self.ago(days))

    def accept(self, request: GradeRequest, *, days: float) -> GradeRequest:
        """The membership team accepts, with the concession that was asked for."""
        return requests.accept(request=request, by=self.team, reason=RECORD_SEEN, concession=True, at=self.ago(days))

    def accepted(
        self, person: str, grade: str, *, days: float, posts: Sequence[Post] = (), concession: str = ""
    ) -> GradeRequest:
        """A request accepted so many days ago: by its rule at once, or some days after it was sent by the team."""
        self.career(person, posts)
        took = next(self.took) if posts or concession else 0
        request = self.ask(person, grade, days=days + took, concession=concession)
        self.confirm(person, days=days)
        return self.accept(request, days=days) if request.state == RequestState.REVIEW else request

    def join(
        self, person: str, grade: str, *, days: float, posts: Sequence[Post] = (), concession: str = ""
    ) -> Membership:
        """A membership that began so many days ago, paid by card three days after it was accepted."""
        request = self.accepted(person, grade, days=days + 3, posts=posts, concession=concession)
        by_card(self.to_pay(requests.ORDER_KIND, request), at=self.ago(days))
        return self.membership(person)

    def membership(self, person: str) -> Membership:
        """The person's membership as it stands."""
        return Membership.objects.get(person=self.people[person])

    def to_pay(self, kind: str, subject: GradeRequest | Membership) -> Order:
        """The order of this subject that waits to be paid."""
        return Order.objects.unpaid().get(kind=kind, subject_id=subject.pk)

    def ask_to_renew(self, person: str, *, days: float) -> Order:
        """The order for another year, the Code of Conduct accepted again."""
        row = self.membership(person)
        return renewals.open_renewal(membership=row, by=row.person, code_accepted=True, at=self.ago(days))

    def renew(self, person: str, *, days: float) -> Membership:
        """Another year, paid by card."""
        by_card(self.ask_to_renew(person, days=days), at=self.ago(days))
        return self.membership(person)

    def stay(self, person: str, grade: str, *, ends_in: int, years: int, posts: Sequence[Post] = ()) -> Membership:
        """A member for so many years whose membership ends in so many days, renewed three weeks before each end."""
        row = self.join(person, grade, days=self.began(ends_in=ends_in, years=years), posts=posts)
        for left in range(years - 1, 0, -1):
            row = self.renew(person, days=self.began(ends_in=ends_in, years=left) + 21)
        return row

    def turn_days(self, *, until: float = 0) -> None:
        """What the turns of the day did up to so many days ago: reminders, grace and the end of what nobody renewed."""
        last, grace = uk_day(self.ago(until)), settings.MEMBERSHIP_GRACE_DAYS
        # On how many days after (or before) its last day something happens to a membership.
        later = {*(-offset for offset in settings.RENEWAL_REMINDER_DAYS), 1, grace + 1}
        ends = Membership.objects.held().filter(ends_on__lte=last - timedelta(days=min(later)))
        turns = {day + timedelta(days=days) for day in ends.values_list("ends_on", flat=True) for days in later}
        for day in sorted(turn for turn in turns if turn <= last):
            at = min(datetime.combine(day, EARLY, tzinfo=UK), self.now)
            renewals.end_what_is_over(at=at)
            reminders.remind(at=at)
