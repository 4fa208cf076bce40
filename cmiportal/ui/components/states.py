"""A state is a word, a shape and a colour, in this order of importance."""

from typing import Any

from .library import known_state, leaf, wrapper


@leaf("tag")
def tag(word: str, state: str = "neutral") -> dict[str, Any]:
    """The state of one thing; never a link."""
    return {"word": word, "state": known_state(state)}


@leaf("mark")
def mark(state: str = "neutral") -> dict[str, Any]:
    """The shape alone, hidden from readers: the word must follow."""
    return {"state": known_state(state)}


@wrapper("notice")
def notice(
    content: str, heading: str, state: str = "neutral", *, level: int = 0, live: bool = False, id: str = ""
) -> dict[str, Any]:
    """A message about the page: heading, one sentence, a way on.

    ``level`` makes the heading an h2 or h3; ``live`` announces what an action just did.
    """
    return {"heading": heading, "state": known_state(state), "level": level, "live": live, "id": id}
