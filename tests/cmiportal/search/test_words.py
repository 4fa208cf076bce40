"""What somebody typed, made fit to be asked for; and the words that they meant."""

import pytest

from cmiportal.search.words import (
    LETTERS_MAX,
    apart,
    asked,
    beginnings,
    codes_in,
    folded,
    nearest,
    replaced,
    slips_between,
    spelled_otherwise,
    words_in,
)

KNOWN = [("leadership", 90), ("leader", 40), ("management", 80), ("coaching", 30), ("team", 50), ("term", 3)]


@pytest.mark.parametrize(
    ("typed", "text", "cut"),
    [
        ("", "", False),
        ("  leading \t change\n", "leading change", False),
        ("lead\x00ing\x02 change", "lead ing change", False),
        ("Cafe\u0301", "Café", False),
        ("-draft", "draft", False),
        ("-draft --", "draft", False),
        ('-"change of plan" --draft', '"change of plan" draft', False),
        ('-"change of plan" team', '-"change of plan" team', False),
        ("leading -change", "leading -change", False),
        ("leading - change --", "leading change", False),
        ("- - -", "", False),
        ("\u201cleading change\u201d \u00abnow\u00bb", '"leading change" "now"', False),
        ("lead\u00ader\u200bship \ufeffnow", "leadership now", False),
        ("lead\u202eing", "lead ing", False),
        ('"leading change"', '"leading change"', False),
        (" ".join("abcdefghijkl"), "a b c d e f g h i j", True),
        ("x" * 10_000, "x" * LETTERS_MAX, True),
        (" ".join(["management"] * 12), " ".join(["management"] * 9), True),
        ("a" + " " * 10_000, "a", True),
    ],
)
def test_what_was_typed_becomes_one_short_line(typed, text, cut):
    assert (asked(typed).text, asked(typed).cut) == (text, cut)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("change of plan -draft", ""),
        ('"change of plan" team', "change of plan team"),
        ('"change of', "change of"),
        ("e-learning", "e learning"),
        ('team -"change of plan" -e-learning -draft', "team -draft"),
        ('-"change of', ""),
    ],
)
def test_words_in_a_row_are_found_apart_first(text, words):
    assert apart(text) == words


def test_words_are_folded_and_each_is_there_once():
    assert words_in("Café, CAFE and the 605 coaches' is") == ["cafe", "and", "the", "coaches", "is"]
    assert folded("Ólafsdóttir Straße") == "olafsdottir strasse"


def test_what_has_a_figure_may_be_a_number_of_something():
    assert codes_in("Unit 605 of 603/2189/9, 6D1 or seven (-7/)") == ["605", "603/2189/9", "6d1", "7"]


def test_what_is_being_typed_is_taken_apart_at_anything_that_is_no_letter():
    assert beginnings("Leading: (Change") == ["leading", "change"]
    assert beginnings("' & | !") == []
    assert beginnings("Leading -slowly ch") == ["leading", "ch"]
    assert beginnings('Leading -"change of plan"') == ["leading"]


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("leading change", []),
        ("well-being", ["wellbeing"]),
        ("level5", ["level 5"]),
        ("Level-5", ["Level 5"]),
        ("coaching/mentoring", ["coaching mentoring"]),
        ("603/2189/9 6D1", []),
        ("e-learning level5", ["elearning level5", "e-learning level 5"]),
    ],
)
def test_others_may_write_a_word_as_two_or_two_as_one(text, others):
    assert spelled_otherwise(text) == others


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("leadreship", "leadership", 1),
        ("managment", "management", 1),
        ("coachng", "coaching", 1),
        ("team", "team", 0),
        ("", "abc", 3),
        ("kitten", "sitting", 3),
    ],
)
def test_slips_are_letters_too_many_missing_wrong_or_changed_about(one, other, slips):
    assert slips_between(one, other) == slips


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("leadreship", "leadership"),
        ("managment", "management"),
        ("tem", "team"),
        ("tea", "team"),
        ("xylophone", ""),
        ("to", ""),
    ],
)
def test_the_nearest_word_is_meant_and_of_several_the_one_that_is_used_most(word, meant):
    assert nearest(word, KNOWN) == meant


def test_nothing_is_meant_where_no_word_is_known():
    assert nearest("leadership", []) == ""


def test_words_are_replaced_and_the_rest_is_left():
    assert replaced('"Leadreship" of 605 téams', {"leadreship": "leadership", "teams": "teams"}) == (
        '"leadership" of 605 teams'
    )
