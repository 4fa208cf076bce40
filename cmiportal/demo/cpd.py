"""The demo's CPD: records and offers, evidence that serves more than one purpose, and two yearly samples."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import cycle, islice

from cmiportal.accounts.models import User
from cmiportal.documents.models import Item
from cmiportal.documents.services import create_item
from cmiportal.rules.days import uk_day
from membership.models import Area, CpdOffer, CpdReview, CpdSample
from membership.services.cpd import offers as cpd_offers
from membership.services.cpd import reviews as cpd_reviews
from membership.services.cpd import samples as cpd_samples
from membership.services.cpd.entries import add_entry

from . import cpd_texts as texts
from .member_story import MemberStory

# How many days ago the samples were drawn: the first is closed, the second under way.
FIRST_DRAW, SECOND_DRAW = 90, 20
# So many days after something was done, its person writes it down.
WRITTEN_LATER = 4


def load_cpd(story: MemberStory) -> None:
    """Tell all of it; the samples are drawn from those who hold Chartered status by then."""
    the_record(story)
    the_offers(story)
    one_evidence_many_uses(story)
    for person in chartered(story):
        before_the_draws(story, person)
    the_closed_sample(story)
    the_open_sample(story)


def enter(person: User, entry: texts.Entry, *, on: date, at: datetime, evidence: Sequence[Item] = ()) -> None:
    """One entry of a record, of that day."""
    values = {**entry._asdict(), "area": Area.objects.get(pk=entry.area), "on": on}
    del values["days"]
    add_entry(person=person, values=values, evidence=evidence, at=at)


def the_record(story: MemberStory) -> None:
    """Imogen's year in nine entries, two with evidence."""
    imogen = story.people["member"]
    for entry in texts.MEMBER:
        on, at = uk_day(story.ago(entry.days)), story.ago(entry.days - WRITTEN_LATER)
        shown = [
            create_item(owner=imogen, kind=kind, title=title, text=text, dated_on=on, at=at)
            for shows, kind, title, text in texts.SHOWN
            if shows == entry.title
        ]
        enter(imogen, entry, on=on, at=at, evidence=shown)


def the_offers(story: MemberStory) -> None:
    """One waits for Imogen's answer, the other she did not want."""
    offers = [
        cpd_offers.offer(
            person=story.people["member"],
            source_key=key,
            title=title,
            activity=activity,
            on=uk_day(story.ago(days)),
            minutes=minutes,
            at=story.ago(days - 1),
        )
        for key, title, activity, days, minutes in (texts.OFFERED, texts.NOT_WANTED)
    ]
    cpd_offers.dismiss(offer=offers[1], at=story.ago(58))


def one_evidence_many_uses(story: MemberStory) -> None:
    """Amara shows an entry by pieces of her portfolio; Rashid one by what stands behind his application."""
    amara, rashid = story.people["learner"], story.people["applicant"]
    offered = CpdOffer.objects.filter(person=amara).order_by("on", "pk")[0]
    values = {
        "title": offered.title,
        "activity": offered.activity,
        "area": Area.objects.get(pk="direction"),
        "on": offered.on,
        **texts.LEARNER,
    }
    portfolio = Item.objects.filter(owner=amara).order_by("created_at", "pk")[:2]
    cpd_offers.take_up(offer=offered, values=values, evidence=portfolio, at=story.ago(210))
    behind = list(Item.objects.filter(owner=rashid).order_by("created_at", "pk")[:1])
    for entry in texts.APPLICANT:
        on, at = uk_day(story.ago(entry.days)), story.ago(WRITTEN_LATER)
        enter(rashid, entry, on=on, at=at, evidence=behind if entry is texts.APPLICANT[0] else ())


def chartered(story: MemberStory) -> list[User]:
    """Everybody who held Chartered status on one of the days of the draws, by address."""
    days = (uk_day(story.ago(days)) for days in (FIRST_DRAW, SECOND_DRAW))
    keys = {key for day in days for key in cpd_samples.chartered_on(day)}
    return list(User.objects.filter(pk__in=keys).order_by("email"))


def before_the_draws(story: MemberStory, person: User) -> None:
    """What somebody had recorded of each year when its sample was drawn: two or three things, in turn."""
    pool = cycle(texts.DRAWN)
    next(islice(pool, person.pk % len(texts.DRAWN), None))
    for drawn, number in ((FIRST_DRAW, 2), (SECOND_DRAW, 3)):
        year = year_of(story, drawn)
        for entry in islice(pool, number):
            on = min(max(uk_day(story.ago(drawn + entry.days)), date(year, 1, 1)), date(year, 12, 31))
            enter(person, entry, on=on, at=story.ago(drawn + 1))


def year_of(story: MemberStory, drawn: int) -> int:
    """The year whose records a draw asked for: the second draw's own, the first draw's is the one before."""
    return uk_day(story.ago(SECOND_DRAW)).year - (drawn == FIRST_DRAW)


def draw(story: MemberStory, drawn: int) -> list[CpdReview]:
    """A sample of everybody there is, by address."""
    at = story.ago(drawn)
    everybody = len(cpd_samples.chartered_on(uk_day(at)))
    sample: CpdSample = cpd_samples.draw_sample(year=year_of(story, drawn), size=everybody, by=story.team, at=at)
    return list(sample.reviews.select_related("person").order_by("person__email"))


def the_closed_sample(story: MemberStory) -> None:
    """Every record accepted, but for who was on leave."""
    first, *others = draw(story, FIRST_DRAW)
    cpd_reviews.excuse(review=first, by=story.team, reason=texts.ON_LEAVE, at=story.ago(84))
    for later, review in enumerate(others):
        send(story, review, days=80 - later)
        cpd_reviews.accept(review=review, by=story.people["olwen.membership"], at=story.ago(70 - later))


def the_open_sample(story: MemberStory) -> None:
    """One record sent, one that needs more, one accepted; the others are still to come."""
    sent, needs_more, done, *_ = draw(story, SECOND_DRAW)
    send(story, needs_more, days=17)
    cpd_reviews.ask_more(review=needs_more, by=story.team, reason=texts.EMPTY_STAGES, at=story.ago(12))
    send(story, done, days=15)
    cpd_reviews.accept(review=done, by=story.team, at=story.ago(11))
    send(story, sent, days=3, note=texts.NOTE)


def send(story: MemberStory, review: CpdReview, *, days: float, note: str = "") -> None:
    """The person sends the record."""
    cpd_reviews.send_record(review=review, by=review.person, note=note, at=story.ago(days))
