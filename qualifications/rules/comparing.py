"""Which qualifications can be set side by side: up to three, each once; plain words in, plain words out."""

from collections.abc import Collection, Iterable

from .combination_words import counted, number

MOST = 3


def comparable(asked: Iterable[str], known: Collection[str]) -> tuple[list[str], list[str]]:
    """The first three of ``asked`` that are known, each once, and a sentence for whatever was left out."""
    asked = [each for each in asked if each]
    once = list(dict.fromkeys(asked))
    found = [each for each in once if each in known]
    said = []
    if len(once) < len(asked):
        said.append("You chose a qualification more than once; it is shown once.")
    if strange := len(once) - len(found):
        said.append(f"{counted(strange, 'qualification').capitalize()} that you asked for is not in the list today.")
        if strange > 1:
            said[-1] = said[-1].replace(" is not", " are not")
    if len(found) > MOST:
        said.append(f"At most {number(MOST)} can be compared; the first {number(MOST)} are shown.")
    return found[:MOST], said
