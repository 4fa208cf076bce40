"""The Code of Conduct as members accept it, in our own words after the Institute's six principles.

What somebody accepted is the version of that day; a change is a new version, never another text under an old one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Principle:
    """A principle, and what it means for a manager's day."""

    title: str
    meaning: str


CURRENT = "2026-11"
VERSIONS: dict[str, tuple[Principle, ...]] = {
    "2026-11": (
        Principle("Be honest", "I am open about what I know and do, and others can rely on my word."),
        Principle("Serve those I work for", "I put my organisation, its customers and partners before my own gain."),
        Principle("Stay competent", "I keep my knowledge and skills up to date, and say where they end."),
        Principle("Respect people", "I treat everybody fairly and with respect, whatever our differences."),
        Principle("Think of society", "I weigh what my decisions do to people and places around us."),
        Principle("Uphold the profession", "I do nothing that brings management or the Institute into disrepute."),
    )
}
