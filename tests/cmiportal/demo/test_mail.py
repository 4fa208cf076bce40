"""The demo's mail: every message is a whole file, listed newest first, and shown without harm."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from cmiportal.demo.mail import deliver, find_letter, letters

BACKEND = "cmiportal.demo.mail.FolderBackend"


@pytest.fixture
def folder(tmp_path, settings):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def send(subject: str = "A place is yours", html: str | None = None, **headers: str) -> None:
    """Send one message through the demo's backend."""
    message = EmailMultiAlternatives(
        subject, "Read http://localhost/learning/", "portal@example.org", ["anna@example.org"], headers=headers
    )
    if html is not None:
        message.attach_alternative(html, "text/html")
    assert get_connection(BACKEND).send_messages([message]) == 1


def test_a_message_comes_back_with_its_parts(folder):
    send("Gruß an 李明 🎓", html="<p>Hello</p>", Date="Tue, 19 Jan 2027 10:30:00 +0000")
    (letter,) = letters(folder=folder)
    assert (letter.subject, letter.sender, letter.recipients, letter.date, letter.html) == (
        "Gruß an 李明 🎓",
        "portal@example.org",
        "anna@example.org",
        "Tue, 19 Jan 2027 10:30:00 +0000",
        "<p>Hello</p>",
    )


def test_messages_of_one_second_stand_in_the_order_of_sending(folder):
    for number in range(30):
        send(f"Number {number}", Date="Tue, 19 Jan 2027 10:30:00 +0000")
    assert [letter.subject for letter in letters(folder=folder)] == [f"Number {number}" for number in range(29, -1, -1)]


def test_only_the_latest_are_listed(folder):
    for number in range(5):
        send(f"Number {number}")
    assert [letter.subject for letter in letters(folder=folder, limit=2)] == ["Number 4", "Number 3"]


def test_nothing_but_whole_messages_is_listed(folder):
    folder.mkdir()
    (folder / ".00000000000000000001-0123456789abcdef0123456789abcdef.unfinished").write_bytes(b"Subject: half")
    (folder / "notes.eml").write_bytes(b"Subject: not ours")
    assert letters(folder=folder) == []


def test_a_folder_that_is_not_there_holds_no_message(folder):
    assert letters(folder=folder) == []


def test_bytes_that_are_no_message_are_shown_all_the_same(folder):
    folder.mkdir()
    name = deliver(b"\xff\xfe\x00 no header at all", folder=folder)
    letter = find_letter(name, folder=folder)
    assert (letter.subject, letter.sender, letter.html) == ("(no subject)", "", None)


@pytest.mark.parametrize("name", ["../../etc/passwd", "nothing", "0" * 20 + "-" + "0" * 32])
def test_a_name_that_is_no_message_finds_nothing(folder, name):
    assert find_letter(name, folder=folder) is None


def test_a_folder_that_cannot_be_written_fails_loudly_unless_told_otherwise(folder):
    folder.write_text("a file where the folder should be")
    message = EmailMultiAlternatives("Subject", "Text", "portal@example.org", ["anna@example.org"])
    assert get_connection(BACKEND, fail_silently=True).send_messages([message]) == 0
    with pytest.raises(FileExistsError):
        get_connection(BACKEND).send_messages([message])


def test_the_list_links_each_message(folder, client, db):
    send("A place is yours")
    page = client.get(reverse("demo:mail_list"))
    (letter,) = letters(folder=folder)
    assert page.status_code == 200
    assert f'href="{reverse("demo:mail_detail", args=[letter.name])}"' in page.text
    assert "A place is yours" in page.text


def test_a_list_without_messages_says_so(folder, client, db):
    assert "Nothing has been sent yet." in client.get(reverse("demo:mail_list")).text


def test_a_message_is_shown_with_links_that_work_and_its_subject_escaped(folder, client, db):
    send("<script>alert(1)</script>", html="<p>Hello</p>")
    (letter,) = letters(folder=folder)
    page = client.get(reverse("demo:mail_detail", args=[letter.name]))
    assert '<a href="http://localhost/learning/" rel="nofollow">http://localhost/learning/</a>' in page.text
    assert "<script>alert(1)" not in page.text
    assert f'<iframe src="{reverse("demo:mail_html", args=[letter.name])}"' in page.text


def test_the_html_part_is_shut_in_a_sandbox_that_only_this_site_may_frame(folder, client, db):
    send(html="<p>Hello</p>")
    (letter,) = letters(folder=folder)
    page = client.get(reverse("demo:mail_html", args=[letter.name]))
    assert page.text == '<base target="_blank"><p>Hello</p>'
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_message_without_html_part_has_no_frame(folder, client, db):
    send()
    (letter,) = letters(folder=folder)
    assert "<iframe" not in client.get(reverse("demo:mail_detail", args=[letter.name])).text
    assert client.get(reverse("demo:mail_html", args=[letter.name])).status_code == 404


def test_a_message_that_is_not_there_is_not_found(folder, client, db):
    assert client.get(reverse("demo:mail_detail", args=["nothing"])).status_code == 404
