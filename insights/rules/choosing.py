"""Which body, level and size suit somebody: answers in, a recommendation with its grounds out.

Each ground belongs to one answer and speaks for CMI, for ILM or for neither of them, with a weight; the body is the one
for which more is said, and where as much is said for both, either. Two grounds settle it by themselves: an employer
that names a body, and a level at which one body alone awards. Nothing is decided by what we would like to sell: a
test counts that each of the two wins, at every level that both award at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from math import ceil

from .bodies import LEVELS, NAMES, Body
from .choosing_questions import LABELS, LEVEL_OF_WORK, QUESTIONS, WEEKS_A_YEAR

# By total qualification time in hours: domain.md "Qualifications", from Ofqual's condition E2.
LEAST_HOURS = {"award": 0, "certificate": 121, "diploma": 370}
SIZES = tuple(LEAST_HOURS)
SETTLES = 100


@dataclass(frozen=True)
class Answers:
    """The answers by the keys of the questions; empty where there is none."""

    work: str = ""
    chartered: str = ""
    assessment: str = ""
    hours: str = ""
    months: str = ""
    pays: str = ""
    cost: str = ""
    employer: str = ""
    size: str = ""

    @property
    def missing(self) -> list[str]:
        """The keys of what has to be answered and is not, in the order of the form."""
        return [question.key for question in QUESTIONS if question.needed and not getattr(self, question.key)]


@dataclass(frozen=True)
class Ground:
    """Why: a sentence, the question whose answer it rests on, and for which body it speaks and how much."""

    question: str
    text: str
    favours: Body = Body.EITHER
    weight: int = 0


@dataclass(frozen=True)
class Result:
    """What is recommended."""

    body: Body
    level: int
    size: str

    def __str__(self) -> str:
        return f"{NAMES[self.body]}, Level {self.level}, {self.size}"


@dataclass(frozen=True)
class Change:
    """One other answer, and what it would make of the result."""

    question: str
    answer: str
    result: Result


@dataclass(frozen=True)
class Recommendation:
    """The result with the grounds on which it rests."""

    result: Result
    grounds: tuple[Ground, ...]

    @property
    def against(self) -> tuple[Ground, ...]:
        """What speaks for the other body; empty where either is recommended, since there all grounds are weighed."""
        ours = (self.result.body, Body.EITHER)
        return tuple(
            ground for ground in self.grounds if self.result.body != Body.EITHER and ground.favours not in ours
        )

    @property
    def in_favour(self) -> tuple[Ground, ...]:
        """All other grounds."""
        return tuple(ground for ground in self.grounds if ground not in self.against)


def read(query: Mapping[str, str]) -> tuple[Answers, list[str]]:
    """The answers in an address, and the keys of those that nobody offers: they count as not given."""
    given = {name: query[name] for name in (field.name for field in fields(Answers)) if query.get(name)}
    known = {name: value for name, value in given.items() if value in LABELS[name]}
    return Answers(**known), [name for name in given if name not in known]


def recommend(answers: Answers) -> Recommendation:
    """What suits; every question that has to be answered is."""
    grounds = [*_level_grounds(answers), *_body_grounds(answers)]
    body = body_of(grounds)
    level = level_of(answers)
    if body != Body.EITHER and level not in LEVELS[body]:
        level = max(LEVELS[body])
        grounds.append(Ground("employer", f"{NAMES[body]} awards up to Level {level}, so that is the level with it."))
    size, ground = _size(answers)
    return Recommendation(Result(body, level, size), (*grounds, ground))


def changes(answers: Answers) -> list[Change]:
    """Each single answer that would change the result, found by asking the rule again with it."""
    now = recommend(answers).result
    found = [Change(key, value, recommend(replace(answers, **{key: value})).result) for key, value in _others(answers)]
    return [change for change in found if change.result != now]


def body_of(grounds: list[Ground]) -> Body:
    """The body for which more is said."""
    said = {body: sum(ground.weight for ground in grounds if ground.favours == body) for body in (Body.CMI, Body.ILM)}
    if said[Body.CMI] == said[Body.ILM]:
        return Body.EITHER
    return max(said, key=lambda body: said[body])


def level_of(answers: Answers) -> int:
    """What the employer asks for, else the level of the work."""
    return int(answers.employer) if answers.employer.isdigit() else LEVEL_OF_WORK[answers.work]


def _others(answers: Answers) -> Iterator[tuple[str, str]]:
    for question in QUESTIONS:
        for value in LABELS[question.key]:
            if value != getattr(answers, question.key):
                yield question.key, value
        if not question.needed and getattr(answers, question.key):
            yield question.key, ""


def _level_grounds(answers: Answers) -> Iterator[Ground]:
    level, of_work = level_of(answers), LEVEL_OF_WORK[answers.work]
    if level == of_work:
        yield Ground("work", f"Level {level} is made for the work that you do now.")
    else:
        yield Ground("work", f"By your work alone it would be Level {of_work}.")
    if answers.employer.isdigit():
        yield Ground(
            "employer", f"Your employer asks for Level {level}. To many employers the level says more than the body."
        )
    if level not in LEVELS[Body.ILM]:
        of = "employer" if answers.employer.isdigit() else "work"
        weight = 0 if answers.employer == Body.ILM else SETTLES
        yield Ground(of, f"Of the two bodies CMI alone awards at Level {level}.", Body.CMI, weight)


def _body_grounds(answers: Answers) -> Iterator[Ground]:
    if answers.employer in (Body.CMI, Body.ILM):
        body = Body(answers.employer)
        yield Ground(
            "employer", f"Your employer wants a qualification of {NAMES[body]}, and that settles it.", body, SETTLES
        )
    for key in ("chartered", "assessment", "cost", "pays"):
        if ground := BODY_GROUNDS.get((key, getattr(answers, key))):
            yield Ground(key, *ground)


def _size(answers: Answers) -> tuple[str, Ground]:
    a_month = int(answers.hours) * WEEKS_A_YEAR / 12
    hours = round(a_month * int(answers.months))
    by_time = max((size for size in SIZES if LEAST_HOURS[size] <= hours), key=SIZES.index)
    time = f"{answers.hours} hours a week for {answers.months} months come to about {hours} hours."
    size = answers.size or by_time
    if not answers.size:
        least = LEAST_HOURS[size]
        enough = f"A diploma takes {least} or more" if size == "diploma" else f"That is enough for {_a(size)}"
        bigger = f", and a {_next(size)} takes {LEAST_HOURS[_next(size)]} or more" if size != "diploma" else ""
        return size, Ground("hours", f"{time} {enough}{bigger}.")
    if LEAST_HOURS[size] <= hours:
        return size, Ground("size", f"You want {_a(size)}, and your time is enough for it. {time}")
    months = ceil(LEAST_HOURS[size] / a_month)
    return size, Ground(
        "size",
        f"You want {_a(size)}, which takes {LEAST_HOURS[size]} hours or more. {time} Reckon with {months} months.",
    )


def _a(size: str) -> str:
    return f"an {size}" if size == "award" else f"a {size}"


def _next(size: str) -> str:
    return SIZES[SIZES.index(size) + 1]


# (question, answer) -> sentence, the body it speaks for, weight. Sources: bodies.FACTS says the same at length.
BODY_GROUNDS: dict[tuple[str, str], tuple[str, Body, int]] = {
    # S4: the primary difference, and "the more direct route"; it outweighs any two of the others.
    ("chartered", "yes"): (
        "You aim at Chartered Manager. CMI alone awards it, and its qualifications are the direct way; from ILM Level 7"
        " there is a longer one.",
        Body.CMI,
        4,
    ),
    ("chartered", "unsure"): (
        "You may want to become a Chartered Manager. With CMI the direct way stays open; from ILM Level 7 there is a"
        " longer one.",
        Body.CMI,
        1,
    ),
    ("chartered", "no"): (
        "You do not aim at Chartered Manager, so the status that CMI alone can give counts for neither.",
        Body.EITHER,
        0,
    ),
    # S4: "the most important difference is the assessment model".
    ("assessment", "work"): (
        "You would rather show evidence from your work. ILM assesses by that alone; CMI asks for more academic writing,"
        " above all at higher levels.",
        Body.ILM,
        2,
    ),
    ("assessment", "written"): (
        "You are at home in written assignments. CMI asks for them, longer ones and with more literature; ILM assesses"
        " evidence from work.",
        Body.CMI,
        2,
    ),
    ("assessment", "either"): (
        "Both ways of assessment suit you, so what most divides the two counts for neither.",
        Body.EITHER,
        0,
    ),
    # S1: "generally speaking, CMI qualifications are more expensive".
    ("cost", "yes"): (
        "The price matters, and ILM generally costs less. Ask centres: it depends on them most.",
        Body.ILM,
        1,
    ),
    ("cost", "no"): ("The price comes second, so that CMI generally costs more counts for neither.", Body.EITHER, 0),
    # S4: ILM is more commonly embedded in the standards, "though both are used".
    ("pays", "apprenticeship"): (
        "In management apprenticeships ILM is the more common of the two. The provider decides.",
        Body.ILM,
        1,
    ),
}
