"""Where somebody stands on the five stages of the Professional Standard, and what leads on.

The stages and the grades that belong to them are the Institute's (membership data, "stages_framework"). How many people
somebody leads at which stage is our reading of their names, and the page says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stage:
    """A stage: what it is about, the grade that belongs to it, and the levels of qualification that lead to it."""

    number: int
    title: str
    summary: str
    grade: str
    levels: tuple[int, ...]

    @property
    def is_chartered(self) -> bool:
        """Whether it is the stage of Chartered Managers, beside its grade."""
        return self.number == STAGE_OF_STATUS["cmgr_mcmi"]


STAGES = (
    Stage(
        1,
        "Aspiring Manager",
        "You do your own work well and want to lead others: you join projects, speak up and learn how teams work.",
        "affiliate",
        (2, 3),
    ),
    Stage(
        2,
        "First Line Manager",
        "You lead a team day by day: you share out work, give feedback, and see that what was promised is done.",
        "associate",
        (3, 4),
    ),
    Stage(
        3,
        "Middle Manager",
        "You lead through others: you turn strategy into plans, manage a budget, and develop those who lead teams.",
        "member",
        (5,),
    ),
    Stage(
        4,
        "Senior Manager",
        "You answer for a large part of the organisation: you lead change across it and shape where it goes.",
        "member",
        (6, 7),
    ),
    Stage(
        5,
        "Executive",
        "You set the course of the whole, answer for its results and its conduct, and build those who come after you.",
        "fellow",
        (7, 8),
    ),
)
FIRST, LAST = STAGES[0].number, STAGES[-1].number
# So many people led, at least, at which stage.
PEOPLE = ((50, 4), (10, 3), (1, 2))
STAGE_OF_GRADE = {"student": 1, "affiliate": 1, "associate": 2, "member": 3, "fellow": 5, "companion": 5}
STAGE_OF_STATUS = {"fcmgr": 2, "cmgr_mcmi": 4, "cmgr_fcmi": 5}
CHARTERED_FROM = 3


@dataclass(frozen=True)
class Post:
    """A post that somebody holds now."""

    title: str
    people_led: int = 0
    strategic: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of a person: key and name of grade and status, empty without; the highest level in management."""

    posts: tuple[Post, ...] = ()
    grade: str = ""
    grade_name: str = ""
    status: str = ""
    status_name: str = ""
    level: int = 0


@dataclass(frozen=True)
class Reason:
    """What speaks for a stage: ``stands`` where it shows that somebody is there, else that they are ready for it."""

    stage: int
    text: str
    stands: bool = True


@dataclass(frozen=True)
class Standing:
    """The stage, what speaks for it and for others, and the next one; None at the last."""

    stage: Stage
    reasons: tuple[Reason, ...]
    next: Stage | None


@dataclass(frozen=True)
class Leads:
    """What leads on: levels that are not reached yet, a grade that is not held yet, and whether Chartered is near."""

    levels: tuple[int, ...]
    grade: str
    chartered: bool


def stand(facts: Facts) -> Standing:
    """The highest stage that work, grade or status shows; without any the first."""
    reasons = tuple(_reasons(facts))
    number = max((reason.stage for reason in reasons if reason.stands), default=FIRST)
    return Standing(STAGES[number - 1], reasons, STAGES[number] if number < LAST else None)


def leads_on(standing: Standing, facts: Facts) -> Leads:
    """From here: towards the next stage, at the last one within it."""
    goal = standing.next or standing.stage
    levels = tuple(level for level in goal.levels if level > facts.level)
    has = STAGE_OF_GRADE.get(facts.grade, 0) >= STAGE_OF_GRADE[goal.grade]
    is_chartered = STAGE_OF_STATUS.get(facts.status, 0) >= STAGE_OF_STATUS["cmgr_mcmi"]
    near = standing.stage.number >= CHARTERED_FROM and not is_chartered
    return Leads(levels, "" if has else goal.grade, near)


def stage_of_post(post: Post) -> int:
    """By the people led; who sets strategy stands at the fourth stage, and with fifty people or more at the fifth."""
    by_people = next((stage for least, stage in PEOPLE if post.people_led >= least), FIRST)
    if not post.strategic:
        return by_people
    return LAST if by_people == LAST - 1 else LAST - 1


def _reasons(facts: Facts) -> Iterable[Reason]:
    for post in facts.posts:
        yield Reason(stage_of_post(post), f"{post.title}: {_led(post)}.")
    if facts.grade in STAGE_OF_GRADE:
        yield Reason(STAGE_OF_GRADE[facts.grade], f"Your grade is {facts.grade_name}.")
    if facts.status in STAGE_OF_STATUS:
        yield Reason(STAGE_OF_STATUS[facts.status], f"You hold the status {facts.status_name}.")
    if facts.level:
        ready = max((stage.number for stage in STAGES if min(stage.levels) <= facts.level), default=FIRST)
        text = f"Your qualification in management at Level {facts.level} prepares you for this stage."
        yield Reason(ready, text, stands=False)


def _led(post: Post) -> str:
    people = {0: "you lead nobody yet", 1: "you lead one person"}.get(
        post.people_led, f"you lead {post.people_led} people"
    )
    return f"{people}, and set strategy" if post.strategic else people
