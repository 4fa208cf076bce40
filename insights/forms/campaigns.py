"""What editors type about a campaign and its parts."""

from django import forms

from events.forms.clocks import LinesField

from ..models import Campaign, CampaignQuote
from .articles import LINE
from .resources import MarkdownField

ELSEWHERE = "An address within the site begins with one slash, for example /education/apprenticeships/."


class CampaignForm(forms.ModelForm):
    """A campaign: its purpose, why it matters, and what it means at work."""

    standfirst = LinesField(
        max_length=320, widget=forms.Textarea({**LINE, "rows": 3}), help_text="One or two sentences below the title."
    )
    aim = MarkdownField(label="What we want to find out")
    why = MarkdownField(label="Why it matters")
    at_work = MarkdownField(label="What it means at work")

    class Meta:
        model = Campaign
        fields = (
            *("title", "slug", "standfirst", "aim", "why", "at_work_title", "at_work"),
            *("topic", "picture", "report", "contact", "position", "published_on"),
        )


class QuoteForm(forms.ModelForm):
    """What somebody said, and a link within the site."""

    class Meta:
        model = CampaignQuote
        fields = ("position", "text", "name", "role", "link", "link_label")

    def clean_link(self) -> str:
        """An address within the site."""
        link: str = self.cleaned_data["link"]
        if link and (not link.startswith("/") or link.startswith("//")):
            raise forms.ValidationError(ELSEWHERE)
        return link
