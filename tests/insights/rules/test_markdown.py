"""Texts of editors: safe whatever is written, the same each time, and what each sign of Markdown becomes."""

import re
from html.parser import HTMLParser
from time import process_time

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.rules.markdown import clean, faults, headings, minutes, opening, pictures_in, plain, render
from insights.rules.markdown_html import ATTRIBUTES, TAGS
from insights.rules.markdown_line import line_of
from insights.rules.markdown_tokens import MOST_CHARACTERS
from insights.rules.pictures import PictureFacts, SizeFacts

ID = "0193a1b2-0000-7000-8000-00000000000a"
SIZES = tuple(SizeFacts(name, 320, 180, f"/pictures/{ID}/320.{name}") for name in ("avif", "webp", "jpg"))
PICTURE = PictureFacts(ID, "Two people at a desk", "Calder Foods", 320, 180, SIZES)
PICTURES = {ID: PICTURE}
SECONDS = 8

PIECES = st.sampled_from(
    [
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "data:text/html,x", "]("),
        *(
            "[a](javascript:alert(1))",
            "[a]( &#106;avascript:alert(1))",
            "[a](data:text/html;base64,eA==)",
            "![",
            "](x)",
        ),
        *(
            "![x](javascript:alert(1))",
            "![x](https://elsewhere.example/x.png)",
            f"![x](picture:{ID})",
            "[^1]",
            "\n[^1]: ",
        ),
        *(
            "<https://x.example>",
            "<javascript:alert(1)>",
            "\n\n",
            "\n",
            "    ",
            "# ",
            "## ",
            "#### ",
            "> ",
            "- ",
            "1. ",
        ),
        *(
            "|a|b|\n|-|-:|\n|c|d|\n",
            "```\n",
            "`",
            "**",
            "*",
            "_",
            '"',
            "'",
            "&quot;",
            "&#x3c;script>",
            "\x00",
            "\u202e",
            "é",
        ),
        *(
            '[a](/x "onmouseover=alert(1)")',
            "[x]: javascript:alert(1)\n",
            "[x]",
            "<svg/onload=alert(1)>",
            "//x.example",
            "~~",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join))
