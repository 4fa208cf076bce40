"""The demo's Companions, nominations at every stage, and two who are early in their career in management."""

from cmiportal.links.models import Link
from cmiportal.links.services import use_link
from cmiportal.rules.days import uk_day
from membership.models import Grade, Nomination, Route
from membership.services.applying import applications
from membership.services.companions import nominations, panel
from membership.services.companions.nominations import Nominee
from membership.services.members import memberships
from membership.services.record import held
from membership.services.record import lines as record
from membership.services.register import statuses
from membership.workflow import COMPANION, Basis

from .companion_texts import AGAINST, FOR, NOMINEES, SECONDED
from .member_story import MemberStory

COMPANIONS = ("companion", "alasdair", "parveen")
PANEL = ("olwen.membership", "lewis.moderator", "moderator")


def load_companions(story: MemberStory) -> None:
    """Tell all of it; the grades and the people of the desk are there."""
    grade = Grade.objects.get(pk=COMPANION)
    for key in COMPANIONS:
        at = story.ago(200)
        opened = memberships.open_membership(person=story.people[key], grade=grade, at=at)
        memberships.settle(membership=opened, grade=grade, basis=Basis.HONORARY, at=at)
    the_nominations(story)
    the_beginners(story)


def the_nominations(story: MemberStory) -> None:
    """To be seconded, with the panel, approved, accepted, not approved."""
    nominate(story, "hamish", days=4, by="alasdair", seconder="companion")
    vote(story, second(story, "lindiwe", days=12), (True,), days=6)
    vote(story, second(story, "kwame", days=40, by="parveen"), (True, True, False), days=15)
    accepted = vote(story, second(story, "gwyneth", days=90, by="alasdair", seconder="parveen"), (True,) * 3, days=75)
    link = Link.objects.get(purpose=nominations.PURPOSE, subject_id=accepted.pk)
    use_link(link=link, data={"answer": "yes", "code": True}, at=story.ago(70))
    vote(story, second(story, "ottilie", days=60), (True, False, False), days=50)


def nominate(
    story: MemberStory, nominee: str, *, days: float, by: str = "companion", seconder: str = "alasdair"
) -> Nomination:
    """A nomination that waits for its seconder."""
    name, post, criterion, reasons = NOMINEES[nominee]
    who = Nominee(name=name, email=f"{nominee}@example.org", post=post, criterion=criterion, reasons=reasons)
    address = story.people[seconder].email
    return nominations.nominate(nominee=who, seconder_email=address, by=story.people[by], at=story.ago(days))


def second(story: MemberStory, nominee: str, *, days: float, **who: str) -> Nomination:
    """With the panel, three days after it was made."""
    row = nominate(story, nominee, days=days, **who)
    return nominations.second(nomination=row, statement=SECONDED, by=row.seconder, at=story.ago(days - 3))


def vote(story: MemberStory, row: Nomination, votes: tuple[bool, ...], *, days: float) -> Nomination:
    """These votes, one a day from then on."""
    for number, (key, approves) in enumerate(zip(PANEL, votes, strict=False)):
        at, by = story.ago(days - number / 4), story.people[key]
        panel.declare(nomination=row, has_conflict=False, by=by, at=at)
        row = panel.vote(nomination=row, approves=approves, reason=FOR if approves else AGAINST, by=by, at=at)
    return row


def the_beginners(story: MemberStory) -> None:
    """Beca: a Foundation Chartered Manager by her Level 3 Diploma; Tunde: the same claim, to be looked at."""
    for key, days in (("beca", 30), ("tunde", 5)):
        story.join(key, "affiliate", days=days + 60)
    beca = story.people["beca"]
    award = held.Awarded(
        number="A000317465",
        person_id=beca.pk,
        title="CMI Level 3 Diploma in Principles of Management and Leadership",
        level=3,
        size="diploma",
        awarded_on=uk_day(story.ago(70)),
    )
    held.note_awards([award], at=story.ago(70))
    values = {
        "title": "CMI Level 3 Certificate in Principles of Management and Leadership",
        "level": 3,
        "size": "certificate",
        "body": "Chartered Management Institute",
        "management": True,
        "awarded_on": uk_day(story.ago(900)),
    }
    record.add_held(person=story.people["tunde"], values=values)
    for key, days in (("beca", 30), ("tunde", 5)):
        person, at = story.people[key], story.ago(days)
        row = applications.begin(person=person, route=Route.objects.get(pk="foundation"), status="fcmgr", at=at)
        applications.accept_code(application=row, at=at)
        applications.submit(application=row, by=person, at=at)
    status = statuses.last_status(beca)
    assert status is not None  # awarded by rule
    statuses.consent(status=status, shown=True, at=story.ago(29))
