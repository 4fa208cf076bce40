from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from cmiportal.ui.fields import DateField, RadioSelect, UploadField, megabytes


class MadeForm(forms.Form):
    made = DateField(label="When was it made?")


class OptionalForm(forms.Form):
    made = DateField(required=False)


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=RadioSelect(hints={"b": "Why B"}, inline=True))


class UploadForm(forms.Form):
    file = UploadField(kinds="PDF", max_bytes=2 * 1024 * 1024, accept=(".pdf", ".png"))


def date_errors(day: str, month: str, year: str) -> list[str]:
    return MadeForm({"made_0": day, "made_1": month, "made_2": year}).errors.get("made", [])


def test_three_parts_make_a_date():
    form = MadeForm({"made_0": "29", "made_1": "2", "made_2": "2028"})

    assert form.is_valid()
    assert form.cleaned_data["made"] == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        (("", "", ""), "Enter a date, for example 27 3 2026"),
        (("9", "", "2026"), "The date must include a month"),
        (("", "", "2026"), "The date must include a day and a month"),
        (("9", "14", "2026"), "The month must be between 1 and 12"),
        (("29", "2", "2026"), "The day must be between 1 and 28 in that month"),
        (("0", "2", "2026"), "The day must be between 1 and 28 in that month"),
        (("9", "2", "26"), "The year must have four figures"),
        (("9", "March", "2026"), "Write the date in figures, for example 27 3 2026"),
    ],
)
def test_a_date_that_is_none_says_what_to_repair(parts, error):
    assert date_errors(*parts) == [error]


def test_an_optional_date_may_be_left_empty():
    form = OptionalForm({"made_0": "", "made_1": "", "made_2": ""})

    assert form.is_valid()
    assert form.cleaned_data["made"] is None


def test_a_date_that_is_known_is_shown_in_its_parts():
    html = str(MadeForm(initial={"made": date(2026, 3, 9)})["made"])

    assert [part in html for part in ('value="9"', 'value="3"', 'value="2026"')] == [True, True, True]


def test_a_hint_describes_its_choice_and_an_error_stays_with_the_fieldset():
    html = str(KindForm({})["kind"])

    assert 'id="id_kind_1" aria-describedby="id_kind_1_hint"' in html
    assert '<span class="hint" id="id_kind_1_hint">Why B</span>' in html
    assert "id_kind_0_hint" not in html
    assert "aria-invalid" not in html
    assert 'class="choices-inline"' in html


def test_an_upload_states_its_limits_first():
    form = UploadForm()

    assert form.fields["file"].help_text == "PDF, to 2 MB."
    assert 'accept=".pdf,.png"' in str(form["file"])


@pytest.mark.parametrize(
    ("size", "errors"),
    [
        (0, ["The file is empty. Choose another"]),
        (2 * 1024 * 1024, []),
        (2 * 1024 * 1024 + 1, ["The file must be 2 MB or smaller; yours is 2.1 MB"]),
    ],
)
def test_an_upload_may_be_as_large_as_it_says_and_not_empty(size, errors):
    form = UploadForm({}, {"file": SimpleUploadedFile("plan.pdf", b"x" * size)})

    assert form.errors.get("file", []) == errors


def test_a_missing_upload_asks_for_a_file():
    assert UploadForm({}, {}).errors["file"] == ["Choose a file"]


def test_an_upload_may_leave_the_chooser_open():
    assert "accept" not in UploadField(kinds="Any", max_bytes=1).widget.attrs


def test_megabytes_round_up():
    assert [megabytes(n) for n in (25 * 1024 * 1024, 25 * 1024 * 1024 + 1, 1)] == ["25 MB", "25.1 MB", "0.1 MB"]
