"""Evidence and feedback that a learner and an assessor could have written; all invented."""

EVIDENCE = (
    (
        "reflective_account",
        "What the depot move taught me",
        "When we moved the night shift to the new depot I told people the date before I had asked what it would cost "
        "them. Two drivers could not reach the site without a car. I changed the plan: each team drew its own map of "
        "who could travel how, and we set the date from those maps.\n\n"
        "Looking back, the value I claimed to hold, fairness, only became visible when it cost us a fortnight. I would "
        "now ask first and announce second, and I have written that into the checklist that we use for every move.",
    ),
    (
        "work_product",
        "Terms of reference for the change board",
        "The board meets every second Thursday. It has one member from each depot, chosen by the depot, and two "
        "managers. It may stop a change for a month and must say why in writing.\n\n"
        "Context shapes this: we answer to a regulator for hours and rest, so a decision about rotas is never ours "
        "alone. The board exists because two earlier changes failed where the people who knew were not asked.",
    ),
    (
        "meeting_record",
        "Notes of the team review in May",
        "Present: six of eight. We compared how the two halves of the team hand over at noon. The early half writes, "
        "the late half talks; both lose something. Agreed: one page, written together in the last ten minutes.\n\n"
        "I said little and asked three questions, which I had prepared. Afterwards two people who rarely speak sent me "
        "ideas of their own.",
    ),
    (
        "line_manager",
        "Discussion with my line manager about feedback",
        "We looked at three pieces of feedback that I gave in the spring. The first named a behaviour and its effect, "
        "the second a person, the third nobody at all. Only the first changed anything.\n\n"
        "We agreed that I give feedback within two days, in private, with one example, and ask what the other saw.",
    ),
    (
        "reflective_account",
        "The week I stopped answering first",
        "In every meeting of that week I waited until two others had spoken. The first silence was long. By "
        "Thursday Ibrahim had put forward the idea that we now use for the late shift.\n\nI had believed that quick "
        "answers showed I was prepared. They showed the others that they need not be.",
    ),
    (
        "work_product",
        "Plan for the new handover, with costs",
        "Three ways were weighed: a form, a call, and one page written together. The page costs ten minutes of two "
        "people and saved forty of one in the trial.\n\nRisks: it lapses when somebody is ill. So each team names a "
        "second person, and the page hangs where both can see it.",
    ),
    (
        "meeting_record",
        "Minutes of the talk with the depot managers",
        "All four came. Each said what the change would take from them before anybody said what it would bring. "
        "Two of the losses were new to me, and one of them stopped the plan for a month.\n\nAgreed: we begin with "
        "the depot that loses least.",
    ),
    (
        "reflective_account",
        "A decision I would take again",
        "We kept the trainee although the budget said otherwise. I wrote down what I expected of the next half "
        "year and showed it to my manager before I decided, so that I could be held to it.\n\nTwo of the three "
        "things came true. The third did not, and I know why.",
    ),
    (
        "work_product",
        "Figures of the pilot, before and after",
        "Mistakes in handover fell from eleven to four in a month. Overtime stayed as it was. I compare with the "
        "same month a year before, as the spring is always quieter.\n\nWhat the figures do not show: how it is to "
        "work there. For that I asked, and the answers are in the appendix.",
    ),
    (
        "meeting_record",
        "Notes of a difficult conversation",
        "I had prepared one sentence and one question. He answered the question with a story from another year, "
        "and it explained more than the file did.\n\nWe agreed on two things and a day to look at them again. I "
        "sent both in writing the same afternoon.",
    ),
    (
        "reflective_account",
        "How I plan, and what I leave open",
        "For a year I planned every week on Friday. In spring I began to leave Wednesday empty. What came up on "
        "Monday then had a place, and nothing else fell over.\n\nA plan that is full is a promise to everybody who "
        "is not in it that they must wait.",
    ),
    (
        "work_product",
        "Guide for people who are new to the team",
        "Four pages, written with the two people who came last. It begins with whom to ask for what, and ends with "
        "what we do badly.\n\nIt replaced a folder of thirty documents that nobody could date. Each page names who "
        "keeps it true.",
    ),
)

# What Kofi writes anew after his referral: beside the first text, the difference can be seen.
WEIGHED = (
    "Looking back, the value I claimed to hold, fairness, only became visible when it cost us a fortnight. I weighed "
    "it against punctuality: at the depots fairness mattered more, as two drivers would have left. I now ask first and "
    "announce second, and I have written that into the checklist that we use for every move."
)
SHARED_FORM = ("Observation at work.pdf", ["Observed: a handover of the early shift.", "Signed by the line manager."])

MET = (
    "You weigh the two approaches against each other and say which held at the depots.",
    "Clear evidence, well chosen; the written agreement on page 2 shows the effect.",
    "You link the theory to what you did and are honest about what failed.",
)
NOT_YET = (
    "You describe four values clearly. To assess them, weigh one against another and say which mattered at the depots."
)
RETURNED = "The declaration is dated before the last piece of evidence. Check your evidence and sign again."
# What the membership team writes when it accepts a request.
RECORD_SEEN = "The posts are confirmed by their employers, and the record says what the grade asks for."
CONCESSIONS = (
    "I finished my apprenticeship in spring and work three days a week while I look after my mother.",
    "I am between posts since my employer closed in the summer, and would like to keep learning meanwhile.",
)
NO_STRATEGY = (
    "Your thirteen years in management are more than the grade asks for. What is missing is three years in which you "
    "set the course of an organisation or of a large part of it. Ask again when your record shows them."
)
SUSPENDED = "A complaint under the Code of Conduct is being looked into."
