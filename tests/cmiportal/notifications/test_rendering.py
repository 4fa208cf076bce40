"""Words from kind and plain values: whole or not at all, escaped in HTML alone, wrapped in text."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cmiportal.notifications.plain import cleaned, one_line
from cmiportal.notifications.rendering import (
    SUBJECT_LENGTH,
    TEXT_WIDTH,
    MissingValue,
    complete,
    render_mail,
    render_page,
    subject_of,
    with_styles,
    wrapped,
)
from cmiportal.notifications.templatetags.mail import absolute, clock, day, indented, moment
from cmiportal.registry import NotificationKind, UnknownKey

FRAME = {"greeting": "", "reason": "this is a test", "service": True, "preferences_url": "", "unsubscribe_url": ""}
CONTEXT = {"asked_by": "<b>Noor</b> & Co", "asked_at": "2027-07-19T10:30:00Z", "path": "/learning/1/"}


def rendered(kind="mail_check", context=CONTEXT, zone=UTC, **frame):
    return render_mail(kind, context, frame={**FRAME, **frame}, time_zone=zone)


def test_text_is_not_escaped_and_html_is():
    mail = rendered()

    assert "<b>Noor</b> & Co asked" in mail.text
    assert "&lt;b&gt;Noor&lt;/b&gt; &amp; Co asked" in mail.html


def test_times_are_the_readers():
    assert "Monday 19 July 2027, 11:30 BST" in rendered(zone=ZoneInfo("Europe/London")).html
    assert "Monday 19 July 2027, 16:00 IST" in rendered(zone=ZoneInfo("Asia/Kolkata")).html


def test_the_greeting_names_the_reader_or_nobody():
    assert rendered(greeting="Wren").text.startswith("Dear Wren,\n\n")
    assert rendered().text.startswith("Hello,\n\n")


def test_the_text_part_is_read_as_a_letter():
    assert rendered(greeting="Wren", preferences_url="https://x.example/m/").text == (
        "Dear Wren,\n"
        "\n"
        "<b>Noor</b> & Co asked for this test message on Monday 19 July 2027,\n"
        "10:30 UTC. It shows that e-mail from the Institute reaches you. You need\n"
        "not answer.\n"
        "\n"
        "The Institute's site:\n"
        "http://localhost:8000/learning/1/\n"
        "\n"
        "Chartered Management Institute\n"
        "You receive this because this is a test. It is a service message, so it\n"
        "has no unsubscribe link.\n"
        "\n"
        "Choose which messages come by e-mail:\n"
        "https://x.example/m/\n"
    )


def test_an_optional_message_says_how_to_stop_it():
    mail = rendered(unsubscribe_url="https://x.example/stop/")

    assert "Stop e-mails of this kind:\nhttps://x.example/stop/" in mail.text
    assert 'href="https://x.example/stop/"' in mail.html
    assert "service message" not in mail.text + mail.html


def test_the_page_has_no_greeting_no_styles_and_links_on_this_host():
    page = render_page("mail_check", CONTEXT)

    assert 'href="/learning/1/"' in page
    assert "Hello" not in page
    assert "style=" not in page


def test_an_unknown_kind_and_a_missing_value_are_errors():
    with pytest.raises(UnknownKey):
        rendered(kind="no_such_kind")
    with pytest.raises(MissingValue, match="mail_check has no value for asked_at"):
        rendered(context={"asked_by": "Noor", "path": "/"})


def test_a_variable_that_no_example_announced_is_an_error_too(add_kind):
    add_kind("unannounced", subject="Fixed")

    with pytest.raises(MissingValue, match="no value for asked_by"):
        rendered(kind="unannounced", context={})


@pytest.mark.parametrize("subject", ["{who}", "{asked_by.nothing}", "{asked_by:%d}", "{0}", "{"])
def test_a_subject_that_cannot_be_written_is_an_error(subject):
    kind = NotificationKind("k", "Label", subject, "template")

    with pytest.raises(MissingValue, match="subject of k"):
        subject_of(kind, CONTEXT)


def test_a_subject_is_one_line_of_bounded_length():
    kind = NotificationKind("k", "Label", "{title}", "template")

    assert subject_of(kind, {"title": "One\r\nBcc: x@example.org\u2028two\x00\u202e"}) == "One Bcc: x@example.org two"
    assert subject_of(kind, {"title": "x" * 10_000}) == "x" * (SUBJECT_LENGTH - 1) + "…"


def test_complete_returns_the_kind_whose_example_the_context_covers():
    kind = NotificationKind("k", "Label", "S", "template", example={"a": 1})

    assert complete(kind, {"a": None, "b": 2}) == kind


def test_long_lines_are_wrapped_at_their_indent_and_addresses_stay_whole():
    address = "https://portal.example.org/" + "x" * 80
    text = f"  {'word ' * 20}\n\n\n\n{address}\nshort   \n"

    lines = wrapped(text).split("\n")

    assert [line[:6] for line in lines[:2]] == ["  word", "  word"]
    assert lines[2:] == ["", address, "short", ""]
    assert max(len(line) for line in lines[:2]) <= TEXT_WIDTH


def test_further_lines_of_an_entry_stand_under_its_first_word():
    lines = wrapped(f"- {'word ' * 20}\n2.1  {'word ' * 20}\n").splitlines()

    assert [line[:6] for line in lines] == ["- word", "  word", "2.1  w", "     w"]


def test_a_date_is_not_torn_apart():
    assert wrapped(f"{'x' * 60} on 8 December 2026.") == f"{'x' * 60} on\n8 December 2026.\n"


def test_text_of_several_lines_is_indented_as_a_whole():
    assert indented("One.\n\nTwo.") == "     One.\n\n     Two."


def test_styles_go_on_plain_elements_and_on_no_other():
    assert with_styles('<p>a</p><p style="x">b</p><a\nhref="/x">c</a><pre>d</pre>') == (
        '<p style="margin:0 0 24px">a</p><p style="x">b</p>'
        '<a class="m-link"\nhref="/x" style="color:#611f4e">c</a><pre>d</pre>'
    )


@given(st.text())
def test_one_line_is_one_line_whatever_was_typed(typed):
    line = one_line(typed, 20)

    assert line.splitlines() in ([], [line])
    assert len(line) <= 20


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_cleaned_text_can_be_stored_and_cleaning_again_changes_nothing(typed):
    text = cleaned(typed)

    assert "\x00" not in text
    assert text.encode().decode() == text
    assert cleaned(text) == text


@pytest.mark.parametrize("value", [None, 3, 2.5, True])
def test_cleaning_leaves_other_values_alone(value):
    assert cleaned({"a": (value,)}) == {"a": [value]}


@pytest.mark.parametrize(
    "path", ["learning/1/", "//evil.example/", "https://evil.example/", "http://localhost:80001/", ""]
)
def test_only_paths_of_the_portal_become_addresses(path):
    with pytest.raises(ValueError, match="no path of the portal"):
        absolute(path)


def test_an_address_of_the_portal_stays_as_it_is():
    assert absolute("http://localhost:8000/x/") == absolute("/x/") == "http://localhost:8000/x/"


@pytest.mark.parametrize(
    ("reader", "zone", "ends_at", "words"),
    [
        ("Europe/London", "Europe/London", "", "Monday 14 December 2026, 01:00 GMT"),
        ("Europe/Lisbon", "Europe/London", "2026-12-14T02:00:00Z", "Monday 14 December 2026, 01:00 to 02:00 GMT"),
        (
            "Europe/London",
            "Asia/Hong_Kong",
            "2026-12-14T02:00:00Z",
            "Monday 14 December 2026, 09:00 to 10:00 Hong Kong time"
            " (by your clock: Monday 14 December 2026, 01:00 to 02:00 GMT)",
        ),
        (
            "Asia/Singapore",
            "Europe/London",
            "",
            "Monday 14 December 2026, 01:00 GMT (by your clock: Monday 14 December 2026, 09:00 Singapore time)",
        ),
    ],
)
def test_when_something_is_is_said_by_the_clock_of_its_place_and_by_the_readers(reader, zone, ends_at, words):
    with timezone.override(ZoneInfo(reader)):
        assert clock("2026-12-14T01:00:00Z", zone, ends_at) == words


def test_days_and_moments_are_read_from_iso_text():
    with timezone.override(ZoneInfo("Europe/London")):
        assert day("2026-12-14") == "Monday 14 December 2026"
        assert day("2026-07-13T23:30:00Z") == "Tuesday 14 July 2026"
        assert moment("2026-12-14T21:14:00.000Z") == "Monday 14 December 2026, 21:14 GMT"


def test_the_tags_can_be_loaded_by_any_template():
    assert Template("{% load mail %}{{ path|absolute }}").render(Context({"path": "/x/"})) == "http://localhost:8000/x/"
