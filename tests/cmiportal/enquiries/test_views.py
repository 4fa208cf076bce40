"""The public forms: which one, what they ask, what comes of sending them, and that no person is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmiportal.enquiries.forms import FORMS
from cmiportal.enquiries.keys import make_key
from cmiportal.enquiries.models import Enquiry
from cmiportal.notifications.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.enquiries import enquiry
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

HUB = reverse("enquiries:contact")
WHO = {"name": "Wren Holtby", "email": "wren.holtby@example.org", "message": "When is the next one held?"}
TYPED = {
    "general": {**WHO, "topic": "Events"},
    "centre": {
        **WHO,
        "organisation": "Fellgate College",
        "country": "Wales",
        "levels": ["Level 5", "Level 7"],
        "learners": "26 to 100",
        "experience": "Not yet",
    },
    "corporate": {
        **WHO,
        "organisation": "Fellgate Logistics",
        "managers": "11 to 50",
        "wanted": ["Qualifications", "Chartered Manager"],
    },
    "media": {
        **WHO,
        "organisation": "The Calder Courier",
        "wanted": "An interview",
        "needed_by_0": "4",
        "needed_by_1": "1",
        "needed_by_2": "2027",
    },
}


def address(kind):
    return reverse("enquiries:contact_form", args=[kind])


def key(seconds=60):
    return make_key(at=timezone.now() - timedelta(seconds=seconds))


def words(response):
    return " ".join(response.content.decode().split())


def test_the_hub_leads_to_each_form_and_asks_the_database_nothing(client):
    response = client.get(HUB)

    assert [f'href="{address(kind)}"' in response.text for kind in FORMS] == [True] * 4
    assert queries_of(client, HUB) == 0
    assert not response.cookies


@pytest.mark.parametrize("kind", FORMS)
def test_each_form_is_shown_and_sent(client, kind):
    page = client.get(address(kind))
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-cache")
    assert "<div hidden>" in page.text

    answer = client.post(address(kind), {**TYPED[kind], "key": key()})

    row = Enquiry.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
    assert (row.kind, row.state, row.name, row.doubts) == (kind, "new", "Wren Holtby", "")


def test_what_only_one_kind_asks_is_kept_as_questions_and_answers(client):
    client.post(address("centre"), {**TYPED["centre"], "key": key()})

    assert Enquiry.objects.get().details == [
        ["Where would you teach?", "Wales"],
        ["Which levels do you want to teach?", "Level 5, Level 7"],
        ["How many learners do you expect in a year?", "26 to 100"],
        ["Do you assess regulated qualifications now?", "Not yet"],
    ]


def test_a_deadline_is_kept_in_words(client):
    client.post(address("media"), {**TYPED["media"], "key": key()})

    assert Enquiry.objects.get().details[-1] == ["When do you need it?", "Monday 4 January 2027"]


def test_a_form_with_gaps_says_what_to_do_and_keeps_what_was_typed(client):
    sent = {"email": "wren", "message": "Hello", "key": key()}
    response = client.post(address("general"), sent)

    assert response.status_code == 200
    for sentence in ("Answer “What is it about?”", "Enter your name", "Enter an e-mail address, like name@example.org"):
        assert sentence in words(response)
    assert (response.context["form"]["message"].value(), Enquiry.objects.count()) == ("Hello", 0)
    assert response.context["form"]["key"].value() == sent["key"]


def test_no_other_kind_has_a_form(client):
    assert client.get(address("sales")).status_code == 404


def test_the_page_afterwards_says_number_day_and_nothing_of_who_wrote(client):
    client.post(address("general"), {**TYPED["general"], "key": key()})
    row = Enquiry.objects.get()
    response = client.get(row.get_absolute_url())

    assert row.number in words(response)
    assert "We answer by" in words(response)
    assert [word for word in ("Wren", "wren", "next one held") if word in response.text] == []
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("new", "It waits for the first of us"),
        ("check", "Somebody here looks at it before we confirm"),
        ("taken", "Being answered"),
        ("answered", "The answer went to"),
        ("closed", "It is closed"),
        ("spam", "It was received"),
    ],
)
def test_the_page_says_how_it_stands(client, state, said):
    assert said in words(client.get(enquiry(state).get_absolute_url()))


def test_an_address_that_was_never_given_leads_nowhere(client):
    assert client.get(reverse("enquiries:sent", args=["01890000-0000-7000-8000-000000000000"])).status_code == 404


def test_sending_twice_leads_to_the_same_page(client):
    sent = {**TYPED["general"], "key": key()}
    first, second = (client.post(address("general"), sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Enquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"topic_2": "buy"}, "A field that people do not see was filled in."),
        ({"key": ""}, "It does not say when its page was opened."),
        ({"key": "forged"}, "It does not say when its page was opened."),
        ({"message": "https://a https://b https://c"}, "It holds 3 links."),
    ],
)
def test_what_looks_odd_is_taken_all_the_same_and_looked_at_first(client, changed, why):
    answer = client.post(address("general"), {**TYPED["general"], "key": key(), **changed})

    row = Enquiry.objects.get()
    assert (answer.status_code, row.state, row.doubts) == (302, "check", why)


def test_who_is_very_quick_is_looked_at_first_and_who_is_very_slow_is_not(client):
    client.post(address("general"), {**TYPED["general"], "key": key(0)})
    client.post(address("general"), {**TYPED["general"], "key": key(5 * 24 * 3600)})

    assert list(Enquiry.objects.order_by("pk").values_list("state", flat=True)) == ["check", "new"]


def test_beyond_so_many_of_one_client_on_a_day_each_is_looked_at_before_an_address_gets_mail(client, settings):
    settings.ENQUIRIES_CONFIRMED_A_DAY = 2
    for number in range(3):
        client.post(address("general"), {**TYPED["general"], "email": f"a+{number}@example.org", "key": key()})

    states = Enquiry.objects.order_by("pk").values_list("state", "doubts")
    crowded = "More than 2 messages came from one connection on this day."
    assert list(states) == [("new", ""), ("new", ""), ("check", crowded)]
    assert Notification.objects.count() == 2


def test_one_client_sends_so_many_in_a_minute_and_is_told_when_to_go_on(client, settings):
    settings.ENQUIRIES_A_MINUTE = 1
    client.post(address("general"), {**TYPED["general"], "key": key()})
    response = client.post(address("general"), {**TYPED["general"], "key": key()})

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert "is not sent yet" in words(response)
    assert response.context["form"]["message"].value() == WHO["message"]
    assert Enquiry.objects.count() == 1


def test_one_address_that_sends_very_many_is_told_so(client, settings):
    settings.ENQUIRIES_BY_ONE_A_DAY = 0
    response = client.post(address("general"), {**TYPED["general"], "key": key()})

    assert "take no more from it until tomorrow" in words(response)
    assert Enquiry.objects.count() == 0


def test_who_is_signed_in_finds_name_and_address_filled_in_and_is_kept_with_it(client):
    person = UserFactory(name="Amara Whitlock", email="amara@example.org")
    client.force_login(person)
    form = client.get(address("general")).context["form"]
    assert (form["name"].value(), form["email"].value()) == ("Amara Whitlock", "amara@example.org")

    client.post(address("general"), {**TYPED["general"], "key": key()})
    assert Enquiry.objects.get().person == person


def test_another_site_cannot_send_the_form():
    answer = Client(enforce_csrf_checks=True).post(address("general"), {**TYPED["general"], "key": key()})

    assert (answer.status_code, Enquiry.objects.count()) == (403, 0)
