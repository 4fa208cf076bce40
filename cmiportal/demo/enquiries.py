"""The demo's inbox: an enquiry of each kind and in each state, one of them late and one to be looked at first."""

from datetime import datetime

from cmiportal.enquiries.models import Enquiry
from cmiportal.enquiries.services import answering
from cmiportal.enquiries.services.sending import Said, send

from .member_story import MemberStory

DATES = Said(
    "general",
    "Tamsin Ridley",
    "tamsin.ridley@example.org",
    "I finished my Level 5 diploma in spring. Does it count for the fast track, and until when?",
    details=(("What is it about?", "Chartered Manager"),),
)
CERTIFICATE = Said(
    "general",
    "Bartosz Nowak",
    "bartosz.nowak@example.org",
    "My name has changed since my award. Can the certificate be printed with the new one?",
    phone="01632 960 118",
    details=(("What is it about?", "A qualification"),),
)
COLLEGE = Said(
    "centre",
    "Siân Merrick",
    "s.merrick@example.org",
    "We teach accountancy now and want to begin with management next autumn.",
    organisation="Teifi Valley College",
    details=(
        ("Where would you teach?", "Wales"),
        ("Which levels do you want to teach?", "Level 3, Level 5"),
        ("How many learners do you expect in a year?", "26 to 100"),
        ("Do you assess regulated qualifications now?", "Yes, for another awarding body"),
        ("Your role there", "Head of professional studies"),
    ),
)
EMPLOYER = Said(
    "corporate",
    "Jerome Adebayo",
    "jerome.adebayo@example.org",
    "Forty team leaders in six depots have never had any training in leading people.",
    organisation="Harbour Freight Lines",
    phone="01632 960 204",
    details=(
        ("How many managers do you think of?", "11 to 50"),
        ("What interests you?", "Membership for our managers, Qualifications"),
    ),
)
PAPER = Said(
    "media",
    "Philippa Garrow",
    "p.garrow@example.org",
    "A piece on managers who were promoted without training. I look for figures, and for somebody to talk to.",
    organisation="The Calder Courier",
    details=(("What do you need?", "Figures or research"),),
)
OFFER = Said(
    "general",
    "Best Rank",
    "best.rank@example.org",
    "Be first! https://rank.example https://rank.example/now https://rank.example/buy",
    details=(("What is it about?", "Another matter"),),
)
ANSWER = (
    "Your diploma counts for the fast track for five years from the day of the award, with three years in management."
    "\n\nThe page of routes shows what your record opens today: sign in and look at “Which route suits you?”."
    "\n\nMorgan Ellis"
)


def load_enquiries(story: MemberStory) -> None:
    """New, taken, answered, closed, to be looked at, spam; the college waits longer than we promise."""
    morgan = story.people["admin"]
    _sent(COLLEGE, at=story.ago(12))
    _sent(PAPER, at=story.ago(0.4))
    answering.take(enquiry=_sent(EMPLOYER, at=story.ago(1)), by=morgan, at=story.ago(0.8))
    answered = answering.take(enquiry=_sent(DATES, at=story.ago(6)), by=morgan, at=story.ago(5))
    answering.answer(enquiry=answered, text=ANSWER, by=morgan, at=story.ago(4))
    closed = answering.take(enquiry=_sent(CERTIFICATE, at=story.ago(9)), by=morgan, at=story.ago(8))
    answering.close(enquiry=closed, by=morgan, at=story.ago(8), note="Answered by telephone.")
    _sent(OFFER, at=story.ago(0.2), doubts="It holds 3 links.")
    spam = _sent(OFFER, at=story.ago(3), doubts="It holds 3 links.")
    answering.mark_spam(enquiry=spam, by=morgan, at=story.ago(2))


def _sent(said: Said, *, at: datetime, doubts: str = "") -> Enquiry:
    return send(said=said, key=f"demo {at.isoformat()}", doubts=[doubts] if doubts else [], person=None, at=at)
