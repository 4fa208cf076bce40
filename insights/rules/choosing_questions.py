"""What is asked of somebody who looks for a qualification: questions in order, with the answers that are offered."""

from dataclasses import dataclass

WEEKS_A_YEAR = 52


@dataclass(frozen=True)
class Question:
    """A question: its key in the address, its words, a hint, and (value, label) of each answer."""

    key: str
    text: str
    short: str
    answers: tuple[tuple[str, str], ...]
    hint: str = ""
    needed: bool = True


QUESTIONS = (
    Question(
        "work",
        "What do you do now?",
        "Your work",
        (
            ("none", "I do not lead anybody yet"),
            ("team", "I lead a team day by day"),
            ("teams", "I lead team leaders, or projects of several teams"),
            ("department", "I manage a department or a service"),
            ("managers", "I lead managers, and change across departments"),
            ("strategy", "I set or shape strategy"),
            ("whole", "I lead the whole organisation"),
        ),
        hint="Choose what comes nearest. It decides the level.",
    ),
    Question(
        "chartered",
        "Do you want to become a Chartered Manager?",
        "Chartered Manager",
        (("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")),
        hint="The status of a manager whose practice was assessed. CMI awards it.",
    ),
    Question(
        "assessment",
        "How would you rather be assessed?",
        "Way of assessment",
        (
            ("work", "By evidence from my work"),
            ("written", "By written assignments"),
            ("either", "Either is fine"),
        ),
    ),
    Question(
        "hours",
        "How many hours a week can you give?",
        "Hours a week",
        (("2", "About 2"), ("4", "About 4"), ("8", "About 8")),
        hint="Reading, workshops, the work itself and writing about it.",
    ),
    Question(
        "months",
        "For how long?",
        "How long",
        (("3", "3 months"), ("6", "6 months"), ("12", "12 months"), ("18", "18 months"), ("24", "24 months")),
    ),
    Question(
        "pays",
        "Who pays?",
        "Who pays",
        (("me", "I do"), ("employer", "My employer"), ("apprenticeship", "It is part of an apprenticeship")),
    ),
    Question(
        "cost",
        "Does the price matter much?",
        "The price",
        (("yes", "Yes, it should cost as little as it can"), ("no", "No, other things come first")),
    ),
    Question(
        "employer",
        "What does your employer ask for?",
        "Your employer",
        (
            ("none", "Nothing in particular, or I have none"),
            ("cmi", "A qualification of CMI"),
            ("ilm", "A qualification of ILM"),
            *((str(level), f"Level {level}, of either body") for level in range(2, 9)),
        ),
        hint="Look into the job description, or ask.",
    ),
    Question(
        "size",
        "Do you want a certain size?",
        "Size",
        (("award", "An award"), ("certificate", "A certificate"), ("diploma", "A diploma")),
        hint="Leave it open, and your time decides.",
        needed=False,
    ),
)
BY_KEY = {question.key: question for question in QUESTIONS}
LABELS: dict[str, dict[str, str]] = {question.key: dict(question.answers) for question in QUESTIONS}
# The audience of each level in the catalogue.
LEVEL_OF_WORK = {"none": 2, "team": 3, "teams": 4, "department": 5, "managers": 6, "strategy": 7, "whole": 8}
