"""The component tags, built in to every template (settings ``TEMPLATES``); see docs/components.md."""

from cmiportal.ui.components import register

__all__ = ["register"]
