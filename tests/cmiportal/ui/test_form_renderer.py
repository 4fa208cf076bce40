"""What a field, a form and the error summary promise to a screen reader."""

import pytest
from django import forms

from cmiportal.ui.components.forms import error_summary, first_input_id
from cmiportal.ui.fields import CheckboxSelectMultiple, DateField, UploadField

from .conftest import tidy


class PlaceForm(forms.Form):
    name = forms.CharField(label="Full name", help_text="As on your certificate.")
    centre = forms.ChoiceField(label="Centre", choices=[("", "Choose"), ("1", "Calderbridge")])
    why = forms.ChoiceField(label="Why?", choices=[("a", "A")], widget=forms.RadioSelect)
    kinds = forms.MultipleChoiceField(label="Kinds", choices=[("p", "Plan")], widget=CheckboxSelectMultiple)
    started = DateField(label="Start")
    file = UploadField(label="UK certificate", kinds="PDF", max_bytes=1024 * 1024)
    note = forms.CharField(label="Note", required=False)
    agreed = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("You already have a place")


@pytest.fixture
def wrong() -> PlaceForm:
    return PlaceForm({"started_0": "9"}, {})


def test_hint_and_error_describe_an_input_in_this_order(wrong):
    html = tidy(wrong["name"].as_field_group())

    assert html == (
        '<div class="field"><label for="id_name">Full name</label>'
        '<p class="hint" id="id_name_helptext">As on your certificate.</p>'
        '<p class="field-error" id="id_name_error"><span class="visually-hidden">Error: </span>Enter full name</p>'
        '<input type="text" name="name" required aria-invalid="true"'
        ' aria-describedby="id_name_helptext id_name_error" id="id_name"></div>'
    )


def test_a_fieldset_carries_the_description_of_its_choices(wrong):
    html = tidy(wrong["why"].as_field_group())

    assert html.startswith('<fieldset class="field" aria-describedby="id_why_error"><legend>Why?</legend>')
    assert '<label for="id_why_0">A</label>' in html


def test_a_date_is_a_fieldset_with_a_label_for_each_part():
    html = tidy(PlaceForm()["started"].as_field_group())

    assert html.startswith('<fieldset class="field" aria-describedby="id_started_helptext"><legend>Start</legend>')
    for number, label in enumerate(("Day", "Month", "Year")):
        assert f'<label for="id_started_{number}">{label}</label>' in html
        assert f'id="id_started_{number}"' in html


def test_a_tick_has_its_label_after_it():
    html = tidy(PlaceForm()["agreed"].as_field_group())

    assert html == (
        '<div class="field"><div class="choice">'
        '<input type="checkbox" name="agreed" required id="id_agreed"><label for="id_agreed">I agree</label>'
        "</div></div>"
    )


def test_only_what_may_be_left_out_is_called_optional(draw):
    form = PlaceForm()
    assert "(optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()

    form.hides_optional = True
    assert "(optional)" not in form["note"].as_field_group()


def test_several_errors_of_a_field_share_the_paragraph_that_describes_it():
    form = PlaceForm({}, {})
    form.add_error("note", ["Too long", "Too loud"])

    assert (
        '<p class="field-error" id="id_note_error"><span class="visually-hidden">Error: </span>'
        "Too long<br>Too loud</p>" in tidy(form["note"].as_field_group())
    )


def test_the_summary_lists_every_error_with_the_input_to_repair(wrong):
    assert error_summary(wrong)["errors"] == [
        {"text": "You already have a place", "target": "form-errors"},
        {"text": "Enter full name", "target": "id_name"},
        {"text": "Choose centre", "target": "id_centre"},
        {"text": "Answer “Why?”", "target": "id_why_0"},
        {"text": "Choose kinds", "target": "id_kinds_0"},
        {"text": "The date must include a month and a year", "target": "id_started_0"},
        {"text": "Choose a file", "target": "id_file"},
        {"text": "Tick “I agree”", "target": "id_agreed"},
    ]


def test_each_target_of_the_summary_stands_in_the_form(wrong):
    html = str(wrong)

    targets = [error["target"] for error in error_summary(wrong)["errors"]]
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_the_summary_takes_the_focus_and_counts_in_words(draw, wrong):
    html = draw("{% error_summary form %}", form=wrong)

    assert html.startswith(
        '<div class="error-summary" role="alert" aria-labelledby="error-summary" tabindex="-1" autofocus>'
        '<h2 id="error-summary">Eight things need your attention</h2>'
    )
    assert '<li><a href="#id_name">Enter full name</a></li>' in html


def test_one_error_is_one_thing(draw):
    html = draw("{% error_summary form focus=False %}", form=NameForm({}))

    assert "One thing needs your attention" in html
    assert "autofocus" not in html


class NameForm(forms.Form):
    name = forms.CharField(label="NHS number")


def test_a_label_that_begins_with_an_abbreviation_keeps_its_capitals():
    assert error_summary(NameForm({}))["errors"] == [{"text": "Enter NHS number", "target": "id_name"}]


@pytest.mark.parametrize("form", [None, NameForm(), NameForm({"name": "1"})])
def test_without_errors_there_is_no_summary(draw, form):
    assert draw("{% error_summary form %}", form=form) == ""


def test_two_forms_of_one_page_keep_their_errors_apart():
    first, second = PlaceForm({}, {}, prefix="a"), PlaceForm({}, {}, prefix="b")

    targets = [error["target"] for error in error_summary(first, second)["errors"]]
    assert [targets[0], targets[8]] == ["a-errors", "b-errors"]
    assert 'id="a-errors"' in str(first)


def test_a_form_draws_its_hidden_fields_once():
    assert str(PlaceForm()).count('name="token"') == 1


def test_a_form_without_shown_fields_still_draws_the_hidden_ones():
    class OnlyHidden(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert tidy(str(OnlyHidden())) == '<input type="hidden" name="token" id="id_token">'


def test_a_file_stands_in_its_frame():
    assert '<div class="file"><input type="file"' in tidy(PlaceForm()["file"].as_field_group())


def test_grouped_choices_keep_the_name_of_their_group():
    class Grouped(forms.Form):
        unit = forms.ChoiceField(choices=[("Level 6", [("601", "Unit 601")])], widget=forms.RadioSelect)

    assert "<p><strong>Level 6</strong></p>" in tidy(str(Grouped()["unit"]))


def test_the_errors_of_a_formset_are_readable_too():
    formset = forms.formset_factory(NameForm, min_num=2, validate_min=True)(
        {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}
    )

    assert tidy(str(formset.non_form_errors())) == (
        '<p class="field-error"><span class="visually-hidden">Error: </span>Please submit at least 2 forms.</p>'
    )


def test_first_input_of_a_plain_field_is_the_field():
    assert first_input_id(NameForm()["name"]) == "id_name"
