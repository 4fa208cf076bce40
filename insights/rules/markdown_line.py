"""The line of Markdown that shows a picture, for editors to copy."""

import re

SIGNS = re.compile(r"([\\`*_\[\]<>!&#^])")


def line_of(picture_id: str, alternative: str) -> str:
    """``![what there is to see](picture:<id>)``; signs of Markdown in the words mean themselves."""
    words = SIGNS.sub(r"\\\1", " ".join(alternative.split()))
    return f"![{words}](picture:{picture_id})"
