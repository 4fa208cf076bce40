"""The manifest: the same facts give the same hash, anything else another."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualifications.rules.declaration import CURRENT, DECLARATIONS, statements
from qualifications.rules.manifest import Piece, Signed, Subject, canonical, manifest_sha256

SUBJECT = Subject(receipt="R000000142", unit="605", attempt=1, number=1)
SIGNED = Signed(declaration="2026-11", name="玛丽 👩‍🏫", ai_use="", words=640, words_reason="")
PIECES = [
    Piece(criterion="1.1", version="v1", text_sha256="aa", file_sha256="", pointer="page 1"),
    Piece(criterion="2.1", version="v2", text_sha256="bb", file_sha256="cc", pointer=""),
]


@given(st.permutations(PIECES))
def test_the_order_of_the_pieces_does_not_matter(pieces):
    assert manifest_sha256(SUBJECT, SIGNED, pieces) == manifest_sha256(SUBJECT, SIGNED, PIECES)


def test_the_hash_is_that_of_the_canonical_text():
    text = canonical(SUBJECT, SIGNED, PIECES[:1])

    assert text.decode() == (
        '{"evidence":[{"criterion":"1.1","file_sha256":"","pointer":"page 1","text_sha256":"aa","version":"v1"}],'
        '"format":1,"signed":{"ai_use":"","declaration":"2026-11","name":"玛丽 👩‍🏫","words":640,"words_reason":""},'
        '"work":{"attempt":1,"number":1,"receipt":"R000000142","unit":"605"}}'
    )
    assert manifest_sha256(SUBJECT, SIGNED, PIECES[:1]) == hashlib.sha256(text).digest()


@pytest.mark.parametrize(
    ("subject", "signed", "pieces"),
    [
        (replace(SUBJECT, number=2), SIGNED, PIECES),
        (SUBJECT, replace(SIGNED, ai_use="A chat assistant."), PIECES),
        (SUBJECT, SIGNED, PIECES[:1]),
        (SUBJECT, SIGNED, [PIECES[0], replace(PIECES[1], pointer="page 2")]),
        (SUBJECT, SIGNED, [PIECES[0], replace(PIECES[1], file_sha256="cd")]),
    ],
)
def test_one_other_fact_gives_another_hash(subject, signed, pieces):
    assert manifest_sha256(subject, signed, pieces) != manifest_sha256(SUBJECT, SIGNED, PIECES)


def test_the_declaration_in_use_has_a_text_and_an_unknown_one_is_an_error():
    assert statements(CURRENT) == DECLARATIONS[CURRENT]
    with pytest.raises(KeyError):
        statements("1999-01")
