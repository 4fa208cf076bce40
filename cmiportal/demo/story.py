"""What has happened in the demo, told through the services at days before today, so that every rule held."""

from datetime import datetime, timedelta
from itertools import cycle, islice

from django.core.files.base import ContentFile

from cmiportal.accounts.models import User
from cmiportal.documents.models import ItemDraft
from cmiportal.documents.services import attach_file, create_item, save_draft
from cmiportal.rules.days import uk_day
from membership.services.record.lines import add_experience
from qualifications.models import Award, Centre, Enrolment, Qualification, Submission, UnitEnrolment
from qualifications.services import allocation, awards, enrolment, marking, portfolio, registration, sign_off
from qualifications.services import submission as submissions
from qualifications.services.unit_choice import choose_units

from .texts import EVIDENCE, MET, NOT_YET, RETURNED, SHARED_FORM, WEIGHED

CERTIFICATE = "level-6-certificate-in-professional-management-and-leadership-practice"
DIPLOMA = "level-6-diploma-in-professional-management-and-leadership-practice"
BREAK = "\n\n"
LEVEL_5_AWARD = "level-5-award-in-management-and-leadership"


class Story:
    """The demo's centre at work: who did what, so many days before ``now``."""

    def __init__(self, *, people: dict[str, User], centres: dict[str, Centre], now: datetime) -> None:
        self.people = people
        self.centres = centres
        self.now = now
        self.praise = cycle(MET)
        self.pieces = {key: cycle(EVIDENCE) for key in people}

    def ago(self, days: float) -> datetime:
        """So many days before now."""
        return self.now - timedelta(days=days)

    def request(self, learner: str, slug: str, *, days: float, centre: str = "calderbridge") -> Enrolment:
        """A request for a place; the line manager is asked by e-mail."""
        person = self.people[learner]
        return enrolment.request_place(
            learner=person,
            qualification=Qualification.objects.get(slug=slug),
            centre=self.centres[centre],
            name_as_printed=person.name,
            line_manager=enrolment.LineManager(
                name="Maud Thornley", email="line.manager@example.org", organisation="Fellgate Logistics"
            ),
            at=self.ago(days),
        )

    def approve(self, place: Enrolment, *, days: float, coordinator: str = "coordinator") -> Enrolment:
        """The coordinator approves where no line manager answers."""
        by = self.people[coordinator]
        return registration.approve_instead(
            enrolment=place, by=by, reason="The learner runs the business.", at=self.ago(days)
        )

    def place(
        self, learner: str, slug: str, units: set[str], *, days: float, coordinator: str = "coordinator", **where: str
    ) -> Enrolment:
        """A registered place with its units chosen and the printed name confirmed."""
        place = self.request(learner, slug, days=days, **where)
        self.approve(place, days=days - 1, coordinator=coordinator)
        registration.register(enrolment=place, by=self.people[coordinator], at=self.ago(days - 2))
        choose_units(enrolment=place, by=self.people[learner], numbers=units, at=self.ago(days - 3))
        return registration.confirm_name(
            enrolment=Enrolment.objects.get(pk=place.pk),
            by=self.people[learner],
            name=self.people[learner].name,
            at=self.ago(days - 3),
        )

    def post(self, person: str, title: str, *, since: int, until: int | None = None, **facts: int) -> None:
        """A post in management in somebody's record, from so many days ago until so many days ago."""
        values = {
            "post": title,
            "employer": "Fellgate Logistics",
            "since": uk_day(self.ago(since)),
            "until": until and uk_day(self.ago(until)),
            **facts,
        }
        add_experience(person=self.people[person], values=values)

    def unit(self, place: Enrolment, number: str) -> UnitEnrolment:
        """The chosen unit of that number."""
        return place.units.get(unit__number=number)

    def write(self, work: UnitEnrolment, *, days: float, gaps: int = 0, file: bytes = b"") -> None:
        """Three of the learner's pieces, a day apart, for every open criterion of the unit less so many at the end."""
        items = [
            create_item(
                owner=work.learner,
                kind=kind,
                title=title,
                dated_on=self.ago(days + before).date(),
                text=text,
                at=self.ago(days),
            )
            for before, (kind, title, text) in enumerate(islice(self.pieces[work.learner.email.partition("@")[0]], 3))
        ]
        if file:
            attach_file(item=items[1], upload=ContentFile(file, name=SHARED_FORM[0]), at=self.ago(days))
        waiting = portfolio.gaps(work, at=self.ago(days))
        for criterion, item in zip(waiting[: len(waiting) - gaps], cycle(items), strict=False):
            portfolio.map_item(
                unit_enrolment=work, item=item, criterion=criterion, pointer="Second paragraph", at=self.ago(days)
            )

    def hand_in(self, work: UnitEnrolment, *, days: float, file: bytes = b"") -> Submission:
        """The unit written, signed and handed in."""
        self.write(work, days=days + 1, file=file)
        return self.send(work, days=days)

    def resubmit(self, work: UnitEnrolment, *, days: float) -> Submission:
        """A referred unit handed in again, the end of its first text written anew."""
        changed = portfolio.work_on(work, at=self.ago(days)).for_hand_in[-1].item
        draft = ItemDraft.objects.get(item=changed)
        text = f"{draft.text.partition(BREAK)[0]}{BREAK}{WEIGHED}"
        save_draft(item=draft.item, text=text, revision=draft.revision, at=self.ago(days + 1))
        return self.send(work, days=days)

    def send(self, work: UnitEnrolment, *, days: float) -> Submission:
        """The unit signed and handed in as it stands."""
        return submissions.hand_in(
            unit_enrolment=work,
            by=work.learner,
            declared_name=work.learner.name,
            signed=True,
            words_in_files=2600,
            at=self.ago(days),
        ).submission

    def allocate(
        self, work: Submission, *, days: float, assessor: str = "assessor", verifier: str = "verifier"
    ) -> Submission:
        """The coordinator names assessor and verifier."""
        return allocation.allocate(
            submission=work,
            by=self.people["coordinator"],
            assessor=self.people[assessor],
            verifier=self.people[verifier],
            at=self.ago(days),
        )

    def judge(self, work: Submission, *, days: float, not_yet: int = 0, leave: int = 0) -> None:
        """Every criterion judged by its assessor, the last ``not_yet`` as not yet met, ``leave`` left alone."""
        criteria = marking.unjudged(work)
        for number, criterion in enumerate(criteria[: len(criteria) - leave]):
            met = number < len(criteria) - not_yet
            marking.judge(
                submission=work,
                criterion=criterion,
                by=work.stage.holder,
                met=met,
                feedback=next(self.praise) if met else NOT_YET,
                at=self.ago(days),
            )

    def mark(self, work: Submission, *, days: float, not_yet: int = 0) -> Submission:
        """Judged and sent to verification."""
        self.judge(work, days=days, not_yet=not_yet)
        return marking.send_on(submission=work, by=work.stage.holder, at=self.ago(days))

    def give_back(self, work: Submission, *, days: float) -> Submission:
        """Returned to the learner for a formal fault."""
        return marking.return_to_learner(submission=work, by=work.stage.holder, reason=RETURNED, at=self.ago(days))

    def verify(self, work: Submission, *, days: float) -> Submission:
        """Agreed by its verifier."""
        return sign_off.agree(submission=work, by=work.stage.holder, at=self.ago(days))

    def sign(self, work: Submission, *, days: float) -> Submission:
        """Signed off by its moderator."""
        return sign_off.confirm(submission=work, by=work.stage.holder, at=self.ago(days))

    def assess(self, work: UnitEnrolment, *, days: float, not_yet: int = 0) -> Submission:
        """The whole way of one unit, from hand-in to a result fifteen days later."""
        submission = self.allocate(self.hand_in(work, days=days), days=days - 1)
        submission = self.mark(submission, days=days - 8, not_yet=not_yet)
        return self.sign(self.verify(submission, days=days - 12), days=days - 15)

    def issue(self, place: Enrolment, *, days: float) -> Award:
        """The place's award signed off."""
        award = place.awards.get()
        return awards.issue(award=award, by=self.people["moderator"], at=self.ago(days))
