"""Parts of the frame around every page."""

from typing import Any

from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.template import Context

from .library import leaf, register

MESSAGE_STATES = {"success": "positive", "warning": "attention", "error": "negative"}


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """``Error: `` when a form of the page came back with errors, so that a reader hears it first.

    The page has its forms one by one, or several by name in ``forms``.
    """
    found = context.flatten()
    several = found.get("forms")
    named = several.values() if type(several) is dict else ()
    # isinstance would open lazy values: the user (a query) and the CSRF token (a cookie, which spoils caching).
    forms = [one for one in (*found.values(), *named) if issubclass(type(one), (BaseForm, BaseFormSet))]
    return "Error: " if any(form.is_bound and not form.is_valid() for form in forms) else ""


@register.filter
def message_state(level_tag: str) -> str:
    """The state that carries a message of Django's level; anything else is information."""
    return MESSAGE_STATES.get(level_tag, "info")


@leaf("htmx")
def htmx() -> dict[str, Any]:
    """The script that swaps fragments, in block ``head`` of a page that uses it."""
    return {}
