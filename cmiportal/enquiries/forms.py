"""The public forms, one for each kind of enquiry; what only one kind asks is kept as questions and answers."""

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings

from cmiportal.ui.fields import CheckboxSelectMultiple, DateField, RadioSelect
from cmiportal.ui.moves import TOO_LONG, MovesForm, Words

from .keys import make_key, read_key
from .models import NAME_LENGTH, PHONE_LENGTH, Enquiry
from .rules.guard import Limits, doubts
from .services.sending import Said
from .workflow import EnquiryKind, EnquiryState

MESSAGE_LENGTH = 5_000
ANSWER_LENGTH = 10_000
NOTE_LENGTH = 1_000


def choices(*labels: str) -> list[tuple[str, str]]:
    """Choices that are kept as they read."""
    return [(label, label) for label in labels]


def picked(label: str, *labels: str, **more: Any) -> forms.ChoiceField:
    """One of a few answers."""
    return forms.ChoiceField(label=label, choices=choices(*labels), widget=RadioSelect(), **more)


class EnquiryForm(forms.Form):
    """What every kind asks. ``topic_2`` is hidden from people: what a machine writes there sends it to be looked at.

    ``about`` names the fields that this kind alone asks; ``key`` says when the page was opened, see ``keys``.
    """

    kind: ClassVar[EnquiryKind]
    about: ClassVar[tuple[str, ...]] = ()

    name = forms.CharField(label="Your name", max_length=NAME_LENGTH, widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="We answer to this address.",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Enter an e-mail address, like name@example.org"},
    )
    organisation = forms.CharField(
        label="Organisation",
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    phone = forms.CharField(
        label="Telephone",
        help_text="If you would rather be called.",
        max_length=PHONE_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "size": 24}),
    )
    message = Words(
        label="Your message",
        rows=8,
        max_length=MESSAGE_LENGTH,
        error_messages={"required": "Write your message", "max_length": TOO_LONG},
    )
    topic_2 = forms.CharField(
        label="Leave this empty",
        required=False,
        template_name="enquiries/trap.html",
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, user: Any, **kwargs: Any) -> None:
        known = {"name": user.name, "email": user.email} if user.is_authenticated else {}
        super().__init__(*args, initial={**known, "key": make_key(at=at)}, **kwargs)
        self.at = at

    @property
    def key_id(self) -> str:
        """The key of the form as it was shown; empty where it carries none."""
        return read_key(self.cleaned_data["key"], at=self.at).id

    def said(self) -> Said:
        """What was asked, once the form is valid."""
        data = self.cleaned_data
        return Said(
            kind=self.kind,
            **{name: data.get(name, "") for name in ("name", "email", "message", "organisation", "phone")},
            details=tuple(self._details()),
            needed_by=data.get("needed_by"),
        )

    def doubts(self) -> list[str]:
        """Why somebody should look first, once the form is valid."""
        limits = Limits(seconds=settings.ENQUIRY_LEAST_SECONDS, links=settings.ENQUIRY_LINKS_MAX)
        opened = read_key(self.cleaned_data["key"], at=self.at)
        return doubts(
            trap=self.cleaned_data["topic_2"],
            seconds=opened.seconds,
            message=self.cleaned_data["message"],
            limits=limits,
        )

    def _details(self) -> Any:
        for name in self.about:
            if answer := in_words(self.cleaned_data.get(name)):
                yield str(self.fields[name].label), answer


def in_words(answer: Any) -> str:
    """An answer as staff read it: several with commas, a day written out."""
    if isinstance(answer, date):
        return f"{answer:%A} {answer.day} {answer:%B %Y}"
    return ", ".join(answer) if isinstance(answer, list) else answer or ""


class GeneralForm(EnquiryForm):
    """A question about anything."""

    kind = EnquiryKind.GENERAL
    about = ("topic",)
    topic = picked(
        "What is it about?",
        "A qualification",
        "Membership",
        "Chartered Manager",
        "Events",
        "This site",
        "Another matter",
    )
    field_order = ("topic", "message", "name", "email", "organisation", "phone")


class CentreForm(EnquiryForm):
    """An organisation that wants to teach and assess our qualifications."""

    kind = EnquiryKind.CENTRE
    about = ("role", "country", "levels", "learners", "experience")
    role = forms.CharField(label="Your role there", max_length=NAME_LENGTH, required=False)
    country = picked("Where would you teach?", "England", "Scotland", "Wales", "Northern Ireland", "Outside the UK")
    levels = forms.MultipleChoiceField(
        label="Which levels do you want to teach?",
        choices=choices(*(f"Level {level}" for level in range(2, 9))),
        widget=CheckboxSelectMultiple(inline=True),
    )
    learners = picked(
        "How many learners do you expect in a year?", "Up to 25", "26 to 100", "More than 100", "Not known yet"
    )
    experience = picked(
        "Do you assess regulated qualifications now?", "Yes, for another awarding body", "Yes, of our own", "Not yet"
    )
    field_order = (
        *("organisation", "country", "levels", "learners", "experience"),
        *("message", "name", "role", "email", "phone"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = True
        self.fields["message"].required = False
        self.fields["message"].label = "Anything else we should know?"


class CorporateForm(EnquiryForm):
    """An employer that thinks of membership for its managers."""

    kind = EnquiryKind.CORPORATE
    about = ("role", "managers", "wanted")
    role = forms.CharField(label="Your role there", max_length=NAME_LENGTH, required=False)
    managers = picked("How many managers do you think of?", "Up to 10", "11 to 50", "51 to 250", "More than 250")
    wanted = forms.MultipleChoiceField(
        label="What interests you?",
        choices=choices(
            "Membership for our managers",
            "Qualifications",
            "Chartered Manager",
            "Apprenticeships",
            "Recognition of our training",
        ),
        widget=CheckboxSelectMultiple(),
    )
    field_order = ("organisation", "managers", "wanted", "message", "name", "role", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = True
        self.fields["message"].required = False
        self.fields["message"].label = "What do you want to achieve?"


class MediaForm(EnquiryForm):
    """A journalist, or somebody who wants a speaker or a figure for publication."""

    kind = EnquiryKind.MEDIA
    about = ("wanted", "needed_by")
    wanted = picked(
        "What do you need?", "A comment", "An interview", "Figures or research", "Pictures or a logo", "Another matter"
    )
    needed_by = DateField(
        label="When do you need it?", required=False, help_text="Your deadline, for example 27 3 2027."
    )
    field_order = ("organisation", "wanted", "message", "needed_by", "name", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].label = "Publication, station or organisation"
        self.fields["organisation"].required = True
        self.fields["message"].label = "What is the story, and what do you want to ask?"


FORMS: dict[str, type[EnquiryForm]] = {
    form.kind.value: form for form in (GeneralForm, CentreForm, CorporateForm, MediaForm)
}


class AnswerForm(MovesForm):
    """What staff answer; it goes out as it stands."""

    text = Words(
        label="Answer",
        rows=14,
        max_length=ANSWER_LENGTH,
        help_text="It is sent as it stands, within the e-mail that you see below. Sign it with your name.",
        error_messages={"required": "Write the answer before you send it.", "max_length": TOO_LONG},
    )


class CloseForm(MovesForm):
    """Closing; without an answer with the reason, after one with whatever is worth noting."""

    note = Words(
        label="Why is it closed without an answer?",
        rows=3,
        required=False,
        max_length=NOTE_LENGTH,
        help_text="Such as: answered by telephone. Only staff read it.",
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, row: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        if row.state == EnquiryState.ANSWERED:
            self.fields["note"].label, self.fields["note"].help_text = "Note", "Only staff read it."
