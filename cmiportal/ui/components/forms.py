"""Forms around the fields that the form renderer draws (templates/django/forms/)."""

from typing import Any

from django.forms import BaseForm, BooleanField, ChoiceField, Field, FileField, ModelChoiceField
from django.forms.boundfield import BoundField
from django.template import Context

from .actions import dashed, key_for
from .library import known_address, leaf, one_of, register, wrapper


@wrapper("form", takes_context=True)
def form(
    context: Context,
    content: str,
    form: BaseForm | None = None,
    *,
    action: str = "",
    method: str = "post",
    kind: str = "",
    heading: str = "",
    id: str = "",
    key: str = "",
    **attributes: str,
) -> dict[str, Any]:
    """The form element with its CSRF token and, for files, its encoding; content is fields and buttons.

    ``kind`` is ``judgement`` (beside evidence, with a heading) or ``bare`` (other components inside decide). Further
    arguments become attributes, ``hx_post`` as ``hx-post``. A form that is sent carries a key of its own, so that it
    acts once and outlives a session; ``key`` is that of a form that is shown again.
    """
    return {
        "form": form,
        "csrf_token": context.get("csrf_token"),
        "post_key": key or (key_for(context) if method == "post" else ""),
        "action": action,
        "method": method,
        "kind": one_of(kind, ("", "judgement", "bare")),
        "heading": heading,
        "id": id,
        "attributes": dashed(attributes),
    }


@register.simple_tag
def field(bound: BoundField) -> str:
    """One field: label, hint, error, input."""
    return bound.as_field_group()


@leaf("error_summary")
def error_summary(*forms: BaseForm, focus: bool = True) -> dict[str, Any]:
    """All errors of the forms, above the h1, each linked to its field; nothing when there are none.

    It takes the focus when the page opens, unless ``focus`` is False.
    """
    return {"errors": [error for form in forms if form for error in _errors(form)], "focus": focus}


def _errors(form: BaseForm) -> list[dict[str, str]]:
    found = [{"text": text, "target": summary_id(form)} for text in form.non_field_errors()]
    for bound in form:
        found += [{"text": text, "target": first_input_id(bound)} for text in spoken_errors(bound)]
    return found


@register.filter
def spoken_errors(bound: BoundField) -> list[str]:
    """The errors of a field as sentences that name the repair: "This field is required" names none."""
    asked = (Field.default_error_messages["required"], BooleanField.default_error_messages["required"])
    return [missing(bound) if text in asked else text for text in bound.errors]


def missing(bound: BoundField) -> str:
    """What to do about a field that was left empty, from its label and kind."""
    label = str(bound.label)
    if isinstance(bound.field, BooleanField):
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"Answer “{label}”"
    verb = "Choose" if isinstance(bound.field, ChoiceField | FileField | ModelChoiceField) else "Enter"
    return f"{verb} {label if label[1:2].isupper() else label[:1].lower() + label[1:]}"


def summary_id(form: BaseForm) -> str:
    """Where the errors that belong to no single field stand inside the form."""
    return f"{form.prefix}-errors" if form.prefix else "form-errors"


register.filter("summary_id", summary_id)


def first_input_id(bound: BoundField) -> str:
    """The id of the input that takes the focus: in a fieldset the first one."""
    return f"{bound.auto_id}_0" if bound.use_fieldset else bound.id_for_label


@wrapper("filters")
def filters(
    content: str, label: str, *, chosen: int = 0, action: str = "", id: str = "filters", **attributes: str
) -> dict[str, Any]:
    """A GET form that narrows a list; on phones a drawer whose button says how many filters are chosen.

    Further arguments become attributes, ``hx_get`` as ``hx-get``; what htmx brings may say anew how many are chosen,
    at ``id`` and ``-chosen``.
    """
    return {"label": label, "chosen": chosen, "action": action, "id": id, "attributes": dashed(attributes)}


@leaf("chosen_filters")
def chosen_filters(filters: list[dict[str, str]], clear: str) -> dict[str, Any]:
    """What narrows a list, each as a link that takes it away: ``label``, ``href``; ``clear`` is the whole list."""
    return {"filters": filters, "clear": known_address(clear)}


@leaf("pick")
def pick(
    label: str, name: str, value: str, *, hidden: str = "", checked: bool = False, form: str = ""
) -> dict[str, Any]:
    """A box to tick at one of many things, inside a form or with the id of its ``form``.

    ``hidden`` names the thing to readers.
    """
    return {"label": label, "name": name, "value": value, "hidden": hidden, "checked": checked, "form": form}


@leaf("unit_choice")
def unit_choice(units: list[dict[str, Any]], legend: str, name: str = "units") -> dict[str, Any]:
    """Units to tick, with their credits.

    A unit has ``number``, ``title``, ``credits``, ``checked``, ``aim``; where it has one, ``word`` and ``state`` of
    its work; ``fixed`` (bool: it stays as it is) and ``reason`` (what the rule or the state says about it).
    """
    return {"units": units, "legend": legend, "name": name}
