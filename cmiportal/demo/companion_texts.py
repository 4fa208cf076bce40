"""What the demo's Companions and the panel write; all invented."""

SECONDED = (
    "I sat on a board with them for three years and saw how they decide: on the facts, with the people concerned in "
    "the room, and in time. What is said of their results is true, and most of it lasted after they had gone."
)
FOR = "A long record at the very top, with results that others can check and that lasted."
AGAINST = "A good record in one organisation, but not yet one that changed how others manage."
# Name, what they do, criterion, what they achieved.
NOMINEES = {
    "hamish": (
        "Hamish Torrance",
        "Chief Executive, Firth and Isles Ferries",
        "leadership",
        "Took over a ferry company that cancelled one sailing in nine, and within five years cancelled one in ninety."
        " He rebuilt it from the harbour up: crews plan their own rosters, and every delay is looked into the same "
        "week.",
    ),
    "lindiwe": (
        "Professor Lindiwe Marais",
        "Dean of Management, University of Calderbridge",
        "thinking",
        "Her work on how teams learn from failure is taught in eleven countries. She tests it where it hurts: in "
        "hospitals, on building sites, and in her own faculty, whose results she publishes, good and bad.",
    ),
    "kwame": (
        "Sir Kwame Boateng",
        "Chair, Mersey Community Trust",
        "leadership",
        "Led three public bodies through mergers without one compulsory redundancy, and mentored a generation of "
        "leaders who now run a dozen more.",
    ),
    "gwyneth": (
        "Gwyneth Pugh-Davies",
        "Director of services, Cwm Taf Homes",
        "leadership",
        "Made repairs in nine thousand homes something that tenants praise: she gave the vans, the budget and the say"
        " to those who do the work, and published every figure from the first month.",
    ),
    "ottilie": (
        "Ottilie Brandt",
        "Managing Director, Brandt Precision",
        "leadership",
        "Doubled the turnover of the family firm in six years and opened it to apprentices from schools that nobody "
        "else recruited from.",
    ),
}
