"""Names and titles of any script pass; what hides or turns text around is refused with a sentence."""

import time

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.accounts.names import EMPTY, HIDDEN, TURNED, NameField, clean_name


class NameForm(forms.Form):
    name = NameField()
    nickname = NameField(required=False, max_length=10)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë O'Brien-Smythe",
        "نور الهدى",
        "שָׁלוֹם\u200f",
        "李小龙",
        "නිමල්\u200dයා",
        "Sam 👩‍👩‍👧‍👦",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "X Æ A-12",
        "?",
    ],
)
def test_a_name_of_any_script_is_kept_as_it_is_written(name):
    assert clean_name(name) == name


def test_letters_are_composed_and_blanks_collapsed():
    assert clean_name("  Zoe\u0308 \u00a0 \t Quill\n\u200bson\ufeff ") == "Zoë Quill son"


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800"])
def test_control_characters_are_refused(sign):
    with pytest.raises(ValidationError) as refusal:
        clean_name(f"Amara{sign} Whitlock")
    assert refusal.value.messages == [HIDDEN]


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_signs_that_turn_the_text_around_are_refused(sign):
    with pytest.raises(ValidationError) as refusal:
        clean_name(f"Amara {sign}kcoltihW")
    assert refusal.value.messages == [TURNED]


@pytest.mark.parametrize("name", ["", " ", "\u200b\u2060", "\u200d", "\u0301"])
def test_a_name_of_which_nothing_can_be_seen_is_refused(name):
    with pytest.raises(ValidationError) as refusal:
        clean_name(name)
    assert refusal.value.messages == [EMPTY]


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text):
    try:
        once = clean_name(text)
    except ValidationError:
        return
    assert clean_name(once) == once


def test_the_field_says_how_long_a_name_may_be_and_how_long_it_was():
    form = NameForm({"name": "x" * 10_000})

    assert form.errors == {"name": ["Use 300 characters or fewer; you used 10000."]}


def test_what_would_take_minutes_to_clean_is_refused_as_it_came():
    began = time.process_time()
    form = NameForm({"name": "a" + "\u0300\u0316" * 200_000})

    assert form.errors == {"name": ["Use 300 characters or fewer; you used 400001."]}
    assert time.process_time() - began < 5


def test_the_field_judges_the_composed_text():
    form = NameForm({"name": "e\u0301" * 300, "nickname": "  Zo  "})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": "é" * 300, "nickname": "Zo"}


def test_the_field_answers_a_nul_byte_with_our_sentence():
    assert NameForm({"name": "Amara\x00"}).errors == {"name": [HIDDEN]}


def test_a_field_that_may_stay_empty_stays_empty():
    assert NameForm({"name": "Amara", "nickname": " "}).is_valid()


def test_the_browser_is_not_told_to_cut_what_is_pasted():
    assert "maxlength" not in str(NameForm()["name"])
