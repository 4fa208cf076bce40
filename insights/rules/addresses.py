"""Which words can be the address of an article."""

import re

# Under /insights/ these lead elsewhere.
RESERVED = ("topics", "authors", "series", "feed")
ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def fault_of(slug: str) -> str:
    """Why the word cannot be an address, as a sentence; empty where it can."""
    if not ADDRESS.fullmatch(slug):
        return "An address has small letters, figures and single hyphens between them, such as leading-through-change."
    if slug in RESERVED:
        return f"The address {slug} leads to a page of its own. Choose another one."
    return ""
