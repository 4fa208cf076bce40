"""Counting words in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.documents.words import count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t", 0),
        ("- • * — …", 0),
        ("One two\nthree", 3),
        ("well-being, it's and/or 10 %", 4),
        ("before—after 2010–2012", 4),
        ("naïve Straße Ελένη", 3),
        ("我领导了三个团队。", 8),
        ("東京タワー3階", 7),
        ("저는 세 팀을 이끌었습니다", 4),
        ("قدت ثلاثة فرق", 3),
        ("मैंने तीन टीमों का नेतृत्व किया", 6),
        ("ฉันนำทีม", 1),
        ("👩‍👩‍👧 family", 1),
        ("e\u0301te\u0301", 1),
    ],
)
def test_words_are_counted_as_word_processors_do(text, words):
    assert count_words(text) == words


@given(st.lists(st.text(alphabet="abcé1", min_size=1)))
def test_words_between_blanks_are_as_many_as_there_are(words):
    assert count_words(" ".join(words)) == len(words)
