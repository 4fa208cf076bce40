"""The inbox, the choice of e-mails, and the way out by one click."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from cmiportal.notifications.models import Notification, NotificationPreference
from cmiportal.notifications.states import Mail
from cmiportal.notifications.unsubscribing import unsubscribe_url
from tests.factories.accounts import UserFactory
from tests.factories.notifications import WRITTEN_AT, NotificationFactory, NotificationPreferenceFactory

pytestmark = pytest.mark.django_db
LIST = "/messages/"
CHOICE = "/messages/preferences/"


@pytest.fixture
def reader(client):
    """Somebody who is signed in."""
    person = UserFactory(email="reader@example.org")
    client.force_login(person)
    return person


def detail(row):
    return reverse("notifications:message_detail", args=[row.message_id])


def test_the_list_holds_ones_own_messages_newest_first(client, reader):
    old = NotificationFactory(recipient=reader, created_at=WRITTEN_AT.replace(year=2026))
    new = NotificationFactory(recipient=reader, sent=True)
    NotificationFactory()

    answer = client.get(LIST)

    assert list(answer.context["page_obj"]) == [new, old]
    assert answer.context["unread"] == 2


def test_the_list_can_be_narrowed_to_what_is_unread(client, reader):
    new, read = NotificationFactory(recipient=reader), NotificationFactory(recipient=reader)
    client.get(detail(read))

    answer = client.get(LIST + "?show=unread")
    assert (list(answer.context["page_obj"]), answer.context["total"], answer.context["unread"]) == ([new], 2, 1)

    client.get(detail(new))
    assert "You have read every message." in client.get(LIST + "?show=unread").text


def test_the_list_takes_as_many_queries_for_three_messages_as_for_one(client, reader):
    def queries_with(count):
        NotificationFactory.create_batch(count, recipient=reader)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    client.get(LIST)
    assert queries_with(1) == queries_with(2)


def test_an_empty_inbox_says_what_will_stand_there(client, reader):
    assert "No messages yet." in client.get(LIST).text


def test_the_list_comes_in_pages(client, reader):
    NotificationFactory.create_batch(21, recipient=reader)

    assert len(client.get(LIST + "?page=2").context["page_obj"]) == 1


def test_a_secret_is_neither_listed_nor_counted_nor_opened(client, reader, secret):
    row = NotificationFactory(recipient=reader, kind=secret.key)

    answer = client.get(LIST)

    assert (list(answer.context["page_obj"]), answer.context["unread"]) == ([], 0)
    assert client.get(detail(row)).status_code == 404


def test_opening_a_message_shows_it_and_marks_it_read(client, reader):
    row = NotificationFactory(recipient=reader, context__asked_by="<i>Noor</i>")

    answer = client.get(detail(row))

    assert "&lt;i&gt;Noor&lt;/i&gt; asked for this test message on Monday 18 January 2027, 09:00 GMT" in answer.text
    first = Notification.objects.get(pk=row.pk).read_at
    client.get(detail(row))
    assert Notification.objects.get(pk=row.pk).read_at == first is not None


@pytest.mark.parametrize("signed_in", [True, False])
def test_somebody_elses_message_does_not_exist(client, signed_in):
    row = NotificationFactory()
    if signed_in:
        client.force_login(UserFactory())

    assert client.get(detail(row)).status_code == (404 if signed_in else 302)
    assert Notification.objects.get(pk=row.pk).read_at is None


def test_a_message_that_cannot_be_rendered_loses_neither_list_nor_page(client, reader, caplog):
    rows = [
        NotificationFactory(recipient=reader, kind="no_such_kind"),
        NotificationFactory(recipient=reader, context={}),
    ]

    assert client.get(LIST).status_code == 200
    for row in rows:
        assert "This message cannot be shown" in client.get(detail(row)).text


def test_a_kind_names_a_message_whose_subject_cannot_be_written(add_kind):
    add_kind("sample", label="A sample")

    titles = [NotificationFactory(kind=kind, context={}).title for kind in ("sample", "no_such_kind")]

    assert titles == ["A sample", "no_such_kind"]


def test_a_message_that_bounced_says_so_and_how_to_repair_it(client, reader):
    row = NotificationFactory(recipient=reader, mail=Mail.BOUNCED)

    page = client.get(detail(row)).text

    assert "does not accept mail for reader@example.org" in page
    assert reverse("account_email") in page


def test_all_can_be_marked_as_read_at_once_and_only_ones_own(client, reader):
    NotificationFactory.create_batch(2, recipient=reader)
    other = NotificationFactory()

    assertRedirects(client.post("/messages/read/"), LIST)

    assert list(Notification.objects.unread()) == [other]
    assert client.get("/messages/read/").status_code == 405


def test_the_account_bar_counts_what_is_unread(client, reader):
    NotificationFactory.create_batch(3, recipient=reader)

    [entry] = [each for each in client.get(LIST).context["navigation"].account if each.label == "Messages"]

    assert (entry.url, entry.count, entry.current) == (LIST, 3, "page")


def test_without_optional_kinds_there_is_nothing_to_choose(client, reader, add_kind):
    assert "nothing to choose" in client.get(CHOICE).text


def test_the_choice_is_shown_as_it_is_and_kept(client, reader, add_kind, news):
    add_kind("sample_offers", label="Offers", service=False)
    NotificationPreferenceFactory(user=reader, kind="sample_offers")

    assert client.get(CHOICE).context["form"].initial["wanted"] == ["sample_news"]
    assertRedirects(client.post(CHOICE, {"wanted": ["sample_offers"]}), CHOICE)
    assert client.get(CHOICE).context["form"].initial["wanted"] == ["sample_offers"]


def test_no_tick_at_all_is_a_choice(client, reader, news):
    assertRedirects(client.post(CHOICE, {}), CHOICE)

    assert client.get(CHOICE).context["form"].initial["wanted"] == []


def test_a_kind_that_cannot_be_chosen_is_refused(client, reader, news):
    answer = client.post(CHOICE, {"wanted": ["mail_check"]})

    assert answer.status_code == 200
    assert "wanted" in answer.context["form"].errors


@pytest.fixture
def way_out(news, settings):
    """The address by which one person stops the news."""
    person = UserFactory()
    return person, unsubscribe_url(person, news.key).removeprefix(settings.SITE_URL)


def test_opening_the_way_out_changes_nothing_and_asks(client, way_out):
    _, path = way_out

    assert "Stop these e-mails?" in client.get(path).text
    assert not NotificationPreference.objects.exists()


def test_one_click_of_a_mail_program_stops_the_kind(way_out):
    person, path = way_out
    mail_program = Client(enforce_csrf_checks=True)

    for _ in range(2):
        answer = mail_program.post(path, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})

    preference = NotificationPreference.objects.get()
    assert (preference.user, preference.kind, preference.by_mail) == (person, "sample_news", False)


def test_a_way_out_that_was_not_made_here_leads_nowhere(client, way_out):
    _, path = way_out

    assert client.post(path[:-2] + "x/").status_code == 404
    assert client.get("/messages/stop/nonsense/").status_code == 404


def test_a_way_out_of_a_person_or_kind_that_is_gone_leads_nowhere(client, way_out, settings):
    person, path = way_out
    service = unsubscribe_url(person, "mail_check").removeprefix(settings.SITE_URL)
    assert [client.get(service).status_code, client.post(service).status_code] == [404, 404]

    person.emailaddress_set.all().delete()
    person.delete()
    assert client.post(path).status_code == 404
