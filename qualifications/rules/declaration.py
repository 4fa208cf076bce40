"""The declaration of authenticity, word for word, by the version that a hand-in records.

A version that was signed is never edited: a change of wording is a new entry with its own key (year and month).
"""

CURRENT = "2026-11"

DECLARATIONS: dict[str, tuple[str, ...]] = {
    "2026-11": (
        "This is my own work. Nobody else wrote any of it for me.",
        "Where I use the words, ideas or figures of others, I name where they come from.",
        "I say truthfully whether I used artificial intelligence, and what for. I have checked what it gave me.",
        "I may share what my evidence says about other people and organisations.",
    ),
}


def statements(version: str) -> tuple[str, ...]:
    """What the learner signed; raises KeyError for a version that never was."""
    return DECLARATIONS[version]
