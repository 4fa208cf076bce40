"""Renewing at a browser: paid, failed to its last step, late in grace, and too late."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cmiportal.billing.models import Order
from cmiportal.billing.services.orders import expire_due
from cmiportal.rules.days import end_of, uk_day
from cmiportal.ui.components.words import day
from membership.models import Membership
from membership.services.members.endings import end_day
from tests.browser.people import Person
from tests.factories.accounts import UserFactory
from tests.factories.billing import price
from tests.factories.membership import GradeFactory, member

MINE = "/membership/mine/"


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture
def ending(page, live_server):
    """A member whose last day is in so many days, on the page of their membership; nothing may go wrong meanwhile."""
    found = []

    def open_for(in_days):
        now = timezone.now()
        grade = GradeFactory()
        price(grade.product, 6_000, vat=0, audience="concession")
        row = member(person=UserFactory(), grade=grade, until=uk_day(now, in_days), at=now - timedelta(days=100))
        for passed in range(in_days + 1, 1):
            end_day(membership=row, on=uk_day(now, passed), at=now)
        found.append(person := Person(page, live_server.url))
        person.signs_in(row.person)
        person.opens(MINE)
        return person, row

    yield open_for
    assert [trouble for person in found for trouble in person.troubles] == []


def renews(person, button):
    person.follows(button)
    person.presses("Continue to payment")
    person.sees("Tick the box to say that you keep to the Code of Conduct")
    person.main.get_by_label("I keep to the Code of Conduct").check()
    person.presses("Continue to payment")


def pays(person):
    person.presses("Pay by card")
    person.presses("Pay")
    person.sees("Thank you. There is nothing left to do here.")


def test_a_renewal_is_paid_and_follows_without_a_gap(ending):
    person, row = ending(20)
    person.sees("Another year follows", day(row.ends_on))
    renews(person, "Renew your membership")
    person.sees("You pay £60")
    pays(person)
    person.follows("Go to your membership")

    renewed = Membership.objects.get(pk=row.pk)
    person.sees("There is nothing to do", "Renewed", day(renewed.ends_on))
    assert renewed.starts_on == row.ends_on + timedelta(days=1)


def test_a_renewal_that_no_card_pays_has_a_last_step_and_an_end(ending, settings):
    settings.PAYMENT_FAILURES_MAX = 2
    person, row = ending(20)
    last_day = row.ends_on + timedelta(days=settings.MEMBERSHIP_GRACE_DAYS)
    renews(person, "Renew your membership")
    for told in ("Your last card payment did not go through", "Your card payments did not go through"):
        person.presses("Pay by card")
        person.presses("Decline the payment")
        person.sees(told)
    person.sees(f"If it is not paid by {day(last_day)}, it ends and you owe nothing.", "Pay by invoice, or write to us")
    expect(person.main.get_by_role("button", name="Pay by card")).to_have_count(0)

    person.opens(MINE)
    person.sees("what is left is the fee of £60")
    person.follows("Go on to payment")
    person.presses("Make the invoice")
    person.sees("You are paying by invoice")
    person.opens(MINE)
    person.sees("Your renewal waits for your transfer")

    assert expire_due(at=end_of(last_day) + timedelta(seconds=1)) == 1
    person.opens("/orders/")
    person.sees("Cancelled")
    assert Order.objects.unpaid().count() == 0


def test_a_renewal_that_is_cancelled_can_be_begun_anew(ending):
    person, row = ending(20)
    renews(person, "Renew your membership")
    person.main.get_by_text("Cancel this order").first.click()
    person.presses("Cancel the order")
    person.is_told("The order is cancelled. There is nothing to pay.")

    person.opens(MINE)
    renews(person, "Renew your membership")
    pays(person)
    assert Membership.objects.get(pk=row.pk).ends_on > row.ends_on


def test_who_renews_late_but_in_grace_loses_nothing(ending):
    person, row = ending(-5)
    person.sees("In grace", f"It ran out on {day(row.ends_on)}.", "renew it and lose nothing")
    renews(person, "Renew now")
    pays(person)
    person.opens(MINE)

    person.sees("Active", "There is nothing to do")
    assert Membership.objects.get(pk=row.pk).starts_on == row.ends_on + timedelta(days=1)


def test_who_comes_too_late_takes_the_membership_up_again(ending):
    person, row = ending(-40)
    person.sees("Lapsed", "You keep your number and your record.")
    person.presses("Come back")
    person.follows("Code of Conduct")
    person.main.get_by_label("I keep to the Code of Conduct").check()
    person.presses("Save and go back")
    person.follows("Check your answers and send")
    person.presses("Send the request")
    person.follows("See the fee and pay")
    person.sees("You pay £183")
    pays(person)
    person.opens(MINE)

    person.sees("Active", row.number, "Taken up again")
    assert Membership.objects.get(pk=row.pk).starts_on == uk_day(timezone.now())
