"""The demo's mail in a browser: the HTML part is really shown, and nothing in it runs."""

from email.message import EmailMessage

from django.urls import reverse

from cmiportal.demo.mail import deliver


def test_a_message_is_read_with_its_html_part_shut_in_a_frame(page, live_server, settings, tmp_path, goes):
    settings.EMAIL_FILE_PATH = tmp_path
    message = EmailMessage()
    message["Subject"] = "A place is yours"
    message.set_content("Read it")
    message.add_alternative("<p id=said>Read it</p><script>said.textContent = 'ran'</script>", subtype="html")
    deliver(message.as_bytes(), folder=tmp_path)
    page.goto(live_server.url + reverse("demo:mail_list"))
    goes(page.get_by_role("link", name="A place is yours"))
    assert page.locator("h1").inner_text() == "A place is yours"
    assert page.frame_locator("iframe").locator("#said").inner_text() == "Read it"
