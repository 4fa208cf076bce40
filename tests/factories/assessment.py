"""A piece of work that was handed in, with everybody who could handle it, taken from stage to stage by the services."""

from qualifications.models import Role, Submission
from qualifications.services import allocation, marking, sign_off

from .accounts import UserFactory
from .portfolio import handed_in, map_evidence, ready_unit
from .qualifications import NOW, EnrolmentFactory, staff_of


class Desk:
    """The work and its people; ``at`` is the moment of the next step, which tests move on as they like."""

    def __init__(self, *, enrolment=None, unit=None, at=NOW):
        self.at = at
        self.unit = unit or ready_unit(enrolment or EnrolmentFactory())
        self.place = self.unit.enrolment
        centre = self.place.centre
        self.learner = self.place.learner
        self.coordinator = staff_of(centre, Role.COORDINATOR, name="Marian Osgodby")
        self.assessor = staff_of(centre, Role.ASSESSOR, name="Dilwyn Tarrant")
        self.verifier = staff_of(centre, Role.VERIFIER, name="Ruth Carrow")
        self.moderator = UserFactory(name="Ngaio Penrose", moderator=True)
        self.made = handed_in(self.unit, at=at)
        self.key = self.made.submission_id

    @property
    def work(self):
        """The submission as the database has it now."""
        return Submission.objects.with_work().get(pk=self.key)

    def person(self, role, **user):
        """Somebody else at the centre with that role."""
        return staff_of(self.place.centre, role, **user)

    def allocated(self):
        """Given to the assessor, to be verified by the verifier."""
        allocation.allocate(
            submission=self.work, by=self.coordinator, assessor=self.assessor, verifier=self.verifier, at=self.at
        )
        return self

    def judge(self, code, *, met=True, feedback="", **said):
        """One judgement by the assessor."""
        return marking.judge(
            submission=self.work,
            criterion=self.criterion(code),
            by=self.assessor,
            met=met,
            feedback=feedback or ("" if met else f"Say more about {code}."),
            at=self.at,
            **said,
        )

    def criterion(self, code):
        """The criterion of that code."""
        return self.unit.unit_version.criteria.get(code=code)

    def judged(self, *, not_yet=()):
        """Every criterion judged that is still open; those named as not yet met."""
        for criterion in marking.criteria_to_judge(self.work):
            kept = self.work.judgements.filter(criterion=criterion).first()
            self.judge(criterion.code, met=criterion.code not in not_yet, revision=kept.revision if kept else 0)
        return self

    def sent_on(self, *, not_yet=()):
        """With the verifier."""
        if self.work.state == "allocation":
            self.allocated()
        self.judged(not_yet=not_yet)
        marking.send_on(submission=self.work, by=self.assessor, at=self.at)
        return self

    def agreed(self, *, not_yet=()):
        """With the moderator."""
        if self.work.state != "verification":
            self.sent_on(not_yet=not_yet)
        sign_off.agree(submission=self.work, by=self.verifier, at=self.at)
        return self

    def confirmed(self, *, not_yet=()):
        """With its outcome."""
        if self.work.state != "sign_off":
            self.agreed(not_yet=not_yet)
        sign_off.confirm(submission=self.work, by=self.work.stage.holder, at=self.at)
        return self

    def resubmitted(self):
        """The next attempt, with one more piece of evidence for what is still open."""
        codes = [criterion.code for criterion in sign_off.unmet(self.unit)]
        title = f"More on {', '.join(codes)} after attempt {self.work.attempt}"
        map_evidence(self.unit, *codes, at=self.at, title=title)
        self.made = handed_in(self.unit, at=self.at)
        self.key = self.made.submission_id
        return self
