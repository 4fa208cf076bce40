"""Each kind of message that any app registered can be rendered from its own example, as e-mail and as page."""

import re
from datetime import UTC
from html import unescape

import pytest
from django.conf import settings
from django.utils.html import strip_tags

from cmiportal.notifications.rendering import TEXT_WIDTH, render_mail, render_page
from cmiportal.registry import NotificationKind, every

FRAME = {
    "greeting": "Wren",
    "reason": "this is a test",
    "service": True,
    "preferences_url": f"{settings.SITE_URL}/messages/preferences/",
    "unsubscribe_url": "",
}
NAME = 'أمينة O\'Neill-山田 <Smith> & "Sons"'
SUBJECT_READ_WHOLE = 60
"""What a phone's list of mail shows of a subject."""
KINDS = pytest.mark.parametrize("kind", every(NotificationKind), ids=lambda kind: kind.key)


@KINDS
def test_the_e_mail_is_whole(kind):
    mail = render_mail(kind.key, kind.example, frame=FRAME, time_zone=UTC)

    assert mail.subject
    assert mail.text.startswith("Dear Wren,\n\n")
    assert mail.text.count("Dear ") == 1
    assert mail.html.count("<h1") == 1
    for line in mail.text.splitlines():
        assert len(line) <= TEXT_WIDTH or " " not in line.strip()
    for part in (mail.subject, mail.text, mail.html):
        assert not re.search(r"{{|{%|\bNone\b|\[\]|{}", part)


def with_names(value):
    """The example with people's and centres' names as hard as they come; addresses, dates and numbers stay."""
    if isinstance(value, dict):
        return {key: with_names(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_names(each) for each in value]
    is_words = isinstance(value, str) and re.search("[a-z] ", value)
    return NAME if is_words else value


@KINDS
def test_the_text_part_reads_well(kind):
    for context in (kind.example, with_names(kind.example)):
        text = render_mail(kind.key, context, frame={**FRAME, "greeting": NAME}, time_zone=UTC).text

        assert not re.search(r"&#?\w+;", text)
        assert not re.search(r"^[A-Z][A-Z ]{2,}$", text, re.MULTILINE)
        assert "\n\n\n" not in text
        assert not re.search(r"[ \t\u00a0]$", text, re.MULTILINE)
        assert text.startswith("Dear أمينة O'Neill-山田 <Smith>")


@KINDS
def test_there_is_one_thing_to_do_and_the_text_has_its_address_on_a_line_of_its_own(kind):
    mail = render_mail(kind.key, kind.example, frame=FRAME, time_zone=UTC)

    (action,) = re.findall(r'class="m-button"[^>]*><a href="([^"]+)"', mail.html)
    lines = mail.text.splitlines()
    assert lines.count(unescape(action)) == 1
    before = [line for line in lines[: lines.index(unescape(action))] if line]
    assert before[-1][-1] in ".:"


@KINDS
def test_a_subject_is_read_whole_in_a_list_of_mail(kind):
    assert len(render_mail(kind.key, kind.example, frame=FRAME, time_zone=UTC).subject) <= SUBJECT_READ_WHOLE


@KINDS
def test_both_parts_lead_to_the_same_addresses_and_all_are_whole(kind):
    mail = render_mail(kind.key, kind.example, frame=FRAME, time_zone=UTC)

    linked = set(map(unescape, re.findall(r'href="([^"]+)"', mail.html)))
    written = set(re.findall(r"https?://\S+", mail.text))
    assert {address for address in linked if not address.startswith("mailto:")} == written
    assert all(address.startswith(("http://", "https://", "mailto:")) for address in linked)


@KINDS
def test_plain_elements_have_got_their_styles(kind):
    mail = render_mail(kind.key, kind.example, frame=FRAME, time_zone=UTC)

    assert re.findall(r"<(?:p|h1|h2|ul|ol|li|blockquote|a)(?![^>]*style=)[\s>]", mail.html) == []


@KINDS
def test_the_page_says_the_same_without_styles_or_foreign_hosts(kind):
    page = render_page(kind.key, kind.example)

    assert strip_tags(page).strip()
    assert "style=" not in page
    assert f'href="{settings.SITE_URL}' not in page
