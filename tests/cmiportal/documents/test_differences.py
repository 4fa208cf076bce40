"""What changed between two texts."""

import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.documents.differences import ADDED, MOST_STEPS, REMOVED, SAME, Change, Effort, differences

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


@given(old=TEXTS, new=TEXTS, steps=st.sampled_from([0, 20, 60, 120, MOST_STEPS]))
def test_both_texts_can_be_read_out_of_the_changes(old, new, steps):
    changes = differences(old, new, Effort(steps))

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
def test_however_long_the_texts_are_the_effort_has_an_end(old, new, added):
    effort = Effort()
    changes = differences(old, new, effort)

    assert "".join(change.text for change in changes if change.kind == ADDED) == added
    assert {change.compared for change in changes if change.kind == ADDED} == {added == "at the end "}
    assert 0 <= effort.left < MOST_STEPS


def blocks(count, words, *, seed):
    """Blocks of few different words, each after a line that stays: what is most work to compare."""
    choose = random.Random(seed).choices
    return "\n".join(f"Line {number}\n{' '.join(choose(['so', 'it', 'was'], k=words))}" for number in range(count))


@pytest.fixture
def pairs(monkeypatch):
    """A list of how many pairs of pieces difflib really goes through, each time that it looks for what is the same."""
    gone_through = []
    find = SequenceMatcher.find_longest_match

    def counting(self, alo=0, ahi=None, blo=0, bhi=None):
        last = len(self.b) if bhi is None else bhi
        found = [place for piece in self.a[alo:ahi] for place in self.b2j.get(piece, ())]
        gone_through.append(sum(place < last for place in found))
        return find(self, alo, ahi, blo, bhi)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", counting)
    return gone_through


def test_no_more_is_compared_than_the_effort_allows(pairs):
    texts = blocks(5, 200, seed=1), blocks(5, 200, seed=2)
    complete = differences(*texts, Effort(10**9))
    needed = sum(pairs)
    pairs.clear()

    changes = differences(*texts, Effort(100_000))

    assert sum(pairs) < 100_000 < needed
    assert {change.compared for change in complete} == {True}
    assert {change.compared for change in changes} == {True, False}
    assert changes[0] == Change(SAME, "Line 0\n")


def test_texts_share_the_effort_of_their_page(pairs):
    effort = Effort(200_000)
    for seed in range(20):
        differences(blocks(5, 200, seed=seed), blocks(5, 200, seed=seed + 1), effort)

    assert sum(pairs) < 200_000
    assert differences("I asked the team. " * 9_000, "I asked.", effort) == [
        Change(REMOVED, "I asked the team. " * 9_000, compared=False),
        Change(ADDED, "I asked.", compared=False),
    ]


def test_a_text_where_there_was_none_needs_no_effort():
    assert differences("", "I asked.", Effort(0)) == [Change(ADDED, "I asked.")]
