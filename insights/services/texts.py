"""What a page needs beside a text of editors."""

from collections.abc import Mapping

from ..models import Picture
from ..rules.markdown import pictures_in
from ..rules.pictures import PictureFacts


def facts_in(text: str) -> Mapping[str, PictureFacts]:
    """The pictures that a text shows, by their ids; no query where it shows none, else two."""
    from .pictures import facts_of

    ids = pictures_in(text)
    return facts_of(Picture.objects.filter(pk__in=ids)) if ids else {}
