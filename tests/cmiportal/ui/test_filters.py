"""Filters of a list: what each field takes, and the one address of what was asked for."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict

from cmiportal.ui.filters import ChoicesField, DayField, FilterForm, WordsField


class ShelfForm(FilterForm):
    """Something of each sort, and a mark that goes along."""

    url_name = "site:home"
    carries = ("mark",)
    conditions = {"word": lambda words, on: Q(), "size": lambda sizes, on: Q(), "since": lambda day, on: Q()}

    word = WordsField(label="Words")
    size = ChoicesField(label="Size", choices=[("s", "Small"), ("l", "Large")])
    since = DayField(label="First day", word="from")

    def carried(self):
        return [("mark", each) for each in self.data.getlist("mark") if each == "7"]


def shelf(query):
    return ShelfForm(QueryDict(query), on=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("", ""),
        ("since=2026-12-01&size=l", "/?size=l&since=2026-12-01"),
        ("size=l&size=s&word=", "/?size=s&size=l"),
        ("since=2026-12-1", "/?since=2026-12-01"),
        ("word=+two++words", "/?word=two+words"),
        ("mark=7&word=one", "/?word=one&mark=7"),
        ("word=one&mark=7&mark=8", "/?word=one&mark=7"),
        ("word=one&other=7", ""),
        ("size=s&since=2026-12-01&mark=7", ""),
    ],
)
def test_what_was_asked_for_has_one_address(asked, address):
    assert shelf(asked).other_address() == address


def test_every_filter_is_said_and_can_be_taken_away():
    assert shelf("word=one&size=s&size=l&since=2026-12-01").chosen() == [
        {"label": "“one”", "href": "/?size=s&size=l&since=2026-12-01"},
        {"label": "Small", "href": "/?word=one&size=l&since=2026-12-01"},
        {"label": "Large", "href": "/?word=one&size=s&since=2026-12-01"},
        {"label": "from 1 December 2026", "href": "/?word=one&size=s&size=l"},
    ]


def test_without_filters_there_is_nothing_to_take_away_or_to_let_go_of():
    form = shelf("mark=7")

    assert (form.chosen(), form.cleared()) == ([], "/?mark=7")


def test_the_choices_of_a_field_are_links_beside_the_other_filters():
    assert shelf("word=one&size=s").links("size", "All sizes") == [
        {"label": "All sizes", "href": "/?word=one", "current": False},
        {"label": "Small", "href": "/?word=one&size=s", "current": True},
        {"label": "Large", "href": "/?word=one&size=l", "current": False},
    ]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("1 December", "Write the day under “First day” as year, month and day, for example 2026-12-01"),
        ("2026-02-30", "Write the day under “First day” as year, month and day, for example 2026-12-01"),
        ("1999-12-31", "Give a year from 2000 to 2100"),
        ("9999-12-31", "Give a year from 2000 to 2100"),
    ],
)
def test_what_is_no_day_is_said_and_filters_nothing(value, sentence):
    with pytest.raises(ValidationError) as refused:
        DayField(label="First day", word="from").clean(value)

    assert refused.value.messages == [sentence]
    assert shelf(f"since={value}").taken == {}
