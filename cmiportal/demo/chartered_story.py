"""Applications for Chartered Manager status in the demo, told through the services like the rest of the story."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from cmiportal.billing.models import Order
from cmiportal.documents.services import create_item
from cmiportal.links.models import Link
from cmiportal.links.services import use_link
from cmiportal.rules.days import UK, uk_day
from membership.models import CharteredApplication, Discussion, Route, Slot
from membership.models.record import INSTITUTE
from membership.services.applying import applications, referees, statements
from membership.services.assessing import allocation, appeals, discussions, judging, moderation, slots
from membership.services.chartered.rows import ORDER_KIND
from membership.services.record import lines as record

from . import chartered_texts as texts
from .member_story import MemberStory
from .paying import by_card
from .story import BREAK

FULL, FAST_TRACK = "full", "fast_track"
MEMBER, FELLOW = "cmgr_mcmi", "cmgr_fcmi"
IMPACT = "impact"


class Chartered:
    """Who applied, and what became of it, so many days before the story's now; each step builds on the one before."""

    def __init__(self, members: MemberStory) -> None:
        self.members, self.people = members, members.people
        self.praise, self.work = cycle(texts.MET), cycle(zip(texts.EMPLOYERS, texts.POSTS, strict=True))
        self.employers: dict[str, str] = {}

    # What comes before an application: a record, looked at by the membership team, and a grade.

    def join(self, person: str, *, days: int, grade: str = "member") -> None:
        """Somebody who has paid for a grade, with thirteen years in management, the last seven in one post."""
        employer, title = next(self.work)
        self.employers[person] = employer
        posts = [("Team leader", employer, 13, 7.5, False), (title, employer, 7.4, None, grade == "fellow")]
        self.members.join(person, grade, days=days, posts=posts)

    def diploma(self, person: str, *, days: int) -> None:
        """One of the Institute's own diplomas of the year before, confirmed: it opens the fast track."""
        values = {
            "title": "Level 6 Diploma in Professional Management and Leadership Practice",
            "level": 6,
            "size": "diploma",
            "body": INSTITUTE,
            "awarded_on": self.day(days + 365),
        }
        line = record.add_held(person=self.people[person], values=values)
        record.confirm(line=line, by=self.members.team, at=self.ago(days))

    # The application itself.

    def begin(
        self, person: str, *, days: int, route: str = FULL, status: str = MEMBER, leave: Collection[str] = ()
    ) -> CharteredApplication:
        """An application with its statements written, all but those on the criteria to leave."""
        row = applications.begin(
            person=self.people[person], route=Route.objects.get(pk=route), status=status, at=self.ago(days)
        )
        for statement in row.statements.select_related("application", "criterion").exclude(criterion__in=leave):
            self.write(statement, self.text(person, statement.criterion_id), days=days - 1)
        return row

    def text(self, person: str, criterion: str) -> str:
        """What the person writes on a criterion."""
        return BREAK.join(texts.STATEMENTS[criterion]).format(employer=self.employers.get(person, "my employer"))

    def write(self, statement: Any, text: str, *, days: int) -> None:
        """A statement kept as it is typed."""
        statements.keep_statement(statement=statement, text=text, revision=statement.revision, at=self.ago(days))

    def back(self, row: CharteredApplication, *, days: int) -> None:
        """A piece of evidence behind the statement on impact."""
        kind, title, text, pointer = texts.FIGURES
        item = create_item(
            owner=row.person, kind=kind, title=title, text=text, dated_on=self.day(days + 30), at=self.ago(days)
        )
        statement = row.statements.select_related("application").get(criterion=IMPACT)
        statements.add_evidence(statement=statement, item=item, pointer=pointer)

    def refer(self, row: CharteredApplication, *, days: int, says: Mapping[str, str] | None = texts.REFERENCE) -> None:
        """A referee asked, who answers three days later unless there is nothing that they say."""
        number = row.number.lower()
        named = referees.Named(
            name="Maud Thornley", email=f"referee.{number}@example.org", organisation=self.employers[key_of(row)]
        )
        referees.ask_referee(application=row, named=named, at=self.ago(days))
        if says:
            self.follow(row.pk, says, days=days - 3)

    def follow(self, subject_id: Any, data: Mapping[str, Any], *, days: int) -> None:
        """The link about something used by whom it was sent to."""
        link = Link.objects.get(subject_id=subject_id, used_at=None, revoked_at=None)
        use_link(link=link, data=data, at=self.ago(days))

    def submit(
        self, person: str, *, days: int, says: Mapping[str, str] = texts.REFERENCE, **how: Any
    ) -> CharteredApplication:
        """Written within a week, backed and referred, and submitted: the fee is to be paid."""
        row = self.begin(person, days=days + 9, **how)
        self.back(row, days=days + 8)
        self.refer(row, days=days + 7, says=says)
        applications.accept_code(application=row, at=self.ago(days))
        return applications.submit(application=row, by=row.person, at=self.ago(days))

    def pay(self, row: CharteredApplication, *, days: int) -> None:
        """The fee, by card."""
        by_card(Order.objects.unpaid().get(kind=ORDER_KIND, subject_id=row.pk), at=self.ago(days))

    def apply(self, person: str, *, days: int, **how: Any) -> CharteredApplication:
        """A member since the month before, whose application is paid and eligible by rule."""
        self.join(person, days=days + 40, grade="fellow" if how.get("status") == FELLOW else "member")
        if how.get("route") == FAST_TRACK:
            self.diploma(person, days=days + 20)
        row = self.submit(person, days=days + 1, **how)
        self.pay(row, days=days)
        return fresh(row)

    # At the desk.

    def allocate(
        self, row: CharteredApplication, *, days: int, assessor: str = "olwen.membership", declared: bool = True
    ) -> CharteredApplication:
        """A moderator gives it to an assessor, who declares on the next day to have no conflict of interest."""
        by, holder = self.people["lewis.moderator"], self.people[assessor]
        allocation.allocate(application=row, assessor=holder, by=by, at=self.ago(days))
        if declared:
            allocation.declare_no_conflict(application=row, by=holder, at=self.ago(days - 1))
        return fresh(row)

    def discuss(self, row: CharteredApplication, *, days: int, assessor: str = "olwen.membership") -> Discussion:
        """A discussion that took place on the last working day before so many days ago."""
        start = self.working_day(days, hour=11)
        (slot,) = self.offer(assessor, [start], days=days + 6)
        self.book(row, slot, days=days + 5)
        by = self.people[assessor]
        return discussions.hold_discussion(application=row, by=by, at=start + timedelta(hours=1))

    def offer(self, assessor: str, starts: Collection[datetime], *, days: int) -> list[Slot]:
        """Times for discussions that an assessor offers."""
        who, joining = self.people[assessor], f"https://meet.example.org/{assessor}"
        return slots.offer_slots(assessor=who, starts=list(starts), at=self.ago(days), joining=joining)

    def book(self, row: CharteredApplication, slot: Slot, *, days: int) -> Discussion:
        """The applicant takes a time."""
        return discussions.book(application=row, slot=slot, by=row.person, at=self.ago(days))

    def judge(
        self,
        row: CharteredApplication,
        *,
        days: int,
        by: str = "olwen.membership",
        missing: Collection[str] = (),
        leave: int = 0,
    ) -> None:
        """Every criterion judged but the last ones to leave; those that are named as not yet met."""
        criteria = judging.unjudged(row)
        for criterion in criteria[: len(criteria) - leave]:
            met = criterion.key not in missing
            behind = row.statements.get(criterion=criterion).evidence.values_list("pk", flat=True)
            judging.judge(
                application=row,
                criterion=criterion,
                by=self.people[by],
                met=met,
                feedback=next(self.praise) if met else texts.NOT_YET,
                accepted=list(behind),
                at=self.ago(days),
            )

    def recommend(self, row: CharteredApplication, advice: str, *, days: int, missing: Collection[str] = ()) -> None:
        """Judged, and sent to moderation with what the assessor recommends."""
        self.judge(row, days=days + 1, missing=missing)
        by, reason = self.people["olwen.membership"], texts.RECOMMENDED
        judging.recommend(application=row, by=by, advice=advice, reason=reason, at=self.ago(days))

    def assess(
        self, row: CharteredApplication, *, days: int, advice: str = "award", missing: Collection[str] = ()
    ) -> CharteredApplication:
        """The way of an application that is eligible, from allocation to moderation 25 days later."""
        self.allocate(row, days=days + 25)
        if row.route.has_discussion:
            self.discuss(row, days=days + 12)
        self.recommend(row, advice, days=days, missing=missing)
        return fresh(row)

    def moderate(self, row: CharteredApplication, outcome: str, *, days: int, reason: str = "") -> None:
        """A moderator takes it, and decides."""
        by, at = self.people["lewis.moderator"], self.ago(days)
        if not row.holders.filter(person=by, ended_at=None).exists():
            moderation.take_moderation(application=row, by=by, at=at)
        said = {"reason": reason} if reason else {}
        getattr(moderation, outcome)(application=row, by=by, at=at, **said)

    def award(self, person: str, *, days: int, **how: Any) -> CharteredApplication:
        """The whole way, from joining to the award."""
        row = self.assess(self.apply(person, days=days + 32, **how), days=days + 4)
        self.moderate(row, "award", days=days)
        return fresh(row)

    def decline(self, person: str, *, days: int) -> CharteredApplication:
        """The whole way to being declined."""
        row = self.apply(person, days=days + 32, says=texts.FAINT_REFERENCE)
        row = self.assess(row, days=days + 4, advice="decline", missing={IMPACT, "managing_change"})
        self.moderate(row, "decline", days=days, reason=texts.DECLINED)
        return fresh(row)

    def appeal(self, row: CharteredApplication, *, days: int) -> Any:
        """The applicant appeals."""
        return appeals.raise_appeal(application=row, by=row.person, grounds=texts.GROUNDS, at=self.ago(days))

    # Days.

    def ago(self, days: int) -> datetime:
        """Some time in the working hours of the day so many days ago."""
        return at_hour(self.day(days), 9 + days * 7 % 8, days * 13 % 60)

    def day(self, days: int) -> date:
        """The day in the United Kingdom so many days ago."""
        return uk_day(self.members.now, -days)

    def working_day(self, days: int, *, hour: int) -> datetime:
        """An hour of the last working day up to so many days ago, in UK time."""
        day = self.day(days)
        return at_hour(day - timedelta(days=max(0, day.weekday() - 4)), hour)

    def working_days(self, count: int) -> list[date]:
        """The next working days, none of them tomorrow."""
        coming = (self.day(-ahead) for ahead in range(2, 2 * count + 4))
        return [day for day in coming if day.weekday() < 5][:count]


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of a day in the United Kingdom."""
    return datetime.combine(day, time(hour, minute), tzinfo=UK)


def key_of(row: CharteredApplication) -> str:
    """The story's name for the applicant."""
    return row.person.email.partition("@")[0]


def fresh(row: CharteredApplication) -> CharteredApplication:
    """The application as it now stands."""
    return CharteredApplication.objects.select_related("person", "route", "order").get(pk=row.pk)
