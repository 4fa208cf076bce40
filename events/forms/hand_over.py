"""What somebody says who takes a booking over by a link."""

from django import forms
from django.conf import settings

from cmiportal.ui.moves import TOO_LONG, Words

NEEDS_LENGTH = 1000


class TakeOverForm(forms.Form):
    """What the person needs; those of whoever hands over are not passed on."""

    access_needs = Words(
        label="What do you need to take part?",
        rows=3,
        required=False,
        max_length=NEEDS_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )
    diet = Words(
        label="Dietary needs",
        rows=3,
        required=False,
        max_length=NEEDS_LENGTH,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        readers = f"Only our events team reads this, and it is erased {settings.EVENT_NEEDS_DAYS} days after the event."
        self.fields["access_needs"].help_text = f"For example a step-free way, captions, or large print. {readers}"
        self.fields["diet"].help_text = readers
