"""Texts and pictures of editors in templates: ``{% load insights %}``."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

from ..rules.markdown import NO_PICTURES, render
from ..rules.pictures import IN_TEXT, PictureFacts, markup

register = template.Library()


@register.simple_tag
def markdown(
    text: str, pictures: Mapping[str, PictureFacts] = NO_PICTURES, *, prefix: str = "", level: int = 2
) -> SafeString:
    """The text as HTML, to stand in ``<div class="prose">``.

    ``pictures`` as ``services.pictures.facts_of`` gives them; ``prefix`` where a page shows several texts.
    """
    return mark_safe(render(text, pictures, prefix=prefix, level=level))  # cleaned by nh3 whatever was written


@register.simple_tag
def picture(
    facts: PictureFacts | None, *, sizes: str = IN_TEXT, eager: bool = False, alternative: str | None = None
) -> SafeString:
    """The picture in the size that fits; nothing where there is none.

    ``eager`` for the one that is seen first, ``alternative=""`` for a picture that only decorates.
    """
    return mark_safe(markup(facts, sizes=sizes, eager=eager, alternative=alternative) if facts else "")
