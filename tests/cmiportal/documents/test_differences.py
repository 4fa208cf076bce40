"""What changed between two texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.documents.differences import ADDED, REMOVED, SAME, Change, differences

LONG = "".join(f"Line {number} of a very long account of what I did.\n" for number in range(1_900))
TEXTS = st.text(alphabet="ab é\n\r\t", max_size=40)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("", "", []),
        ("I asked.", "I asked.", [Change(SAME, "I asked.")]),
        ("", "I asked.", [Change(ADDED, "I asked.")]),
        ("I asked.", "", [Change(REMOVED, "I asked.")]),
        (
            "I asked the team first.",
            "I asked my manager first.",
            [
                Change(SAME, "I asked "),
                Change(REMOVED, "the team "),
                Change(ADDED, "my manager "),
                Change(SAME, "first."),
            ],
        ),
        ("One.\r\nTwo.", "One.\nTwo.\nThree.", [Change(SAME, "One.\nTwo."), Change(ADDED, "\nThree.")]),
    ],
)
def test_changes_are_told_by_words(old, new, changes):
    assert differences(old, new) == changes


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_out_of_the_changes(old, new):
    changes = differences(old, new)

    def read(kind):
        return "".join(change.text for change in changes if change.kind in (SAME, kind))

    def lines(text):
        return text.replace("\r\n", "\n").replace("\r", "\n")

    assert (read(REMOVED), read(ADDED)) == (lines(old), lines(new))
    assert all(change.text for change in changes)


@given(text=TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {change.kind for change in differences(text, text)} <= {SAME}


@pytest.mark.parametrize(
    ("old", "new", "added"),
    [
        (LONG, LONG.replace("Line 1500 of", "Line 1500 at the end of"), "at the end "),
        ("a\n" * 50_000, "a\n" * 50_000 + "b", "a\n" * 50_000 + "b"),
        ("word " * 20_000, "word " * 20_000 + "more", "word " * 20_000 + "more"),
    ],
    ids=["one change", "endless lines", "endless words"],
)
def test_however_long_the_texts_are_the_answer_comes_soon(old, new, added):
    began = time.perf_counter()

    changes = differences(old, new)

    assert "".join(change.text for change in changes if change.kind == ADDED) == added
    assert time.perf_counter() - began < 5
