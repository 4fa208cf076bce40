"""File names: what is dropped, what survives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.documents.names import NAME_MAX_BYTES, clean_name, ending_of

FAMILY = "👩\u200d👩\u200d👧"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ann\\report.pdf", "report.pdf"),
        ("/reports/", "reports"),
        ("..", "file"),
        ("", "file"),
        ("...", "file"),
        (".pdf", "pdf"),
        ("\u200d.pdf", "pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066a\u2069\u200f\u061c.pdf", "a.pdf"),
        ("a\x00b\r\nc\x7f.pdf", "ab c.pdf"),
        ("a\ufeff\u00ad\u2028b.pdf", "a b.pdf"),
        ("  my   report .pdf", "my report.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("تقرير نهائي.pdf", "تقرير نهائي.pdf"),
        ("می\u200cخواهم.docx", "می\u200cخواهم.docx"),
        ("報告書.docx", "報告書.docx"),
        (f"party {FAMILY} {ENGLAND}.png", f"party {FAMILY} {ENGLAND}.png"),
        ('a"b;c=%41.pdf', 'a"b;c=%41.pdf'),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(sent, kept):
    assert clean_name(sent) == kept


@pytest.mark.parametrize("letter", ["a", "é", "報", "👩"])
def test_a_long_name_is_cut_between_letters_and_keeps_its_ending(letter):
    kept = clean_name(letter * 500 + ".docx")

    assert kept == letter * ((NAME_MAX_BYTES - 5) // len(letter.encode())) + ".docx"


def test_a_long_name_is_not_cut_behind_a_joiner():
    assert clean_name(FAMILY * 100).endswith("👩")


@given(st.text())
def test_every_text_gives_a_name_that_stays_as_it_is(sent):
    kept = clean_name(sent)

    assert kept
    assert len(kept.encode()) <= NAME_MAX_BYTES
    assert "/" not in kept
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(letter) for letter in kept}
    assert clean_name(kept) == kept


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.pdf", ".pdf"), ("a.tar.GZ", ".GZ"), ("a", ""), ("Dr. Smith", ""), ("a.", ""), ("a.toolongtobeone", "")],
)
def test_an_ending_is_a_short_run_of_letters_and_digits_behind_the_last_dot(name, ending):
    assert ending_of(name) == ending
