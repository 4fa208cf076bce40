"""Form fields and widgets that Django lacks: a date of three inputs, choices with hints, an upload with its limits."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

PARTS = (("Day", 2), ("Month", 2), ("Year", 4))


class DateParts(forms.MultiWidget):
    """Day, month and year as three inputs in a fieldset; a calendar is slower for a date that is known."""

    template_name = "django/forms/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        inputs = [forms.TextInput({"inputmode": "numeric", "size": size, "autocomplete": "off"}) for _, size in PARTS]
        super().__init__(inputs, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """The three parts of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The widget's context, each part with its label."""
        context = super().get_context(name, value, attrs)
        for part, (label, _) in zip(context["widget"]["subwidgets"], PARTS, strict=True):
            part["label"] = label
        return context


class DateField(forms.MultiValueField):
    """A date typed as day, month and year; each error says what to repair."""

    widget = DateParts
    default_error_messages = {"required": "Enter a date, for example 27 3 2026"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "For example, 27 3 2026")
        parts = [forms.CharField(max_length=20, required=False) for _ in PARTS]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        """The date; raises ValidationError with the part that is missing or out of range."""
        if not data_list:
            return None
        missing = [label.lower() for (label, _), text in zip(PARTS, data_list, strict=True) if not text]
        if missing:
            raise ValidationError(f"The date must include a {' and a '.join(missing)}", code="incomplete")
        if not all(text.isdecimal() for text in data_list):
            raise ValidationError("Write the date in figures, for example 27 3 2026", code="figures")
        return real_date(*(int(text) for text in data_list))


def real_date(day: int, month: int, year: int) -> date:
    """The date; raises ValidationError when there is no such day."""
    if not 1 <= month <= 12:
        raise ValidationError("The month must be between 1 and 12", code="month")
    if not 1000 <= year <= 9999:
        raise ValidationError("The year must have four figures", code="year")
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise ValidationError(f"The day must be between 1 and {days} in that month", code="day")
    return date(year, month, day)


class HintedChoices:
    """Mixed into a choice widget: ``hints`` by value stand below the labels, ``inline`` puts short choices in a row."""

    def __init__(self, *args: Any, hints: Mapping[str, str] | None = None, inline: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints, self.inline = dict(hints or {}), inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The widget's context, with its layout."""
        context = super().get_context(name, value, attrs)  # type: ignore[misc]
        context["widget"]["inline"] = self.inline
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option, described by its hint; whether the answer is wrong is said by the fieldset."""
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["attrs"].pop("aria-invalid", None)
        if hint := self.hints.get(str(value)):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class RadioSelect(HintedChoices, forms.RadioSelect):
    """One of several."""


class CheckboxSelectMultiple(HintedChoices, forms.CheckboxSelectMultiple):
    """Any of several."""


class UploadField(forms.FileField):
    """A file whose limits are stated before it is chosen: ``kinds`` in words, ``max_bytes``.

    The content is judged by the documents service; this refuses early what is too large or empty.
    """

    widget = forms.FileInput

    def __init__(self, *, kinds: str, max_bytes: int, accept: Sequence[str] = (), **kwargs: Any) -> None:
        self.max_bytes, self.accept = max_bytes, accept
        kwargs.setdefault("help_text", f"{kinds}, to {megabytes(max_bytes)}.")
        kwargs["error_messages"] = {
            "required": "Choose a file",
            "empty": "The file is empty. Choose another",
            **kwargs.get("error_messages", {}),
        }
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """The kinds that the file chooser of the browser offers first."""
        return {"accept": ",".join(self.accept)} if self.accept else {}

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        """The file; raises ValidationError when it is larger than allowed."""
        file = super().to_python(data)
        if file and file.size > self.max_bytes:
            raise ValidationError(
                f"The file must be {megabytes(self.max_bytes)} or smaller; yours is {megabytes(file.size)}",
                code="size",
            )
        return file


def megabytes(size: int) -> str:
    """Bytes as ``25 MB`` or ``25.1 MB``, rounded up so that a file over a limit never reads as within it."""
    return f"{ceil(size * 10 / 1024 / 1024) / 10:g} MB"
