"""The page on which two accounts are made one, and the record of it."""

import pytest
from django.urls import reverse

from cmiportal.accounts.models import User
from cmiportal.merging.models import Merge
from cmiportal.merging.services import merge
from tests.factories.accounts import UserFactory
from tests.factories.cpd import CpdEntryFactory
from tests.factories.membership import member
from tests.factories.qualifications import NOW
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

SENT = {"reason": "She wrote from both addresses.", "sure": "on"}


def page(leaving, staying=None):
    address = reverse("admin:merging_merge_account", args=[leaving.pk])
    return f"{address}?stays={staying.email.upper()}" if staying else address


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def desk(client, merger):
    client.force_login(merger)
    return client


def test_the_account_leads_there_where_it_may(admin_client, client, leaving):
    account = reverse("admin:accounts_user_change", args=[leaving.pk])
    assert page(leaving) in text(admin_client.get(account))


def test_it_asks_which_account_stays(desk, leaving):
    shown = text(desk.get(page(leaving)))

    assert "Everything that <strong>wren@example.org</strong> holds goes to the account that stays" in shown
    assert "Merge the two accounts" not in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the e-mail address of the account that stays"),
        ("wren", "Enter an e-mail address, like name@example.com"),
        ("nobody@example.org", "No account has this e-mail address"),
    ],
)
def test_an_address_of_nobody_is_said(desk, leaving, typed, said):
    shown = text(desk.get(page(leaving), {"stays": typed}))

    assert said in shown
    assert "Merge the two accounts" not in shown


def test_it_shows_what_moves_before_anything_does(desk, leaving, staying):
    CpdEntryFactory.create_batch(2, person=leaving)
    member(person=leaving)

    shown = text(desk.get(page(leaving, staying)))

    assert "<td>CPD entries</td><td>2</td>" in shown
    assert "<td>Membership, with its history</td><td>1</td>" in shown
    assert "Merge the two accounts" in shown
    assert not Merge.objects.exists()


def test_an_account_that_holds_nothing_says_so(desk, staying):
    empty = User.objects.create_user("empty@example.org", name="Wren")

    assert "Nothing: the account holds nothing." in text(desk.get(page(empty, staying)))


def test_what_is_in_the_way_is_shown_in_place_of_the_form(desk, leaving, staying):
    for person in (leaving, staying):
        member(person=person)

    shown = text(desk.get(page(leaving, staying)))

    assert "Both are members, or wait to be." in shown
    assert "Merge the two accounts" not in shown


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("reason", "Say how you know that both accounts belong to one person"),
        ("sure", "Confirm that you have compared both accounts"),
    ],
)
def test_a_reason_and_a_word_that_it_is_meant_are_needed(desk, leaving, staying, left_out, said):
    response = desk.post(page(leaving, staying), {**SENT, left_out: ""})

    assert said in text(response)
    assert not Merge.objects.exists()


def test_it_is_done_and_leads_to_its_record(desk, leaving, staying, merger):
    CpdEntryFactory(person=leaving)

    response = desk.post(page(leaving, staying), SENT, follow=True)

    row = Merge.objects.get()
    assert (row.closed, row.kept, row.by, row.reason) == (leaving, staying, merger, SENT["reason"])
    shown = text(response)
    assert "The two accounts are one: w.ashgrove@example.org. Both addresses are told." in shown
    assert "1 confirmed e-mail address, as another way to sign in, 1 CPD entry" in shown


def test_a_button_pressed_twice_leads_to_the_same_record(desk, leaving, staying):
    address = page(leaving, staying)
    first = desk.post(address, SENT)

    second = desk.post(address, SENT)

    assert second.headers["Location"] == first.headers["Location"]
    assert Merge.objects.count() == 1


def test_what_came_into_the_way_meanwhile_is_said(desk, leaving, staying):
    desk.get(page(leaving, staying))
    User.objects.filter(pk=staying.pk).update(is_active=False)

    response = desk.post(page(leaving, staying), SENT)

    assert "The account w.ashgrove@example.org is closed." in text(response)
    assert not Merge.objects.exists()


def test_an_account_that_held_nothing_has_a_record_that_says_so(desk, staying, merger):
    empty = User.objects.create_user("empty@example.org", name="Wren")
    row = merge(leaving=empty, staying=staying, by=merger, reason="Hers.", at=NOW)

    assert "nothing: it held nothing" in text(desk.get(reverse("admin:merging_merge_change", args=[row.pk])))


def test_staff_without_the_permission_are_refused(client, leaving, staying):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(page(leaving, staying)).status_code == 403
    assert client.post(page(leaving, staying), SENT).status_code == 403
    assert not Merge.objects.exists()


def test_others_are_led_to_sign_in(client, leaving):
    assert client.get(page(leaving)).status_code == 302


def test_an_account_that_is_not_there_is_not_found(desk):
    assert desk.get(reverse("admin:merging_merge_account", args=[0])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_preview_takes_the_same_queries_whatever_there_is(desk, leaving, staying, rows):
    CpdEntryFactory.create_batch(rows, person=leaving)

    assert queries_of(desk, page(leaving, staying)) == 22
