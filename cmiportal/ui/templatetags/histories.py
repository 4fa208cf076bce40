"""Which lists of changes the page of a row leads to."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib import admin
from pghistory.admin.templatetags.pghistory_admin import event_admins

register = template.Library()


@register.simple_tag(takes_context=True)
def open_changes(context: Mapping[str, Any], opts: Any) -> list[Any]:
    """The lists of what was changed in rows like this one that the person may open."""
    shown = [admin.site._registry[changes.model] for changes in event_admins(opts.label)]
    return [page.opts for page in shown if page.has_view_permission(context["request"])]
