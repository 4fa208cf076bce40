"""An organisation's pages: seats and no more of its people, inviting, releasing, buying; the invited person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.billing.models import Order, Price
from cmiportal.notifications.models import Notification
from cmiportal.ui.components.words import day
from membership.models import OrganisationStaff, Seat
from membership.services.corporate.orders import open_renewal
from membership.services.corporate.rows import renewal_opens
from membership.services.members import memberships
from tests.factories.accounts import UserFactory
from tests.factories.chartered import assessor
from tests.factories.cpd import CpdEntryFactory
from tests.factories.membership import member
from tests.factories.seats import Corporate, pay
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("membership:organisation_list")
CSV = reverse("membership:cpd_record_csv")


def read(response):
    """All that was sent, also of a file that comes in pieces."""
    return b"".join(response).decode()


def text(response):
    return " ".join(response.content.decode().split())


def at(name, row):
    return reverse(f"membership:{name}", args=[row.pk])


@pytest.fixture
def firm(client):
    """An organisation with two seats from today on, whose staff is signed in."""
    firm = Corporate(seats=0)
    pay(firm.ordered(2, at=timezone.now()), at=timezone.now())
    firm.row.refresh_from_db()
    client.force_login(firm.staff)
    return firm


def accepted(firm, person=None):
    return firm.accepted(person, at=timezone.now())


def detail(client, firm):
    return text(client.get(at("organisation_detail", firm.row)))


def test_who_acts_for_one_organisation_is_led_to_it_and_for_two_chooses(client, firm):
    assert client.get(LIST).headers["Location"] == at("organisation_detail", firm.row)

    other = Corporate(name="Calder Mills")
    OrganisationStaff.objects.create(organisation=other.row, user=firm.staff)

    shown = text(client.get(LIST))
    assert "Fellgate Logistics" in shown
    assert "Calder Mills" in shown


def test_others_have_no_such_pages(client, firm):
    seat = firm.invited(at=timezone.now())
    other = Corporate(name="Calder Mills")
    for person, answer in ((other.staff, 404), (assessor(), 404), (None, 302)):
        client.logout()
        if person:
            client.force_login(person)
        for name in ("organisation_detail", "seats_buy", "seats_renew"):
            assert client.get(at(name, firm.row)).status_code == answer
        assert client.get(at("seat_release", seat)).status_code == answer
        assert client.post(at("seat_invite_again", seat)).status_code == answer


def test_what_a_member_records_is_never_the_organisations(client, firm):
    seat = accepted(firm)
    entry = CpdEntryFactory(person=seat.membership.person, title="Learning to listen")

    for name, key in (("cpd_entry_edit", entry.pk), ("member_detail", seat.membership.pk)):
        assert client.get(reverse(f"membership:{name}", args=[key])).status_code == 404
    for address in (at("organisation_detail", firm.row), reverse("membership:cpd_list"), CSV):
        assert "Learning to listen" not in read(client.get(address))


def test_the_account_bar_leads_there_for_those_who_act_alone(client, firm):
    assert f'href="{LIST}"' in text(client.get(reverse("site:home")))
    client.force_login(UserFactory())
    assert f'href="{LIST}"' not in text(client.get(reverse("site:home")))


def test_somebody_is_invited_and_stands_there_by_the_address_alone(client, firm):
    UserFactory(name="Priya Ostrander", email="priya@example.net")
    shown = text(client.post(at("organisation_detail", firm.row), {"email": "priya@example.net"}, follow=True))

    for said in ("We have written to priya@example.net", "Invited", "Two seats", "one free", "Invite again"):
        assert said in shown
    assert "Priya Ostrander" not in shown


def test_who_accepted_stands_there_with_name_state_and_day(client, firm):
    seat = accepted(firm)
    shown = detail(client, firm)

    for said in ("Priya Ostrander", "Active", "accepted on"):
        assert said in shown
    for hidden in (seat.membership.number, seat.membership.person.email, "Invite again"):
        assert hidden not in shown

    memberships.suspend(membership=seat.membership, by=assessor(), reason="A complaint.", at=timezone.now())
    assert "Suspended" in detail(client, firm)


def test_a_membership_of_their_own_is_said_to_be(client, firm):
    accepted(firm, member(at=timezone.now()).person)
    assert "Has a membership of their own" in detail(client, firm)


def test_with_every_seat_taken_there_is_no_form_and_more_can_be_bought(client, firm):
    firm.invited("one@example.net", at=timezone.now())
    firm.invited("two@example.net", at=timezone.now())

    shown = detail(client, firm)
    assert "Two seats until" in shown
    assert "none free" in shown
    assert "Every seat is taken, so you can invite nobody now. Release one, or <a" in shown
    assert f'href="{at("seats_buy", firm.row)}"' in shown
    assert "Send the invitation" not in shown
    refused = text(client.post(at("organisation_detail", firm.row), {"email": "three@example.net"}))
    assert "Release one or buy more" in refused

    firm.ordered(1, at=timezone.now())
    assert "pay the order that waits: its seats come with the payment" in detail(client, firm)


def test_a_bad_address_is_refused(client, firm):
    assert "Enter an e-mail address" in text(client.post(at("organisation_detail", firm.row), {"email": "priya"}))


def test_an_invitation_is_sent_again(client, firm):
    seat = firm.invited(at=timezone.now())
    assert "again" in text(client.post(at("seat_invite_again", seat), follow=True))
    accepted_one = accepted(firm)
    assert "Nobody waits" in text(client.post(at("seat_invite_again", accepted_one), follow=True))


def test_a_seat_is_released_after_being_asked(client, firm):
    seat = accepted(firm)
    assert "You no longer pay" in text(client.get(at("seat_release", seat)))
    assert Seat.objects.live().exists()

    assert "The seat is free again" in text(client.post(at("seat_release", seat), follow=True))
    assert not Seat.objects.live().exists()
    assert client.post(at("seat_release", seat)).status_code == 404


def test_the_question_says_what_releasing_does(client, firm):
    assert "stops working" in text(client.get(at("seat_release", firm.invited(at=timezone.now()))))
    own = accepted(firm, member(at=timezone.now()).person)
    assert "is their own and stays" in text(client.get(at("seat_release", own)))


def test_seats_are_bought_by_an_order(client):
    firm = Corporate(seats=0)
    client.force_login(firm.staff)
    assert "You have no seats yet" in detail(client, firm)
    opened = text(client.get(at("seats_buy", firm.row)))
    assert "One seat costs £100 plus VAT for the year." in opened
    assert "An order waits to be paid" not in opened

    response = client.post(at("seats_buy", firm.row), {"seats": "12"})

    order = Order.objects.get()
    assert response.headers["Location"] == reverse("billing:order_detail", args=[order.pk])
    assert order.lines.get().quantity == 12
    assert "An order waits to be paid" in detail(client, firm)
    opened = text(client.get(at("seats_buy", firm.row)))
    assert "An order waits to be paid" in opened
    assert response.headers["Location"] in opened
    assert "Continue to payment" not in opened
    assert "waits to be paid. Pay it or cancel it" in text(client.post(at("seats_buy", firm.row), {"seats": "1"}))
    assert at("organisation_detail", firm.row) in text(client.get(response.headers["Location"]))


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        ("", "Enter a number"),
        ("0", "Enter 1 or more"),
        ("2.5", "Enter a whole number in figures"),
        ("1001", "1000 or fewer"),
    ],
)
def test_a_number_of_seats_is_asked_for(client, firm, seats, said):
    assert said in text(client.post(at("seats_buy", firm.row), {"seats": seats}))


def test_without_a_price_nothing_is_ordered(client, firm):
    Price.objects.all().delete()
    assert "One seat costs" not in text(client.get(at("seats_buy", firm.row)))
    assert "There is no price" in text(client.post(at("seats_buy", firm.row), {"seats": "1"}))


def test_near_the_end_renewing_is_the_next_step(client):
    firm = Corporate(seats=0)
    began = timezone.now() - timedelta(days=340)
    pay(firm.ordered(2, at=began), at=began)
    client.force_login(firm.staff)

    assert "Renew your seats" in detail(client, firm)
    assert "You can renew your seats from" not in detail(client, firm)
    assert 'value="2"' in text(client.get(at("seats_renew", firm.row)))
    client.post(at("seats_renew", firm.row), {"seats": "2"})
    assert Order.objects.latest("created_at").kind == "seat_renewal"


def test_in_grace_it_is_said_that_they_ran_out(client):
    firm = Corporate(seats=0)
    began = timezone.now() - timedelta(days=370)
    pay(firm.ordered(2, at=began), at=began)
    client.force_login(firm.staff)
    assert "Your seats ran out on" in detail(client, firm)
    assert client.get(at("seats_buy", firm.row)).headers["Location"] == at("seats_renew", firm.row)


def test_seats_are_renewed_from_the_day_that_is_named(client, firm):
    opens = day(renewal_opens(firm.row))
    assert f"You can renew your seats from {opens}" in detail(client, firm)

    for answer in (client.get(at("seats_renew", firm.row)), client.post(at("seats_renew", firm.row), {"seats": "2"})):
        assert answer.headers["Location"] == at("organisation_detail", firm.row)
    assert "Your seats cannot be renewed now." in detail(client, firm)
    assert not Order.objects.filter(kind="seat_renewal").exists()


def test_each_order_says_what_it_was_for(client, firm):
    firm.ordered(1, at=timezone.now())
    began = timezone.now() - timedelta(days=340)
    other = Corporate(seats=0, name="Calder Mills")
    pay(other.ordered(1, at=began), at=began)
    open_renewal(organisation=other.row, by=other.staff, seats=5, at=timezone.now())

    assert {order.title for order in Order.objects.all()} == {
        "2 seats, Fellgate Logistics",
        "1 more seat, Fellgate Logistics",
        "1 seat, Calder Mills",
        "Renewal of 5 seats, Calder Mills",
    }


def test_more_seats_cost_the_whole_year(client, firm):
    assert "for the year, and as much for what is left of it" in text(client.get(at("seats_buy", firm.row)))


def test_pages_take_the_same_few_queries_for_one_and_three(client, firm):
    pay(firm.ordered(9, at=timezone.now()), at=timezone.now())
    for _ in (1, 2):
        accepted(firm)
        firm.invited(UserFactory().email, at=timezone.now())
        assert queries_of(client, at("organisation_detail", firm.row)) == 7
        assert queries_of(client, at("seats_buy", firm.row)) == 6
        assert queries_of(client, at("seat_release", Seat.objects.live().first())) == 4


def test_the_invited_person_reads_what_it_means_and_accepts(client, firm):
    UserFactory(email="priya@example.net")
    firm.invited("priya@example.net", at=timezone.now())
    path = Notification.objects.get(kind="seat_offered").context["path"]
    client.logout()

    shown = text(client.get(path))
    for said in ("Fellgate Logistics offers you membership", "never sees your CPD", "Code of Conduct"):
        assert said in shown
    assert "You need an account first" not in shown
    assert "Accept the Code of Conduct" in text(client.post(path, {}))
    assert "You are a member until" in text(client.post(path, {"code": "on"}))
    assert client.get(path).status_code == 410


def test_without_an_account_the_page_leads_to_one(client, firm):
    firm.invited("priya@example.net", at=timezone.now())
    path = Notification.objects.get(kind="seat_offered").context["path"]

    assert reverse("account_signup") in text(client.get(path))
    assert "Make an account with priya@example.net first" in text(client.post(path, {"code": "on"}))
