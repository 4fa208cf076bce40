"""What the demo's editor has written and not finished yet, and what there is to see in the pictures; all invented."""

from typing import NamedTuple


class Piece(NamedTuple):
    """An article as the editor wrote it: its address, what it is, and its text."""

    slug: str
    kind: str
    topic: str
    author: str
    title: str
    standfirst: str
    body: str
    series: str = ""


DRAFT = Piece(
    slug="the-last-ten-minutes",
    kind="article",
    topic="communication",
    author="devika-anand",
    title="The last ten minutes",
    standfirst="Most meetings end when the time is up. What becomes of them if the end is planned first.",
    body="""\
Watch a clock in a meeting room at eight minutes to eleven. Laptops close halfway, somebody says “conscious of time”,
and what is decided from then on is decided by whoever speaks last.

I now ask the managers whom I coach to plan a meeting from its end. Ten minutes, three questions, in this order.

## What did we decide

One person says it aloud, and it is not the chair. If two people would have said it differently, this is the moment to
find out.

## Who does what first

The first step is enough. A list of nine actions is a wish.

## Whom do we tell

To come: the story of the depot where the night shift learnt of every decision from the tea trolley.
""",
)
REVIEW = Piece(
    slug="the-apprentice-who-corrected-the-manual",
    kind="case_study",
    topic="performance",
    author="rhys-pendry",
    title="The apprentice who corrected the manual",
    standfirst="In her third week she found that page 14 described a machine sold in 2019. What her manager did next.",
    body="""\
*The people and the firm are invented; the manual is not the only one of its kind.*

Everybody at Ironbridge Castings knew that page 14 was wrong. They knew it so well that nobody saw it any more. New
people were told on their first morning: read the manual, leave out page 14.

Efa Morgan was told so, too. She asked what the page was for, then.

## What the manager could have said

Her manager, Colm Sweeting, has told me the three answers that came to his mind. That it was a long story. That quality
would see to it at the next review. That she should concentrate on her own work.

> Each of them was true. I noticed that I had given all three before, and that the page was still there.

## What he did

He gave her the page, a pencil and one hour in the week. She asked the two people who run the machine that stands there
now, wrote down what they did, and read it back to them. It took four weeks. The new page is shorter, has one drawing,
and bears three names.

Then she asked about page 15.

## What it changed

Not much, if you look at figures: two stoppages fewer in a quarter, which may be chance. But questions that used to end
with “that is how it is” now end with a pencil. Colm keeps one hour a week for whoever has found the next page.

## If you want to try it

1. Ask the newest person what they were told to leave out.
2. Give them time, not a form.
3. Put their name under the result.
""",
)
SCHEDULED = Piece(
    slug="before-you-buy-another-tool",
    kind="article",
    topic="technology",
    author="callum-strand",
    title="Three questions before you buy another tool",
    standfirst="The demonstration was splendid, and the price is for this month only. Ask these first.",
    body="""\
I have bought software for teams for twenty years. What I regret has one thing in common: I looked at what the tool
could do, and not at what we did.

## Who stops doing what

A tool that takes nothing away adds something. Name the spreadsheet, the meeting or the e-mail that ends on the day on
which the tool begins. If nobody can name one, you are buying a second way of doing the same thing.

## Who enters what the others read

In every demonstration there are figures already. In your team somebody has to type them, probably after four on a
Friday. Ask this person before you ask the supplier.

## How do we leave

Ask how you get your data out, in which form, and what it costs. Ask to see it done. A supplier who hesitates here has
answered.

There is a fourth question, which you should keep for yourself: *would we need it if we talked to each other?* In my
experience the answer is no about one time in three, and that is a good return for a conversation.
""",
)
CHANGED = Piece(
    slug="a-budget-meeting-without-slides",
    kind="article",
    topic="finance",
    author="tom-arkwright",
    title="A budget meeting without slides",
    standfirst="Twelve people, one sheet of paper and a rule: nobody explains a figure that they have not moved.",
    body="""\
Budget meetings have a sound. It is the sound of somebody reading aloud what everybody can see.

A head of service in the north of England had enough of it and took the projector out of the room. What follows was
tried over one year, with twelve managers, and I was allowed to sit in the corner.

## One sheet

Each manager brings one sheet. On it are three figures: what was planned, what was spent, and what they now expect for
the whole year. Below them is one sentence that begins with “because”.

## One rule

Nobody explains a figure that they have not moved. If the cost of energy rose, it rose for all, and a quarter of an hour
is saved. What remains is what managers decided: the post that was not filled, the van that was repaired instead of
replaced.

## What happened

The meeting became shorter, from two hours to fifty minutes. More surprising was what people said in it. Without a slide
to look at they looked at each other, and one of them said in March what she would have said in September: that her
figure was wrong, and that she had known it for a while.
""",
)
NEW_STANDFIRST = "Twelve people, one sheet of paper and one rule: how two hours came down to fifty minutes."
ADDED = """
## Where it does not work

Two readers wrote that they tried it with forty people, and that it failed. I believe them. With more than fifteen, let
the sheets be read beforehand and meet only about those that differ.
"""
NEWS = Piece(
    slug="we-look-for-the-shortest-minutes",
    kind="news",
    topic="communication",
    author="hannah-okafor-lyle",
    title="We look for the shortest minutes",
    standfirst="Send us minutes that everybody understood, without names. The best three appear in Highlights.",
    body="""\
Minutes grow. They begin as a list of what was decided and end as a record of who was present while it was not.

We look for the opposite: the shortest minutes of a real meeting after which everybody knew what to do. Half a page is
long. One sentence has been known to be enough.

## How to take part

- Take out all names, of people and of organisations.
- Add one line on what kind of meeting it was, and how many were there.
- Send it through the [contact form](/contact/) before the end of next month.

There is nothing to win but the thanks of everybody who has to read minutes. Three of them appear in Highlights, with
what we like about them.
""",
)
INTRO = """\
Good morning. This week: a budget meeting from which somebody took the projector, and a request to send us your minutes.

Keep the second one for a day on which you have none to write."""

# What there is to see in each picture.
ALTERNATIVES = {
    "stairs": "Seven steps rise from left to right in dark purple; the topmost is the colour of brass.",
    "table": "A round table seen from above with eight places around it; one stands further away.",
    "morning": "Half a sun of purple and brass rings stands on the edge of a dark field.",
    "columns": "Nine columns of different heights; the one that reaches above a line drawn across them is brass.",
    "overlap": "A purple and a brass-coloured disc overlap; what they share is darker than either.",
}
CREDIT = "Drawn for CMI"
# Published articles above which a picture stands.
ILLUSTRATED = {
    "class-at-work": "stairs",
    "highlights-25-november-2026": "table",
    "chartered-manager-of-the-week-the-dispatcher": "overlap",
    "managing-while-others-sleep": "morning",
    "reading-a-cash-flow": "columns",
}
CAMPAIGN = ("socio-economic-background", "stairs")
# What two people keep of the library, and what they have worked through.
KEPT = {
    "member": ("handing-over-well", "grow-model", "the-effective-executive", "one-to-one-meetings"),
    "learner": ("swot-analysis", "preparing-a-reflective-account", "writing-a-business-case"),
}
DONE = {
    "member": ("giving-feedback", "chairing-a-meeting"),
    "learner": ("setting-objectives", "psychological-safety"),
}
READERS = ("member", "learner", "applicant", "companion", "corporate", "editor", "kofi", "chidinma")
