"""The inbox: what is due first, who sees which, and the moves on pages of their own."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from cmiportal.enquiries.apps import STAFF
from cmiportal.enquiries.kinds import to_answer
from cmiportal.enquiries.services import answering
from cmiportal.enquiries.services.messages import ANSWERED
from cmiportal.enquiries.services.tidying import erase_old
from cmiportal.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import administrator, editor, enquiry, fresh
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:enquiries_enquiry_changelist")


def page(row, name="change"):
    return reverse(f"admin:enquiries_enquiry_{name}", args=[row.pk])


def words(response):
    return " ".join(response.content.decode().split())


def numbers(response):
    return [row.number for row in response.context["cl"].result_list]


def days_ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def ines(client):
    person = administrator(name="Ines Marlow")
    client.force_login(person)
    return person


def test_open_ones_come_first_and_of_these_the_late_ones(client, ines):
    closed = enquiry("closed", at=days_ago(40))
    new, late, check = enquiry(at=days_ago(0)), enquiry(at=days_ago(30)), enquiry("check", at=days_ago(2))

    response = client.get(LIST)
    assert numbers(response) == [row.number for row in (late, check, new, closed)]
    assert words(response).count(", late") == 1


def test_the_list_asks_as_many_queries_for_three_as_for_one(client, ines):
    enquiry()
    one = queries_of(client, LIST)
    enquiry("taken")
    enquiry("answered")

    assert queries_of(client, LIST) == one


@pytest.mark.parametrize(
    ("stands", "found"),
    [("open", ["new", "taken"]), ("late", ["taken"]), ("mine", ["taken"]), ("over", ["answered"]), ("x", None)],
)
def test_the_list_is_narrowed_by_what_is_to_be_done(client, ines, stands, found):
    enquiry(at=days_ago(0))
    enquiry("taken", by=ines, at=days_ago(20))
    enquiry("answered", at=days_ago(20))

    response = client.get(LIST, {"stands": stands} if found else {})
    states = sorted(row.state for row in response.context["cl"].result_list)
    assert states == (found or ["answered", "new", "taken"])


def test_a_column_can_be_chosen_and_words_are_found(client, ines):
    row = enquiry(name="Ada Byrne")
    enquiry(name="Bo Calder")

    assert numbers(client.get(LIST, {"q": "Byrne"})) == [row.number]
    assert client.get(LIST, {"o": "3"}).status_code == 200


def test_editors_see_those_of_the_media_alone(client):
    client.force_login(editor())
    media, other = enquiry(kind="media"), enquiry()

    assert numbers(client.get(LIST)) == [media.number]
    assert client.get(page(media)).status_code == 200
    assert client.get(page(other)).status_code == 302
    assert client.get(page(other, "take")).status_code == 404


def test_others_of_the_staff_have_no_inbox(client):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(LIST).status_code == 403


def test_a_page_shows_what_was_asked_and_the_moves_that_are_open(client, ines):
    row = enquiry("check", organisation="Fellgate", message="<b>Hello</b>")
    said = words(client.get(page(row)))

    for shown in (
        "Chartered Manager",
        "&lt;b&gt;Hello&lt;/b&gt;",
        "It holds 9 links.",
        "Not spam</a>",
        "Mark as spam</a>",
    ):
        assert shown in said
    assert "Answer</a>" not in said


def test_it_is_taken_answered_and_closed(client, ines):
    row = enquiry()
    assert client.post(page(row, "take"), {"moves": "0"}).url == page(row)
    client.post(page(row, "answer"), {"moves": "1", "text": "On the third of May."})
    client.post(page(row, "close"), {"moves": "2"})

    assert (fresh(row).state, fresh(row).taken_by) == ("closed", ines)
    said = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert said == ["Take it", "Answer", "Close"]
    shown = words(client.get(page(row)))
    assert "On the third of May." in shown
    assert "Sent" in shown


@pytest.mark.parametrize(("state", "asked"), [("new", "Why is it closed without an answer?"), ("answered", "Note")])
def test_closing_asks_for_a_reason_only_where_nobody_answered(client, ines, state, asked):
    form = client.get(page(enquiry(state), "close")).context["form"]

    assert form.fields["note"].label == asked


def test_an_empty_answer_goes_back_to_whoever_wrote_it(client, ines):
    row = enquiry("taken", by=ines)
    response = client.post(page(row, "answer"), {"moves": "1", "text": " "})

    assert "Write the answer before you send it" in words(response)
    assert fresh(row).state == "taken"


def test_the_page_of_the_answer_shows_the_e_mail_around_it(client, ines):
    row = enquiry("taken", by=ines, email="ada@example.org")
    said = words(client.get(page(row, "answer")))

    assert f"To ada@example.org. Subject: Our answer to your message {row.number}" in said
    assert (
        f"<pre>Hello, This is our answer to your message {row.number}. [Your answer stands here.] If something" in said
    )
    assert "Subject:" not in words(client.get(page(row, "close")))
    assert not Notification.objects.filter(kind=ANSWERED).exists()


def test_an_answer_that_goes_back_stands_in_its_e_mail_as_it_was_typed(client, ines):
    row = enquiry("taken", by=ines)
    response = client.post(page(row, "answer"), {"moves": "7", "text": "On the third\nof <May>."})

    assert "\n\nOn the third\nof &lt;May&gt;.\n\nIf something is left" in response.text


def test_who_comes_second_is_told_and_keeps_what_they_typed(client, ines):
    row = enquiry("taken", by=ines)
    answering.give_back(enquiry=fresh(row), by=administrator(), at=timezone.now())
    answering.take(enquiry=fresh(row), by=ines, at=timezone.now())
    response = client.post(page(row, "answer"), {"moves": "1", "text": "On the third of May."})

    assert "This was changed while you had it open" in words(response)
    assert "On the third of May." in words(response)
    assert fresh(row).state == "taken"


def test_a_move_that_is_gone_is_said_and_not_offered(client, ines):
    row = enquiry("taken", by=administrator(name="Omar Vale"))
    said = words(client.get(page(row, "take")))

    assert "This cannot be done now" in said
    assert "with Omar Vale" in said
    assert "<form method" not in said.partition("This cannot be done now")[2].partition("</main>")[0]
    assert "no longer be changed" in words(client.post(page(row, "take"), {"moves": "1"}))


def test_an_erased_one_still_has_its_number(client, ines):
    row = enquiry("spam", at=days_ago(900))
    erase_old(at=timezone.now())

    assert "Erased" in words(client.get(LIST))
    assert row.number in words(client.get(page(row)))
    assert "somebody whose name is erased" in words(client.get(page(row, "accept")))


def test_what_waits_for_whom_stands_on_their_home_page(client, ines):
    enquiry()
    enquiry("check")
    enquiry("taken", by=ines)
    enquiry("taken")
    enquiry("answered")

    assert to_answer(ines).count() == 3
    assert (to_answer(editor()).count(), to_answer(UserFactory()).count()) == (0, 0)


def test_rows_leave_as_a_file_without_names_and_messages(client, ines):
    row = enquiry(message="A secret plan")
    response = client.post(LIST, {"action": "export_csv", "_selected_action": [str(row.pk)]})

    assert row.number in response.text
    assert "secret" not in response.text
    assert row.email not in response.text


def test_rights_that_a_superuser_changed_stay():
    from django.apps import apps
    from django.contrib.auth.models import Group, Permission

    from cmiportal.enquiries.apps import keep_rights_of_staff

    team = Group.objects.get(name=STAFF[1])
    kept = Permission.objects.get(codename="view_enquiry")
    team.permissions.remove(*team.permissions.exclude(pk=kept.pk).filter(content_type__app_label="enquiries"))
    keep_rights_of_staff(apps.get_app_config("enquiries"), using="default")

    assert list(team.permissions.filter(content_type__app_label="enquiries")) == [kept]
