"""Buttons: one filled button per decision, a verb and its object as label."""

from typing import Any

from django.template import Context

from cmiportal.posts.keys import make_key

from .library import known_address, leaf, one_of, register, wrapper

KINDS = ("", "quiet", "link", "danger")


def key_for(context: Context) -> str:
    """A key for a form that this page shows to somebody who is signed in (cmiportal/posts); nothing for visitors."""
    user = context.get("user")
    return make_key(user) if user is not None and user.is_authenticated else ""


@leaf("button")
def button(
    label: str,
    href: str | None = None,
    *,
    kind: str = "",
    hidden: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
    wide: bool = False,
    **attributes: str,
) -> dict[str, Any]:
    """A submit button, or with ``href`` a link that looks like one.

    ``hidden`` adds words for readers where the label repeats ("Allocate" + " Corin Aldiss"); further arguments
    become attributes, ``hx_get`` as ``hx-get``.
    """
    return {
        "label": label,
        "href": None if href is None else known_address(href),
        "kind": one_of(kind, KINDS),
        "hidden": hidden,
        "name": name,
        "value": value,
        "small": small,
        "wide": wide,
        "attributes": dashed(attributes),
    }


@register.inclusion_tag("ui/button_form.html", takes_context=True)
def button_form(
    context: Context,
    label: str,
    action: str,
    *,
    kind: str = "",
    hidden: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
    keyed: bool = True,
    method: str = "post",
) -> dict[str, Any]:
    """One button that posts to ``action`` by itself, with the CSRF token and at most one value.

    With ``method="get"`` it changes nothing and carries neither token nor key.

    Where being sent twice is no matter (signing out), it needs no key: ``keyed=False``.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "post_key": key_for(context) if keyed and method == "post" else "",
        "method": one_of(method, ("post", "get")),
        "label": label,
        "action": known_address(action),
        "kind": one_of(kind, KINDS),
        "hidden": hidden,
        "name": name,
        "value": value,
        "small": small,
    }


@wrapper("dock")
def dock(content: str, *, slim: bool = False) -> dict[str, Any]:
    """Actions that stay in view at the end of a form; ``slim`` is a running total on phones alone."""
    return {"slim": slim}


def dashed(attributes: dict[str, str]) -> dict[str, str]:
    """Attribute names as HTML writes them: template arguments cannot hold a dash."""
    return {name.replace("_", "-"): value for name, value in attributes.items()}
