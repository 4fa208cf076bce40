"""What a visitor answers about themself, as facts for the rules: plain values in, plain values out.

Answers are claims: whatever they meet, somebody here confirms before it counts.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from .eligibility import DAY, YEAR, Facts, Held, Post


@dataclass(frozen=True)
class Answers:
    """Whole years in management, how many of them in strategic posts, the highest qualification, whether registered.

    ``level`` is None without a qualification in management; ``own``: awarded by the Institute.
    """

    years: int = 0
    strategic: int = 0
    level: int | None = None
    size: str = ""
    own: bool = False
    registered: bool = False

    @property
    def worth_keeping(self) -> bool:
        """Whether there is a post or a qualification to keep."""
        return bool(self.years or self.level)


def facts_from(answers: Answers, *, on: date) -> Facts:
    """The facts that the answers claim on that day; a qualification counts as awarded then."""
    held = () if answers.level is None else (Held(answers.level, answers.size, on, own=answers.own),)
    return Facts(on=on, posts=posts_from(answers, on=on), held=held, registered=answers.registered)


def posts_from(answers: Answers, *, on: date) -> tuple[Post, ...]:
    """One post after the other up to that day, the strategic years last: as many days as were said, to the day."""
    plain, strategic = answers.years - answers.strategic, answers.strategic
    turn = on - timedelta(days=YEAR * strategic)
    posts = []
    if plain:
        posts.append(Post(turn - timedelta(days=YEAR * plain) + DAY, turn if strategic else None))
    if strategic:
        posts.append(Post(turn + DAY, None, strategic=True))
    return tuple(posts)
