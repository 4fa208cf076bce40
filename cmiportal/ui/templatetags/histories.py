"""Which lists of changes a list and the page of a row lead to."""

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


@register.simple_tag(takes_context=True)
def changes_of_list(context: Mapping[str, Any], listed: Any) -> list[Any]:
    """As ``open_changes``, for all rows of a list, with what is only written below them and has no list of its own."""
    below = [each.model for each in listed.model_admin.inlines if each.model not in admin.site._registry]
    return [changes for model in (listed.model, *below) for changes in open_changes(context, model._meta)]
