"""Joining at a browser: from a visitor's answers to a receipt, by rule or by a person; rising, leaving, returning."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.rules.days import uk_day
from membership.models import Experience, GradeRequest, Membership
from membership.services.members import studying
from tests.browser.letters import link_in, mail_to
from tests.browser.people import Person, saved
from tests.factories.accounts import UserFactory
from tests.factories.billing import price
from tests.factories.membership import GradeFactory, member

NAME, EMAIL, SECRET = "Priya Ostrander", "priya@example.org", "three words apart"
MINE, REQUEST = "/membership/mine/", "/membership/request/"
THREE_YEARS = [[{"years": 3}]]
CODE = "I keep to the Code of Conduct"


@pytest.fixture
def browser_context_args(browser_context_args, size):
    """On the phone everything is done without JavaScript."""
    return {**browser_context_args, "java_script_enabled": size == "desk"}


@pytest.fixture(autouse=True)
def affiliate(settings, live_server, tmp_path):
    """The grade that is open to everybody, at £180."""
    settings.SITE_URL, settings.MEDIA_ROOT = live_server.url, tmp_path / "files"
    return GradeFactory(key="affiliate", rank=20, post_nominals="", pence=18_000)


@pytest.fixture
def at_a_browser(new_context, live_server):
    """Somebody at a browser of their own, signed in if they have an account; nothing may go wrong in any of them."""
    found = []

    def enter(user=None):
        found.append(person := Person(new_context().new_page(), live_server.url))
        if user:
            person.signs_in(user)
        return person

    yield enter
    assert [trouble for person in found for trouble in person.troubles] == []


def accepts_the_code(person):
    person.follows("Code of Conduct")
    person.main.get_by_label(CODE).check()
    person.presses("Save and go back")


def sends(person):
    person.follows("Check your answers and send")
    person.presses("Send the request")


def pays(person):
    person.presses("Pay by card")
    person.presses("Pay")
    person.sees("Thank you. There is nothing left to do here.")


def asks_for(person, grade):
    person.opens(f"/membership/grades/{grade.key}/")
    person.presses("Ask for this grade")
    accepts_the_code(person)


def test_a_visitors_answers_become_a_membership_with_a_receipt(at_a_browser, tmp_path):
    grade = GradeFactory(key="member", rank=40, rule=THREE_YEARS)
    price(grade.product, 9_150, vat=0, audience="concession")
    officer = UserFactory(groups=[MEMBERSHIP_ASSESSORS])
    person = at_a_browser()
    answers(person)
    makes_an_account(person)
    keeps_the_answers(person)
    person.follows("Member", exact=True)
    person.presses("Ask for this grade")
    person.sees("£183, once we have accepted you.", "four years, which somebody here has to confirm")
    person.follows("A lower fee")
    person.types("Why do you ask for a lower fee?", "I am between two posts.")
    person.presses("Save and go back")
    accepts_the_code(person)
    sends(person)
    person.is_told("Your request is sent. Our membership team writes to you when it is decided.")

    decides(at_a_browser(officer))

    person.opens(link_in(mail_to(EMAIL)))
    person.reads("Membership as Member, one year")
    person.sees("You pay £91.50")
    pays(person)
    file = saved(person.saves("Invoice INV000001 (PDF)"), tmp_path)
    assert file.read_bytes().startswith(b"%PDF")
    person.follows("Go to your membership")
    person.reads("Member (MCMI)")
    person.sees(Membership.objects.get().number, "By you, at the lower fee")


def answers(visitor):
    visitor.opens("/membership/")
    visitor.follows("See which grades are open to you")
    visitor.types("For how many years have you been a manager?", "2")
    visitor.types("How many of these years were in strategic posts?", "3")
    visitor.presses("Show the grades")
    visitor.sees("These are some of your years in management: enter no more")
    visitor.types("For how many years have you been a manager?", "4")
    visitor.types("How many of these years were in strategic posts?", "")
    visitor.presses("Show the grades")
    visitor.sees("Open to you, once confirmed")


def makes_an_account(visitor):
    visitor.follows("Make an account")
    visitor.fills(Full_name=NAME, Password=SECRET, The_same_password_again=SECRET)
    visitor.types("E-mail address", EMAIL)
    visitor.presses("Make an account")
    visitor.opens(link_in(mail_to(EMAIL)))
    visitor.presses("Confirm this address")
    visitor.types("E-mail address", EMAIL)
    visitor.types("Password", SECRET)
    visitor.presses("Sign in")


def keeps_the_answers(person):
    person.reads("Check and keep your answers")
    person.presses("Keep in my record")
    person.sees("Enter your role")
    person.types("Role", "Head of service")
    person.types("Employer", "Calderbridge Council")
    person.presses("Keep in my record")
    person.is_told("Your answers are in your record.")


def decides(officer):
    officer.opens("/membership/requests/")
    officer.follows(NAME)
    officer.sees("I am between two posts.", "Head of service")
    officer.presses("Accept")
    officer.sees("Say why")
    officer.main.get_by_label("Reason").first.fill("Four years, shown by a letter.")
    officer.main.get_by_label(re.compile("^Give the lower fee")).check()
    officer.presses("Accept")
    officer.is_told(f"{NAME}: accepted.")


def test_who_meets_the_rule_pays_at_once_and_going_back_charges_nobody_twice(at_a_browser, affiliate):
    person = at_a_browser(UserFactory())
    asks_for(person, affiliate)
    person.follows("Check your answers and send")
    # The second press breaks off the answer to the first, so the page is waited for and not the navigation.
    person.main.get_by_role("button", name="Send the request").dblclick()
    person.sees("Your membership runs for one year from the day on which you pay.")
    assert GradeRequest.objects.get().state == "accepted"

    person.opens("/membership/request/check/")
    person.is_told("This request was sent, so it can no longer be changed.")
    person.follows("See the fee and pay")
    person.presses("Pay by card")
    person.presses("Decline the payment")
    person.sees("Your last card payment did not go through", "Nothing was taken")
    pays(person)
    order = Membership.objects.get().order
    person.page.go_back()
    person.opens(f"/orders/{order.pk}/")
    person.sees("Thank you. There is nothing left to do here.")
    assert order.payment_events.filter(pence__gt=0).count() == 1


def test_somebody_takes_a_request_back_and_nothing_is_left_to_pay(at_a_browser, affiliate):
    person = at_a_browser(UserFactory())
    asks_for(person, affiliate)
    sends(person)
    person.follows("Take the request back")
    person.main.get_by_role("button", name="Take it back").dblclick()

    person.reads("Membership")
    person.opens("/orders/")
    person.sees("Cancelled")
    assert (GradeRequest.objects.get().state, Membership.objects.get().state) == ("withdrawn", "lapsed")


def test_a_member_rises_and_pays_for_it_with_the_next_renewal(at_a_browser, affiliate):
    row = member(grade=affiliate, at=timezone.now())
    higher = GradeFactory(key="associate", rank=30, post_nominals="ACMI", pence=19_500)
    person = at_a_browser(row.person)
    asks_for(person, higher)
    person.sees("Nothing now; £195 a year from your next renewal.")
    sends(person)
    person.is_told("You are a member of the grade Associate now.")
    person.follows("See your membership")

    person.reads("Associate (ACMI)")
    person.sees(row.number)


def test_who_studies_becomes_a_member_in_their_own_right(at_a_browser, affiliate):
    GradeFactory(key="student", rank=10, post_nominals="", joinable=False)
    now = timezone.now()
    student = UserFactory()
    row = studying.begin(person=student, until=uk_day(now, 90), at=now)
    person = at_a_browser(student)
    person.opens(MINE)
    person.reads("Student")
    person.sees("Your membership comes with your registration and ends with it.")
    person.follows("ask for another grade")
    asks_for(person, affiliate)
    sends(person)
    person.follows("See the fee and pay")
    pays(person)

    person.opens(MINE)
    person.reads("Affiliate")
    person.sees(row.number, "By you")
    assert Membership.objects.get().basis == "paid"


def test_a_member_resigns_and_comes_back_with_the_same_number(at_a_browser, affiliate):
    row = member(grade=affiliate, at=timezone.now() - timedelta(days=40))
    person = at_a_browser(row.person)
    person.opens(MINE)
    person.follows("Resign your membership")
    person.presses("Resign")
    person.is_told("Your membership has ended. You can come back at any time.")
    person.presses("Come back")
    person.sees("Affiliate. £180, once we have accepted you.")
    accepts_the_code(person)
    sends(person)
    person.follows("See the fee and pay")
    pays(person)

    person.opens(MINE)
    person.sees(row.number, "Taken up again", "Resigned")
    assert Membership.objects.get().state == "active"


def test_a_post_that_was_typed_before_the_session_ended_is_kept(at_a_browser):
    user = UserFactory()
    person = at_a_browser(user)
    person.opens("/membership/record/experience/add/")
    person.types("Role", "Head of service")
    person.types("Employer", "Calderbridge Council")
    since = person.main.get_by_role("group", name="When did you begin?")
    for part, value in (("Day", "29"), ("Month", "2"), ("Year", "2023")):
        since.get_by_label(part).fill(value)
    person.page.context.clear_cookies(name="sessionid")
    person.presses("Save")
    person.signs_in(user)
    person.presses("Send it now")
    person.sees("The day must be between 1 and 28 in that month")
    person.main.get_by_role("group", name="When did you begin?").get_by_label("Day").fill("28")
    person.presses("Save")

    person.is_told("The post is in your record.")
    assert [str(post.since) for post in Experience.objects.filter(person=user)] == ["2023-02-28"]
