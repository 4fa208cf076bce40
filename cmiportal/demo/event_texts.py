"""Who speaks where in the demo, what happens when, and what people wrote afterwards; all invented."""

from collections.abc import Iterator
from typing import NamedTuple


class Venue(NamedTuple):
    """A place: the region that it is in, its name, its address and how one gets in."""

    region: str
    name: str
    address: str
    access: str


class Line(NamedTuple):
    """A line of an agenda, so many minutes after the start, or (below nought) before the end.

    ``{speaker}`` is who speaks first.
    """

    minute: int
    title: str
    text: str = ""


SPEAKERS = {
    "oduya": (
        "Dr Bisi Oduya",
        "Clinical psychologist, Saltmarsh Clinics",
        "Works with managers after accidents and closures. Her rule: first the chair, then the question.",
    ),
    "harcastle": (
        "Joan Harcastle",
        "Director of operations, Fellgate Logistics",
        "Began on the night shift, and still takes one a month. Chartered since 2014.",
    ),
    "ferreira": (
        "Inês Ferreira",
        "Assessor, and former head of audit",
        "Has read more than four hundred statements, and remembers the short ones.",
    ),
    "nakamura": (
        "Kei Nakamura",
        "Coach and former actor",
        "Spent ten years on stages and fifteen in meeting rooms, and prefers rooms without tables.",
    ),
    "abernathy": (
        "Constance Abernathy",
        "Chair of trustees, Tern Island Trust",
        "Has chaired five boards, and closed one of them.",
    ),
    "gilchrist": (
        "Ruairí Gilchrist",
        "Employment lawyer, Lagan Digital",
        "Answers in one sentence first, and explains afterwards.",
    ),
    "pritchard": (
        "Elin Pritchard",
        "Head of people, Cwm Taf Homes",
        "Plans, argues and counts in two languages.",
    ),
    "castellan": (
        "Hugo Castellan",
        "Finance director, Ironbridge Castings",
        "Explains a balance sheet with two buckets and a tap.",
    ),
    "okafor": (
        "Ngozi Okafor",
        "Terminal manager, Harbour Bridge Freight",
        "Runs nine hundred people on three shifts, and the rota with them.",
    ),
    "tan": (
        "Tan Wei Ling",
        "Regional director, Nordlys Instruments",
        "Manages eleven countries from an airport lounge, and wishes that she did not.",
    ),
}

VENUES = {
    "belfast": Venue(
        "northern-ireland",
        "The Linen Store",
        "22 Weaver Street\nBelfast BT1 6QY",
        "Level entrance from the yard, lift to every floor, hearing loop in the large room.",
    ),
    "birmingham": Venue(
        "midlands",
        "Button Works",
        "61 Gunsmith Row\nBirmingham B1 9ZT",
        "Level entrance, two parking spaces for blue badges, captions on the screen.",
    ),
    "bristol": Venue(
        "south-west",
        "Ropewalk Hall",
        "3 Ropewalk\nBristol BS1 7XE",
        "Three steps at the front, a ramp on the left. Hearing loop. Quiet room on the first floor.",
    ),
    "cardiff": Venue(
        "wales",
        "Tŷ Halen",
        "18 Heol y Doc\nCardiff CF10 9WN",
        "Level entrance, lift, hearing loop; interpreters stand where both halves of the room see them.",
    ),
    "dubai": Venue(
        "international",
        "The Dhow Rooms",
        "Creek Road 40, Dubai, United Arab Emirates",
        "Lift from the street. A prayer room is next door.",
    ),
    "edinburgh": Venue(
        "scotland",
        "Meet at the Commonwealth steps",
        "Dalkeith Road\nEdinburgh EH16 9BB",
        "Two miles are level and paved; tell us, and a second group stays on them.",
    ),
    "glasgow": Venue(
        "scotland",
        "Fairlie Yard, gate 2",
        "South Slip\nGlasgow G51 8ZZ",
        "Uneven ground; a buggy takes whoever asks. Ear defenders are lent, and hand signals taught.",
    ),
    "leeds": Venue(
        "north-east-yorkshire-humberside",
        "Calder Rooms",
        "14 Wharf Street\nLeeds LS2 9QX",
        "Level entrance, lift, hearing loop. The kitchen labels everything.",
    ),
    "liverpool": Venue(
        "north-west",
        "The Rope and Anchor Mission",
        "7 Mann Street\nLiverpool L8 9WT",
        "One step, with a ramp. Hearing loop at the front half of the hall.",
    ),
    "london": Venue(
        "london-south-east",
        "Hall of the Scriveners",
        "5 Quill Court\nLondon EC2V 9ZZ",
        "Lift from the courtyard, hearing loop, British Sign Language at every speech. Quiet room.",
    ),
    "manchester": Venue(
        "north-west",
        "Spinning House",
        "90 Bobbin Street\nManchester M4 9TT",
        "Level entrance, wide lift, hearing loop.",
    ),
    "norwich": Venue(
        "east-of-england",
        "The Mustard Loft",
        "2 Swan Yard\nNorwich NR2 9QQ",
        "Lift through the bakery; ask for Pat. Low lights after seven.",
    ),
    "nottingham": Venue(
        "midlands",
        "Lace Exchange",
        "33 Stoney Rise\nNottingham NG1 9PL",
        "Level entrance, lift, hearing loop. Two desks can be raised.",
    ),
    "southampton": Venue(
        "london-south-east",
        "Dock gate 9",
        "Western Quay\nSouthampton SO15 9XX",
        "Uneven ground and ladders; a second route without them takes ten minutes longer.",
    ),
}
ONLINE_ACCESS = "Live captions. Slides are sent to the booked the day before; nothing is said by picture alone."