SAFE_ADDRESS = re.compile(r"\A(?:https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)


class Seen(HTMLParser):
    """Every element of some HTML with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.elements = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, attrs))

    def ids(self):
        return [value for _, attrs in self.elements for name, value in attrs if name == "id"]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_whatever_is_written_only_what_is_on_the_closed_list_comes_out(text):
    for tag, attrs in Seen(render(text, PICTURES)).elements:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, set()) | {"class"}
            assert not name.startswith("on")
            if name in ("href", "src"):
                assert SAFE_ADDRESS.match(value)
            if name in ("src", "srcset"):
                assert value.startswith("/pictures/")


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_cleaning_again_changes_nothing_and_the_html_has_no_error(text):
    html = render(text, PICTURES)

    assert clean(html) == html
    html5lib.HTMLParser(strict=True).parse(f"<!doctype html><title>a</title><div>{html}</div>")


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_ids_are_unique_and_each_link_within_the_text_leads_somewhere(text):
    seen = Seen(render(text, PICTURES, prefix="why"))
    ids = seen.ids()

    assert len(ids) == len(set(ids))
    assert all(id.startswith("why") for id in ids)
    assert [each.id for each in headings(text, prefix="why")] == [
        dict(attrs)["id"] for tag, attrs in seen.elements if tag[0] == "h" and tag[1:].isdigit() and "id" in dict(attrs)
    ]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_text_stops_what_else_is_asked_of_it(text):
    assert minutes(text) >= 1
    assert all(isinstance(fault, str) for fault in faults(text))
    assert "\n\n\n" not in plain(text)
    assert all(len(id) == 36 for id in pictures_in(text))
    opening(text)


@pytest.mark.parametrize(
    "text",
    [
        *("[" * 50_000, "![" * 25_000, ">" * 50_000, "- " * 25_000, "*a **a " * 7_000, "`a`` " * 10_000),
        *("![" * 6_000 + "a" + "](x)" * 6_000, "[" * 6_000 + "a" + "](x)" * 6_000, "_a" * 25_000, "[a](" * 12_000),
        *("|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n" + "|a\n" * 3_000, "# a\n" * 12_000, "[^1]: " * 8_000),
        "[^1]: x\n\n" + "[^1]" * 12_000,
    ],
    ids=lambda text: text[:8].strip(),
)
def test_nested_and_repeated_signs_take_bounded_time(text):
    begun = process_time()
    render(text, PICTURES)

    assert process_time() - begun < SECONDS


def test_notes_that_are_never_closed_are_looked_for_in_bounded_time():
    begun = process_time()
    faults("[^" * 50_000)

    assert process_time() - begun < SECONDS


def test_what_is_longer_than_we_keep_is_not_read_on():
    text = "a " * (MOST_CHARACTERS // 2) + "END"

    assert "END" not in render(text)
    assert faults(text) == [
        "The text has 100,003 characters; the longest we publish has 100,000. Shorten it, or make two of it."
    ]


def test_halves_of_characters_are_shown_as_unknown():
    assert render("a\ud800b") == "<p>a?b</p>\n"


def test_headings_begin_at_two_and_leave_no_level_out():
    text = "# One\n\n#### Two\n\n## One\n\n### *Three* & four\n\n###### Five\n\n#\n"

    assert [(each.id, each.title, each.level) for each in headings(text)] == [
        ("part-one", "One", 2),
        ("part-two", "Two", 3),
        ("part-one-2", "One", 2),
        ("part-three-four", "Three & four", 3),
        ("part-five", "Five", 4),
    ]
    assert '<h3 id="part-two">Two</h3>' in render(text)
    assert "<h2></h2>" not in render(text)


def test_headings_below_another_begin_where_they_are_told_to():
    assert (
        render("## What\n\n### Why", prefix="aim", level=3)
        == '<h3 id="aim-what">What</h3>\n<h4 id="aim-why">Why</h4>\n'
    )


def test_a_heading_that_took_the_id_of_a_later_one_takes_none_away():
    assert [each.id for each in headings("## a\n\n## a\n\n## a 2\n\n## ü!\n\n## ?")] == [
        *("part-a", "part-a-2", "part-a-2-2", "part-ü", "part-heading")
    ]


def test_links_lead_to_us_to_others_and_to_people_and_nowhere_else():
    ours = "[a](/about/) [b](https://x.example/) [c](mailto:a@example.org)"
    text = f"{ours} [d](//x.example) [e](javascript:x) [f](page) [](/x)"

    assert render(text) == (
        '<p><a href="/about/">a</a> <a href="https://x.example/" rel="noopener">b</a>'
        ' <a href="mailto:a@example.org">c</a> d e f </p>\n'
    )


def test_html_is_shown_as_it_was_typed():
    assert render("<b>bold</b>\n\n<div>\nx\n</div>") == (
        "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n<p>&lt;div&gt;\nx\n&lt;/div&gt;</p>\n"
    )


def test_a_picture_of_its_own_paragraph_is_a_figure_with_its_sizes():
    html = render(f'![A desk](picture:{ID} "Where we met")', PICTURES)

    assert html.startswith(f'<figure><picture><source type="image/avif" srcset="/pictures/{ID}/320.avif 320w"')
    assert 'alt="A desk" width="320" height="180" loading="lazy" decoding="async"></picture>' in html
    assert html.endswith("<figcaption>Where we met <small>Picture: Calder Foods</small></figcaption></figure>\n")


def test_a_picture_without_words_in_the_text_has_its_own():
    assert 'alt="Two people at a desk"' in render(f"![](picture:{ID})", PICTURES)


def test_a_picture_without_caption_and_credit_has_no_caption():
    bare = PictureFacts(ID, "A desk", "", 320, 180, SIZES)

    assert "figcaption" not in render(f"![A desk](picture:{ID})", {ID: bare})


def test_a_picture_among_words_stays_among_them():
    html = render(f"Here ![A desk](picture:{ID.upper()}) it is.\n\n- ![A chair](picture:{ID})", PICTURES)

    assert html.startswith("<p>Here <picture>")
    assert "<li><figure>" in html.replace("\n", "")


def test_a_picture_that_is_being_made_shows_its_place_and_its_words():
    waiting = PictureFacts(ID, "A desk", "", 320, 180)

    assert render(f"![A <desk>](picture:{ID})", {ID: waiting}) == (
        '<figure><span class="picture-place">Picture: A &lt;desk&gt;</span></figure>\n'
    )


@pytest.mark.parametrize(
    "source", ["https://elsewhere.example/x.png", "/static/x.png", f"picture:{ID[:-1]}b", "picture:x"]
)
def test_pictures_that_are_not_ours_are_left_out(source):
    assert render(f"![A desk]({source})", PICTURES).strip() == ""
    assert "<img" not in render(f"a ![A desk]({source}) b", PICTURES)


def test_a_table_has_heads_with_scope_and_scrolls_in_a_region_that_has_a_name():
    html = render("| | Size |\n|---|---:|\n| a | 1 |\n\n| B |\n|---|\n| c |", prefix="aim")

    assert (
        '<div class="table-scroll" role="region" aria-label="Table 1 of “aim”: Size" tabindex="0"><table class="table">'
        in html
    )
    assert '<td></td><th scope="col" class="num">Size</th>' in html
    assert '<td class="num">1</td>' in html
    assert 'aria-label="Table 2 of “aim”: B"' in html


def test_notes_stand_at_the_end_with_a_way_there_and_back():
    html = render("One[^a] two[^b] one again[^a].\n\n[^a]: First.\n\n[^b]: Second.")

    assert '<sup><a href="#note_1" id="note_1_at" role="doc-noteref" aria-label="Note 1">1</a></sup>' in html
    assert '<a href="#note_1" id="note_1_at_2"' in html
    assert (
        '<div class="footnotes"><h2>Notes</h2><ol><li id="note_1"><p>First. <a href="#note_1_at" role="doc-backlink"'
        in html
    )
    assert 'aria-label="Back to note 1 in the text, place 2"' in html
    assert '<li id="note_2">' in html


def test_quotations_lists_code_and_rules_come_out_as_they_are_meant():
    html = render("> Said.\n\n3. three\n4. four\n\n***\n\n```py\na < b\n```\n\n    indented\n\nA `b` *c* **d**\\\ne")

    assert html == (
        "<blockquote>\n<p>Said.</p>\n</blockquote>\n"
        '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n<hr>\n'
        "<pre><code>a &lt; b\n</code></pre>\n<pre><code>indented\n</code></pre>\n"
        "<p>A <code>b</code> <em>c</em> <strong>d</strong><br>\ne</p>\n"
    )


def test_plain_words_are_those_of_every_block_without_signs_and_pictures():
    text = f"## One\n\nTwo *three*\nfour [five](/x)\\\nsix ![seven](picture:{ID})\n\n- eight"
    text += "\n\n```\nnine\n```\n\nten[^1]\n\n[^1]: eleven"

    assert plain(text) == "One\n\nTwo three four five six\n\neight\n\nnine\n\nten\n\neleven"


def test_the_opening_is_of_whole_paragraphs_and_never_more_than_half():
    ten = " ".join(["word"] * 10)
    text = "\n\n".join(["## Heading", *[ten] * 6, "- item"])

    assert opening(text, words=25) == f"{ten}\n\n{ten}"
    assert opening(text) == f"{ten}\n\n{ten}\n\n{ten}"
    assert opening(text, words=4) == "word word word word …"
    assert opening("one") == "one …"
    assert opening("管理" * 500) == "管理" * 250 + " …"
    assert opening("## Heading alone") == ""


@pytest.mark.parametrize(("words", "takes"), [(0, 1), (1, 1), (230, 1), (231, 2), (2300, 10)])
def test_reading_takes_a_minute_for_230_words_begun(words, takes):
    assert minutes("word " * words) == takes


def test_pictures_of_a_text_are_named_once_in_order():
    other = "0193a1b2-0000-7000-8000-00000000000b"
    text = f"![b](picture:{other})\n\n![a](picture:{ID})\n\n![b](picture:{other}) ![x](https://x.example)"

    assert pictures_in(text) == [other, ID]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"![](picture:{ID})", "A picture has no alternative text. Say between the brackets what there is to see: "),
        ("![a](https://x.example/a.png)", "The picture at https://x.example/a.png is not one of ours."),
        ("![a]()", "The picture at no address is not one of ours."),
        (f"a ![b](picture:{ID})", "A picture stands among words."),
        ("# Top", "The heading “Top” begins with one #."),
        ("## a\n\n#### b", "The heading “b” is more than one level below the one before it."),
        ("### a", "The heading “a” is more than one level below the one before it."),
        ("##", "A heading has no words."),
        ("[about](about)", "The link “about” leads to about. Begin its address with"),
        ("[about]()", "The link “about” leads to no address."),
        ("[](/about/)", "The link to /about/ has no words."),
        ("a[^9]", "There is no text for the note [^9]."),
    ],
)
def test_a_fault_is_named_with_its_repair(text, fault):
    assert [each[: len(fault)] for each in faults(text)] == [fault]


def test_a_text_in_order_has_no_fault():
    pictures = f'![A desk](picture:{ID} "Here")\n\n[![A desk](picture:{ID})](/x)'
    text = f"## One\n\n### Two\n\n## Three[^1]\n\n{pictures}\n\n[^1]: Said."

    assert faults(text) == []


def test_the_line_of_a_picture_reads_back_as_its_words():
    words = 'A [big] *desk*, "oak" & <pine> \\ #1 ^ `x` ! _'

    assert PictureFacts(ID, words, "", 1, 1).alternative == words
    assert (
        f'alt="{words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace(chr(34), "&quot;")}"'
        in render(line_of(ID, words), PICTURES)
    )
    assert faults(line_of(ID, words)) == []
