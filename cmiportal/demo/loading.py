"""The demo's data: something waiting for each account, an award, and work at every stage; dates follow today."""

from datetime import datetime, timedelta

from django.db import transaction

from cmiportal.accounts.models import User
from cmiportal.documents.typesetting import typeset
from cmiportal.notifications.models import Notification
from cmiportal.notifications.services import mark_read
from cmiportal.search.services import rebuild

from .chartered import load_chartered
from .companions import load_companions
from .cpd import load_cpd
from .enquiries import load_enquiries
from .events import load_events
from .insights import load_insights
from .member_story import MemberStory
from .membership import load_members
from .people import load_centres, load_people
from .story import CERTIFICATE, DIPLOMA, LEVEL_5_AWARD, Story
from .texts import SHARED_FORM

# What is older than that, everybody has read.
UNREAD = timedelta(days=30)


def load_demo(*, at: datetime) -> bool:
    """Load people, centres and their work as of ``at``, whole or not at all; False when they are there already."""
    if User.objects.filter(email="learner@example.org").exists():
        return False
    with transaction.atomic():
        centres = load_centres()
        people = load_people(centres)
        story = Story(people=people, centres=centres, now=at)
        the_learner(story)
        the_centre(story)
        the_backlog(story)
        the_institute(story)
        another_centre(story)
        the_record(story)
        members = MemberStory(people=people, centres=centres, now=at)
        load_members(members)
        load_chartered(members)
        load_cpd(members)
        load_companions(members)
        load_events(members)
        load_enquiries(members)
        load_insights(members)
        rebuild(at=at)
        mark_read(Notification.objects.filter(created_at__lt=at - UNREAD), at=at - UNREAD)
    return True


def the_learner(story: Story) -> None:
    """Amara: an award of Level 5, and the Level 6 Diploma under way in every state that a unit can be in."""
    award = story.place("learner", LEVEL_5_AWARD, {"502"}, days=300)
    story.assess(story.unit(award, "502"), days=280)
    story.issue(award, days=255)
    diploma = story.place("learner", DIPLOMA, {"601", "602", "603", "604", "605"}, days=90)
    story.assess(story.unit(diploma, "601"), days=80)
    story.assess(story.unit(diploma, "603"), days=36, not_yet=1)
    verified = story.allocate(story.hand_in(story.unit(diploma, "602"), days=22), days=21)
    story.mark(verified, days=6)
    story.write(story.unit(diploma, "605"), days=2, gaps=2)


def the_centre(story: Story) -> None:
    """What waits for coordinator, assessor and verifier of Calderbridge."""
    story.request("sanna", CERTIFICATE, days=1)
    story.approve(story.request("priya", DIPLOMA, days=5), days=1)
    wren = story.place("wren", DIPLOMA, {"601", "602", "604", "613"}, days=60)
    story.hand_in(story.unit(wren, "601"), days=1)
    story.allocate(story.hand_in(story.unit(wren, "613"), days=5), days=4)
    late = story.allocate(story.hand_in(story.unit(wren, "602"), days=31), days=30)
    story.judge(late, days=12, leave=2)
    kofi = story.place("kofi", CERTIFICATE, {"601", "602", "613"}, days=70)
    returned = story.allocate(story.hand_in(story.unit(kofi, "601"), days=12), days=11)
    story.give_back(returned, days=9)
    story.mark(story.allocate(story.hand_in(story.unit(kofi, "613"), days=20), days=19), days=3)
    story.assess(story.unit(kofi, "602"), days=40, not_yet=2)
    story.allocate(story.resubmit(story.unit(kofi, "602"), days=4), days=3)


def the_backlog(story: Story) -> None:
    """Work of one morning for the coordinator to share out; two learners send the same form of their employer."""
    name, paragraphs = SHARED_FORM
    told = {"to": ["Fellgate Logistics"], "reference": "Form 7", "dated": "1 September", "paragraphs": paragraphs}
    form = typeset("letter", told, at=story.now, title=name)
    for learner, days in (("ella", 2), ("hugo", 1.8), ("lena", 1.5), ("idris", 1.2)):
        place = story.place(learner, CERTIFICATE, {"601", "602", "613"}, days=30)
        story.hand_in(story.unit(place, "602"), days=days)
        story.hand_in(story.unit(place, "613"), days=days, file=form if learner in {"ella", "hugo"} else b"")


def the_institute(story: Story) -> None:
    """What waits for the moderators: a sign-off, and awards to issue, with names in three scripts."""
    dafydd = story.place("dafydd", DIPLOMA, {"601", "603"}, days=80)
    signed = story.allocate(story.hand_in(story.unit(dafydd, "601"), days=34), days=33)
    story.verify(story.mark(signed, days=15), days=4)
    for learner, days in (("taro", 70), ("amina", 60)):
        place = story.place(learner, LEVEL_5_AWARD, {"502"}, days=days)
        story.assess(story.unit(place, "502"), days=days - 10)
    story.issue(place, days=20)


def another_centre(story: Story) -> None:
    """Northmere, so that there is somebody whom Calderbridge must not see."""
    where = {"centre": "northmere", "coordinator": "north.coordinator"}
    fergus = story.place("northern", CERTIFICATE, {"601", "602", "613"}, days=40, **where)
    story.hand_in(story.unit(fergus, "601"), days=3)
    story.request("oisin", DIPLOMA, days=2, centre="northmere")


def the_record(story: Story) -> None:
    """Amara's record: two posts in management beside her award, still to be confirmed."""
    story.post("learner", "Shift manager", since=2600, until=1400, people_led=9)
    story.post("learner", "Depot manager", since=1399, people_led=34, budget_pence=1_250_000_00)
