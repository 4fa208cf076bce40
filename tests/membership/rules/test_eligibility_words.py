"""Reasons in words."""

import pytest

from membership.rules.eligibility import Assessed, Finding, Outcome, Qualification, Registered, Years
from membership.rules.eligibility_words import asked, length, needed, said


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Years(1), "one year in management"),
        (Years(10), "10 years in management"),
        (Years(3, strategic=True), "three years in strategic posts"),
        (Qualification(6), "a management qualification at level 6 or above"),
        (Qualification(5, 6, ("diploma",), own=True), "one of our qualifications at level 5 to 6 (Diploma)"),
        (
            Qualification(7, 7, ("certificate", "extended_diploma"), within_years=5),
            "a management qualification at level 7 (Certificate or Extended Diploma), "
            "awarded within the last five years",
        ),
        (Registered(), "to be registered on one of our qualifications"),
        (Assessed(), "to have passed the end-point assessment of a management apprenticeship"),
    ],
)
def test_a_condition_is_asked_for_in_words(condition, words):
    assert asked(condition) == words


@pytest.mark.parametrize(
    ("finding", "words"),
    [
        (
            Finding(Years(5), Outcome.NOT_MET, 820, 1005),
            "You have two years and three months: two years and 10 months short.",
        ),
        (Finding(Years(1), Outcome.NOT_MET, 0, 365), "You have told us of none: one year short."),
        (Finding(Years(1), Outcome.MET, 400), "You have one year and one month."),
        (
            Finding(Years(1), Outcome.PERSON, 400),
            "You have one year and one month, which somebody here has to confirm.",
        ),
        (Finding(Qualification(6), Outcome.MET), "We have this on record."),
        (Finding(Qualification(6), Outcome.PERSON), "You have told us of one, which somebody here has to confirm."),
        (Finding(Qualification(6), Outcome.NOT_MET), "You have told us of none."),
    ],
)
def test_a_finding_is_said_in_words(finding, words):
    assert said(finding) == words


@pytest.mark.parametrize(
    ("days", "down", "up"),
    [
        (0, "no days", "no days"),
        (1, "one day", "one day"),
        (29, "29 days", "29 days"),
        (30, "one month", "one month"),
        (31, "one month", "two months"),
        (364, "11 months", "one year"),
        (365, "one year", "one year"),
        (366, "one year", "one year and one month"),
        (725, "one year and 11 months", "two years"),
    ],
)
def test_a_length_never_says_more_than_there_is_and_what_is_missing_never_less(days, down, up):
    assert (length(days), length(days, up=True)) == (down, up)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ((), "Nothing: it is open to everybody"),
        ((Years(3), Qualification(6)), "Three years in management and a management qualification at level 6 or above"),
    ],
)
def test_a_way_says_all_that_it_asks(way, words):
    assert needed(way) == words


@pytest.mark.parametrize(
    ("level", "words"),
    [
        (0, "You have told us of none."),
        (5, "Your level 5 is one level below."),
        (3, "Your level 3 is three levels below."),
        (7, "You have one at level 7, but not one of those that count here."),
    ],
)
def test_a_qualification_that_is_missing_says_how_near_it_is(level, words):
    assert said(Finding(Qualification(level=6), Outcome.NOT_MET, level=level)) == words
