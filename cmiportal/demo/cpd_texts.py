"""What members of the demo have written in their CPD records; all invented."""

from typing import NamedTuple


class Entry(NamedTuple):
    """An entry of a record: what it was, the area it builds, how many days ago, how long, and the four stages."""

    title: str
    activity: str
    area: str
    days: int
    minutes: int | None
    need: str = ""
    plan: str = ""
    action: str = ""
    learnt: str = ""


# Imogen, head of operations at Orchard Lane Care; the last one is begun and not yet done.
MEMBER = (
    Entry(
        "Coaching for line managers, four evenings",
        "course",
        "developing_people",
        341,
        480,
        "Two of my service managers came to me with every rota question. I gave answers, and they came back with more.",
        "Learn to ask before I answer, and try it with both of them in our fortnightly talks until summer.",
        "I went to all four evenings and practised with a colleague from another home. In the talks I asked three "
        "questions before I said anything of my own, and wrote down how often I managed.",
        "I managed in seven of ten talks. By June one of the two decided her rota alone and told me afterwards. The "
        "other wants clear answers when somebody is ill, and she is right: then I give them.",
    ),
    Entry(
        "Shadowing the night shift at Meadow House",
        "work",
        "making_decisions",
        296,
        540,
        "I had approved the new handover form without ever having been there at six in the morning.",
        "One whole night shift, without my laptop.",
        "I followed Blessing from ten to seven. The form was filled in at four, when it was quiet, and corrected by "
        "hand at six, when things had changed.",
        "The form now has one page, written at six. I decide nothing about a shift any more that I have not seen.",
    ),
    Entry(
        "Reading: how teams speak up about mistakes",
        "reading",
        "communicating",
        251,
        240,
        "After the medication error in March three people said they had noticed, and had not liked to say.",
        "",
        "Two books and the report of our own inspection, with notes for the managers' meeting.",
        "I begin each review with a mistake of my own. Reports of near misses went from two to nine a month, which "
        "looks worse and is better.",
    ),
    Entry(
        "A year of supervision with an outside coach",
        "coaching",
        "managing_yourself",
        213,
        360,
        "I took every conflict home and slept badly.",
        "Six talks with somebody who does not know the people.",
        "Six talks over the phone, each with one question that I chose on the day.",
        "I can now tell what is mine to solve. I keep Friday afternoons free, and answer nothing after eight.",
    ),
    Entry(
        "Budget workshop with the finance director",
        "course",
        "resource_and_risk",
        178,
        195,
        "I could defend my budget, but not build one.",
        "Build next year's with finance from the first page on.",
        "We built it from the rotas up, and I presented it to the board myself.",
        "Agency hours were the largest line and the one that nobody owned. They are mine now, and down by a fifth.",
    ),
    Entry(
        "Mentoring a deputy from another home",
        "volunteering",
        "developing_people",
        132,
        300,
        "I wanted to know whether what I do can be explained.",
        "One hour a month for half a year.",
        "Five of six talks took place. She brought the cases, and I brought the questions.",
        "She has applied for the post of manager. I found out that I explain badly what I do well, and wrote it down.",
    ),
    Entry(
        "Moving the laundry out of house",
        "work",
        "change",
        88,
        None,
        "A change that all homes would feel, and my first that could not be taken back.",
        "Ask those who lose most first; begin in one home; decide in public after six weeks.",
        "The trial showed that two homes lost things that residents loved. We kept small machines for those.",
        "Nobody had asked the residents the first time we talked about it. Now they are the first line of the plan.",
    ),
    Entry(
        "Regional conference on adult social care",
        "event",
        "relationships",
        47,
        420,
        "",
        "",
        "I went to the three sessions on staffing, and met the operations leads of two other groups.",
        "We now share a pool of trained relief staff on Sundays.",
    ),
    Entry(
        "What our values mean on a Monday morning",
        "work",
        "direction",
        9,
        None,
        "New people tell me that they know our values from the poster, and from nowhere else.",
        "Talk with each home for half an hour in the new year, and change what the poster says if they say so.",
    ),
)
# What stands behind her entries: the title of the entry, then kind, title and text of the evidence.
SHOWN = (
    (
        "Shadowing the night shift at Meadow House",
        "reflective_account",
        "A night at Meadow House",
        "At four all is quiet and the form is filled in. At half past five Mr Harris wakes, at ten to six the first "
        "call comes, and by seven nothing on the form is true any more.\n\nI had asked for that form. Nobody told me, "
        "since nobody thought that I wanted to know.",
    ),
    (
        "Moving the laundry out of house",
        "work_product",
        "Plan for moving the laundry, with what residents said",
        "First line: what residents fear to lose. Then the trial in one home, six weeks, with a day on which we decide "
        "in front of everybody.\n\nWhat we kept: a small machine in each home, for what somebody loves.",
    ),
)
# What is offered to Imogen, one to be answered, one that she did not want: source, title, kind, days ago, minutes.
OFFERED = ("event:hard-winter", "Webinar: leading through a hard winter", "event", 5, 75)
NOT_WANTED = ("event:breakfast", "Breakfast talk: what managers read", "event", 61, 60)
# Amara has taken up what passing a unit offered, and shows the pieces of her portfolio.
LEARNER = {
    "need": "I led by being first with the answer, as the managers before me had done.",
    "plan": "Use the unit to look at one habit at a time, and let my team say what they see.",
    "action": "I wrote about what happened on the night shift, and showed it to two people who had been there.",
    "learnt": "Asking first costs a day and saves a fortnight. My team now draws up the plan before I see it.",
}
# Rashid, who applies to become a Chartered Manager: the first shows the evidence of his application.
APPLICANT = (
    Entry(
        "Reading the figures with those who make them",
        "work",
        "results",
        96,
        None,
        "Our monthly figures were discussed by people who could not change them.",
        "Move the talk about them to where the work is done.",
        "For three months I took the figures to the teams on the first Tuesday and asked what they would do.",
        "Two of the three largest savings of the year came from those mornings.",
    ),
    Entry(
        "Negotiating with two suppliers at once",
        "course",
        "communicating",
        64,
        390,
        "I gave way too early, and knew it.",
        "A day of practice before the contracts were due.",
        "I went with our buyer, so that we could practise against each other.",
        "We prepared what we would not accept, and wrote it down before we went in.",
    ),
    Entry(
        "Peer review of my team's risk register",
        "coaching",
        "resource_and_risk",
        31,
        120,
        "Nobody had challenged it for two years.",
        "",
        "A colleague from another site read it with me, line by line.",
        "A third of the risks had no owner, and one had come true without anybody noticing.",
    ),
)
# What those who are drawn for the sample have in their records, in turn; the days are counted back from the draw.
DRAWN = (
    Entry(
        "Leading a merger of two teams",
        "work",
        "change",
        34,
        None,
        "Two teams with one purpose and two ways of doing everything.",
        "Let each team name what it would keep.",
        "Eleven things were named, nine were kept, and I explained the other two in person.",
        "People forgive a decision that they do not like sooner than one that they hear of last.",
    ),
    Entry(
        "Course on the law of employment for managers",
        "course",
        "resource_and_risk",
        61,
        420,
        "I had asked for advice too late in two cases.",
        "A course of a day, then a talk with our adviser about both cases.",
        "Both took place, and I rewrote our checklist with her.",
        "I now ask before the first letter is written.",
    ),
    Entry(
        "Reverse mentoring with an apprentice",
        "coaching",
        "relationships",
        18,
        180,
        "I no longer knew what it is like to be new here.",
        "An hour a month in which I am the one who learns.",
        "Three talks so far. She chose the topics.",
        "Our induction explains the organisation and not the day. We have turned it round.",
    ),
    Entry(
        "Talk at a school about what managers do",
        "volunteering",
        "communicating",
        75,
        90,
        "",
        "Explain my work without one word of jargon.",
        "Forty pupils, one hour, and the best questions of my year.",
        "If I cannot say it to them, I have not understood it. I use the same slides at work now.",
    ),
    Entry(
        "Podcasts on decisions under pressure",
        "reading",
        "making_decisions",
        12,
        300,
        "In the week of the flood I decided quickly, and some of it badly.",
        "",
        "Six episodes on the train, with notes.",
        "I write down what would change my mind before I decide.",
    ),
)
EMPTY_STAGES = (
    "Your entries say well what you did. For two of them say what you needed to learn beforehand, and for the course "
    "what has changed in your work since."
)
ON_LEAVE = "You were on parental leave for most of the year."
NOTE = "Two of my entries are from the months before I changed employer."
