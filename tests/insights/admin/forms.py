"""A page of the admin as a browser sends its form: everything that stands in it, hidden fields and all."""

from django.urls import reverse


def address(row):
    """Where the admin shows the row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def sent(client, row, answer=None):
    """The values of the form in the answer; without one, of the page as it is opened now."""
    context = (answer or client.get(address(row))).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {field.html_name: shown for form in forms for field in form if (shown := _shown(field)) is not None}


def stamp(client, row):
    """The stamp alone, for what is typed otherwise from end to end."""
    return {"seen": sent(client, row)["seen"]}


def _shown(field):
    """What a browser sends of a field; nothing of a file, or of a box that is not ticked."""
    value = field.value()
    if field.widget_type in ("clearablefile", "file", "upload"):
        return None
    if isinstance(value, bool):
        return "on" if value else None
    if isinstance(value, list):
        return [str(each) for each in value]
    return "" if value is None else str(value)
