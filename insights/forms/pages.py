"""What editors type about a page of the site."""

from typing import Any

from django import forms

from cmiportal.registry import NavigationMenu, every
from events.forms.clocks import LinesField

from ..models import Page
from ..services.navigation import LEGAL
from ..services.pages import why_not_path
from .articles import LINE
from .resources import MarkdownField

NO_LABEL = "Say with which words it stands in the menu."
NO_MENU = "Choose the menu in which these words stand, or take them away."


def menus() -> dict[str, str]:
    """The words of each menu that takes pages, by its key, in their order."""
    found = [menu for menu in every(NavigationMenu) if menu.section in ("main", LEGAL)]
    return {menu.key: menu.label for menu in sorted(found, key=lambda menu: (menu.section == LEGAL, menu.order))}


class PageForm(forms.ModelForm):
    """A page: where it is, what it says, and where the navigation leads to it."""

    path = forms.CharField(
        label="Web address",
        max_length=120,
        help_text="Without the site, for example about/governance. A former address leads on to this one.",
    )
    standfirst = LinesField(
        max_length=320, widget=forms.Textarea({**LINE, "rows": 3}), help_text="One or two sentences below the title."
    )
    body = MarkdownField(label="Text")
    menu = forms.ChoiceField(label="Menu", required=False)

    class Meta:
        model = Page
        fields = ("title", "path", "standfirst", "body", "menu", "label", "position", "is_published")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "menu" in self.fields:
            choices = [("", "None: other pages lead to it"), *menus().items()]
            self.fields["menu"].choices = choices  # type: ignore[attr-defined]

    def clean_path(self) -> str:
        """Without slashes around it, as addresses are copied; one that nothing else of the site has.

        The column judges it here already: one that it refuses never reaches the row, whose links could not be made.
        """
        path: str = Page._meta.get_field("path").clean(self.cleaned_data["path"].strip("/"), self.instance)
        if why := why_not_path(path):
            raise forms.ValidationError(why)
        return path

    def clean(self) -> dict[str, Any]:
        """A menu and its words go together."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("menu") and not cleaned.get("label"):
            self.add_error("label", NO_LABEL)
        elif cleaned.get("label") and not cleaned.get("menu"):
            self.add_error("menu", NO_MENU)
        return cleaned
