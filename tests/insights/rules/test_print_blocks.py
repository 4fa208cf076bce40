"""Texts in Markdown as blocks for print."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.rules.print_blocks import Block, Run, blocks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Plain\nwords.", [Block("text", [Run("Plain words.")])]),
        (
            "**Strong** and *stressed* and ***both***.",
            [
                Block(
                    "text",
                    [
                        Run("Strong", bold=True),
                        Run(" and "),
                        Run("stressed", italic=True),
                        Run(" and "),
                        Run("both", bold=True, italic=True),
                        Run("."),
                    ],
                )
            ],
        ),
        ("# One\n\n### Two", [Block("heading", [Run("One")], level=2), Block("heading", [Run("Two")], level=3)]),
        ("> Said.\n\nAfter.", [Block("quote", [Run("Said.")]), Block("text", [Run("After.")])]),
        ("```\na = 1\n```", [Block("code", [Run("a = 1")])]),
        (
            "[here](/events/) and [there](https://example.org/)",
            [Block("text", [Run("here and there (https://example.org/)")])],
        ),
        ("![A tree](picture:0190a5b2-0000-7000-8000-000000000000)", []),
        ("**![A tree](picture:0190a5b2-0000-7000-8000-000000000000)**", []),
    ],
)
def test_each_kind_of_block(text, found):
    assert blocks(text) == found


def test_items_of_a_list_keep_their_paragraphs_together_and_what_lies_below_follows():
    assert blocks("- one\n\n  more\n- two\n  - below\n\n1. first\n2. second") == [
        Block("list", items=[[Run("one"), Run(" "), Run("more")], [Run("two")], [Run("below")]]),
        Block("list", ordered=True, items=[[Run("first")], [Run("second")]]),
    ]


def test_tables_beside_each_other_stay_two():
    table = "| A | B |\n| --- | --- |\n| **1** | 2 |\n"

    assert blocks(f"{table}\n{table}") == [Block("table", rows=[["A", "B"], ["1", "2"]])] * 2


def test_notes_stand_at_the_end():
    assert blocks("Said.[^1]\n\n[^1]: By whom.\n\nAnd more.") == [
        Block("text", [Run("Said. [1]")]),
        Block("text", [Run("And more.")]),
        Block("heading", [Run("Notes")], level=2),
        Block("list", ordered=True, items=[[Run("By whom.")]]),
    ]


@given(st.text(alphabet="ab #*_->|[]()!^:`\n1.", max_size=200))
def test_whatever_is_written_becomes_blocks(text):
    assert all(block.kind in ("heading", "text", "quote", "code", "list", "table") for block in blocks(text))
