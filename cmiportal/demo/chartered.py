"""The demo's applications for Chartered Manager at every stage, the register, and an organisation with seats."""

from membership.models import CharteredApplication, CharteredCriterion, Organisation, OrganisationStaff, Seat
from membership.services.applying import applications
from membership.services.applying import clock as application_clock
from membership.services.assessing import allocation, appeals
from membership.services.corporate import seats
from membership.services.corporate.orders import open_seats
from membership.services.members import endings
from membership.services.register import statuses

from . import chartered_texts as texts
from .chartered_story import FAST_TRACK, FELLOW, IMPACT, Chartered, at_hour, fresh
from .member_story import MemberStory
from .paying import by_invoice, transferred

ASSESSOR = "membership-assessor"
SEATS, MORE_SEATS = 5, 3


def load_chartered(story: MemberStory) -> None:
    """Tell all of it; the prices and the membership team are there."""
    told = Chartered(story)
    the_applicant(told)
    before_the_desk(told)
    the_assessor(told)
    the_moderators(told)
    the_register(told)
    the_organisation(told)


def the_applicant(story: Chartered) -> None:
    """Rashid: a member who still writes his last statement, and waits for his referee."""
    story.join("applicant", days=120)
    row = story.begin("applicant", days=21, leave={"standard"})
    story.back(row, days=14)
    story.refer(row, days=9, says=None)
    last = row.statements.select_related("application").get(criterion="standard")
    story.write(last, texts.STANDARD[0].format(), days=4)


def before_the_desk(story: Chartered) -> None:
    """Just begun, never finished, to be paid, taken back, to be checked."""
    everything = set(CharteredCriterion.objects.values_list("pk", flat=True))
    story.begin("bronwen", days=3, leave=everything)
    forgotten = story.begin("hester", days=400, leave=everything)
    application_clock.expire(forgotten, at=story.ago(30))
    story.join("tomasz", days=60)
    story.submit("tomasz", days=2)
    paloma = story.apply("paloma", days=30)
    applications.withdraw(application=paloma, by=paloma.person, at=story.ago(22))
    story.members.join("naledi", "affiliate", days=50)
    story.employers["naledi"] = "Tidewater Marine"
    story.members.career("naledi", [("Works manager", "Tidewater Marine", 8, None, False)])
    story.pay(story.submit("naledi", days=4), days=3)


def the_assessor(story: Chartered) -> None:
    """Greta: one to declare, one whose discussion is to be booked, one booked, one to judge, one that she knows."""
    known = story.allocate(story.apply("sorcha", days=16), days=12, assessor=ASSESSOR, declared=False)
    by = story.people[ASSESSOR]
    allocation.give_back(application=known, by=by, reason=texts.CONFLICT, at=story.ago(10))
    story.allocate(story.apply("farah", days=9), days=3, assessor=ASSESSOR, declared=False)
    story.allocate(story.apply("hollis", days=20), days=12, assessor=ASSESSOR)
    booked = story.allocate(story.apply("ingrid", days=24), days=18, assessor=ASSESSOR)
    judged = story.allocate(story.apply("matteo", days=45), days=38, assessor=ASSESSOR)
    story.discuss(judged, days=12, assessor=ASSESSOR)
    story.judge(fresh(judged), days=5, by=ASSESSOR, leave=2)
    days = story.working_days(8)
    times = [at_hour(day, hour) for day, hour in zip(days, (14, 16, 13, 15, 17, 14, 16, 15), strict=True)]
    offered = story.offer(ASSESSOR, times, days=8)
    story.book(booked, offered[3], days=6)


def the_moderators(story: Chartered) -> None:
    """What waits for Ines: one to allocate, one to moderate, an appeal; and what was decided but for an award."""
    story.apply("gareth", days=5)
    story.assess(story.apply("delphine", days=60), days=5)
    not_yet(story, "rosalind", days=30)
    edwin = story.appeal(story.decline("edwin", days=70), days=60)
    new = story.people["moderator"]
    appeals.take_appeal(appeal=edwin, by=new, at=story.ago(50))
    appeals.dismiss(appeal=edwin, by=new, reason=texts.STANDS, at=story.ago(48))
    story.appeal(story.decline("nathaniel", days=25), days=6)


def not_yet(story: Chartered, person: str, *, days: int) -> CharteredApplication:
    """Judged, with one statement that does not show what it should."""
    row = story.assess(story.apply(person, days=days + 34), days=days + 4, advice="not_yet", missing={IMPACT})
    story.moderate(row, "not_yet", days=days, reason=texts.MISSING)
    return fresh(row)


def the_register(story: Chartered) -> None:
    """Who was awarded: three who stand in the register, one who does not want to, one who has left since."""
    sian = not_yet(story, "sian", days=160)
    statement = sian.statements.select_related("application").get(criterion=IMPACT)
    story.write(statement, statement.text + texts.ADDED, days=141)
    applications.resubmit(application=sian, by=sian.person, at=story.ago(140))
    sian = fresh(sian)
    story.recommend(sian, "award", days=130)
    story.moderate(fresh(sian), "award", days=125)
    lukasz = story.award("lukasz", days=80, route=FAST_TRACK)
    josephine = story.award("josephine", days=104, status=FELLOW)
    quentin = story.award("quentin", days=100, route=FAST_TRACK)
    story.award("zoe", days=50, route=FAST_TRACK)
    for row, days in ((fresh(sian), 124), (lukasz, 79), (josephine, 103), (quentin, 99)):
        statuses.consent(status=row.awarded, shown=True, at=story.ago(days))
    endings.resign(membership=story.members.membership("quentin"), by=quentin.person, at=story.ago(40))


def the_organisation(story: Chartered) -> None:
    """Desmond's company: two seats accepted, one released, two offered, one free, and more ordered, not paid yet."""
    by = story.people["corporate"]
    company = Organisation.objects.create(name="Brackenfield Rail", address="Station Approach\nLeeds\nLS1 4XX")
    OrganisationStaff.objects.create(organisation=company, user=by)
    order = open_seats(organisation=company, by=by, seats=SEATS, at=story.ago(90))
    payer = f"{company.name}\n{company.address}"
    order = by_invoice(order, payer=payer, purchase_order="BR-1087", at=story.ago(90))
    transferred(order, reference="BACS 40117360", by=story.people["admin"], at=story.ago(75))
    for person, days in (("carys", 70), ("dominic", 69), ("eilidh", 68)):
        seat = seats.invite(organisation=company, by=by, email=story.people[person].email, at=story.ago(days))
        story.follow(seat.pk, {"code": True}, days=days - 3)
    taken = Seat.objects.select_related("organisation", "membership").get(pk=seat.pk)
    seats.release(seat=taken, by=by, at=story.ago(12))
    endings.end_day(membership=story.members.membership("eilidh"), on=story.day(11), at=story.ago(11))
    for name, days in (("tanith.okoro", 6), ("rhys.bevan", 2)):
        seats.invite(organisation=company, by=by, email=f"{name}@example.org", at=story.ago(days))
    open_seats(organisation=company, by=by, seats=MORE_SEATS, at=story.ago(1))
