"""Rendering of small templates, with white space that nobody sees taken out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory


def tidy(html: str) -> str:
    """The HTML without line breaks and what indents them."""
    return re.sub(r"\s*\n\s*", "", html.strip())


@pytest.fixture
def draw(rf: RequestFactory) -> Callable[..., str]:
    """Render a template's source with a request for ``path``."""

    def render(source: str, *, path: str = "/", **context: Any) -> str:
        request = rf.get(path)
        return tidy(engines["django"].from_string(source).render(context, request))

    return render