AGENDAS = {
    "webinar": (
        Line(0, "Welcome", "Captions, chat, and how to ask without being seen."),
        Line(5, "{speaker}"),
        Line(-20, "Your questions", "Those that most people ask come first."),
    ),
    "briefing": (
        Line(0, "The facts in ten minutes"),
        Line(10, "What follows from them", "{speaker}"),
        Line(-20, "Questions"),
    ),
    "talk": (
        Line(0, "Doors, and something warm to drink"),
        Line(15, "{speaker}"),
        Line(-35, "Questions from the room"),
        Line(-15, "Stay and talk"),
    ),
    "workshop": (
        Line(0, "What everybody brought"),
        Line(20, "How it is done", "{speaker}"),
        Line(45, "In threes: try, watch, swap"),
        Line(-15, "What you will do on Monday"),
    ),
    "long workshop": (
        Line(0, "What everybody brought"),
        Line(20, "How it is done", "{speaker}"),
        Line(45, "In threes: try, watch, swap"),
        Line(150, "Something to eat"),
        Line(185, "In threes again, with the one that you were afraid of"),
        Line(-15, "What you will do on Monday"),
    ),
    "conference": (
        Line(0, "Coffee and the list of who is here"),
        Line(30, "Four talks of twenty minutes", "{speaker} and others"),
        Line(150, "A long lunch"),
        Line(225, "Four more, and the figures that nobody wanted to show"),
        Line(-60, "What we heard", "Written up by noon on the next day."),
    ),
    "networking": (
        Line(0, "Hello"),
        Line(15, "The question of the day"),
        Line(40, "Whatever you came for"),
        Line(-10, "Who calls whom"),
    ),
    "dinner": (
        Line(0, "Something cold to drink"),
        Line(45, "Dinner"),
        Line(120, "{speaker}", "Seven minutes, by the clock."),
        Line(-45, "Stay as long as the candles do"),
    ),
    "meeting": (
        Line(0, "Reports", "{speaker}"),
        Line(40, "Questions, in writing and from the floor"),
        Line(-30, "Votes"),
    ),
}
# From so many minutes on, a workshop has a meal in it.
LONG = 240


def agenda_of(kind: str, minutes: int) -> Iterator[Line]:
    """The lines for an event of this kind and length, each with its minutes after the start."""
    name = "long workshop" if kind == "workshop" and minutes >= LONG else kind
    for line in AGENDAS[name]:
        yield line if line.minute >= 0 else line._replace(minute=minutes + line.minute)


SERIES = (
    (
        "coaching-conversations",
        "Coaching conversations",
        "Three evenings on listening, asking and keeping still. Each stands on its own, and a booking can move from one"
        " to another.",
    ),
    (
        "first-friday-breakfast",
        "First Friday breakfast",
        "One table, one hour, one thing that is hard to say at work. In Leeds, before the day begins.",
    ),
)
# Whom the story names at events, so that nobody of the crowd is booked twice.
NAMED = ("gheorghe", "hana", "piotr", "quentin", "rosa", "sanna", "winnie", "wren")
# Who comes along.
GUESTS = (
    "Mabel Quennell",
    "Ade Fashola",
    "Branwen Lloyd",
    "Cal Etheridge",
    "Dilys Amos",
    "Ewan Strand",
    "Femi Coker",
    "Greta Lindholm",
    "Huw Parry",
    "Ilse Maartens",
    "Jun Takeda",
    "Kit Rowntree",
    "Lakshmi Nair",
)
# Rating, what was useful, what could be better.
FEEDBACK = (
    (5, "The exact sentences. I used one on the same afternoon, and it held.", ""),
    (4, "That somebody showed the plan that failed.", "Twenty minutes more for questions."),
    (5, "I met the one person in my trade who has the same problem.", ""),
    (3, "The handout.", "The first half was for people who are newer to this than I am. Say so on the page."),
    (4, "Honest figures.", "The room was cold."),
    (2, "", "I could not hear the questions from the floor online. Repeat them, please."),
)
HANDOUT = (
    "Eleven regular meetings, with the people in each and the hours they took: four hundred and six in a month.",
    "For a month there were none. What people asked for twice came back: five of the eleven, three of them shorter.",
    "What we should have kept: the ten minutes at the gate on Fridays. Nobody asked for it, and everybody missed it.",
)
OF_THE_MEMBER = "I promised less in my first week than I would have, and could keep it."
OF_THE_APPLICANT = "The list of meetings that came back, with the reason for each."
LONGER = "It could have been half an hour longer, which is not what I thought I would say about this one."
TO_THE_BOOKED = (
    "What to bring tomorrow",
    "Please bring the rota of the last four weeks, on paper or as a file, with the swaps on it. If you have none, bring"
    " the list of who asked to be somewhere else.\n\nThe door in Stoney Rise is open from half an hour before. There is"
    " coffee.",
)
GALE = "A gale is forecast for that night and the terminal will close. We are looking for a date in spring."
REPAIRS = "The wall is closed for repairs until further notice."
ACCESS_NEEDS = "I use a wheelchair and need a place at the end of a row."
DIET = "No nuts, please: a severe allergy."
