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
)

MET = (
    "You weigh the two approaches against each other and say which held at the depots.",
    "Clear evidence, well chosen; the written agreement on page 2 shows the effect.",
    "You link the theory to what you did and are honest about what failed.",
)
NOT_YET = (
    "You describe four values clearly. To assess them, weigh one against another and say which mattered at the depots."
)
RETURNED = "The declaration is dated before the last piece of evidence. Check your evidence and sign again."
