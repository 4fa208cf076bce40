"""Reminders and figures, as the membership team sees them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from cmiportal.rules.days import uk_day
from cmiportal.workflow import born, move
from membership.models import GradeRequest
from membership.services.members.reminders import remind
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.membership import GradeFactory, member
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

REMINDERS = reverse("membership:reminder_plan")
FIGURES = reverse("membership:figure_list")
CSV = [reverse("membership:figure_csv", args=[table]) for table in ("members", "months", "decisions")]


def now():
    return timezone.now()


def ending(in_days, **known):
    return member(until=uk_day(now(), in_days), at=now() - timedelta(days=100), **known)


def text(response):
    return " ".join(response.content.decode().split())


def on(in_days):
    day = uk_day(now(), in_days)
    return {"on_0": day.day, "on_1": day.month, "on_2": day.year}


@pytest.fixture
def team(client):
    client.force_login(UserFactory(groups=[MEMBERSHIP_ASSESSORS]))
    return client


@pytest.mark.parametrize("address", [REMINDERS, FIGURES, *CSV])
def test_only_the_membership_team_sees_them(client, address):
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


def test_tomorrow_says_who_is_reached_who_is_not_and_why(team):
    reached = ending(31, person=UserFactory(name="Wren Ashgrove"))
    remind(at=now())
    skipped = ending(1, person=UserFactory(name="Oren Daley"), basis=Basis.STUDYING)

    page = text(team.get(REMINDERS))

    assert "one member will be written to" in page
    for said in (reached.number, "Wren Ashgrove", "30 days before the end", skipped.number, "On the last day"):
        assert said in page
    assert "The membership ends with the registration." in page


def test_a_rule_shows_its_people_alone(team):
    ending(31, person=UserFactory(name="Wren Ashgrove"))
    ending(8, person=UserFactory(name="Oren Daley"))

    page = text(team.get(REMINDERS, {"days": "30"}))

    assert ("Wren Ashgrove" in page, "Oren Daley" in page) == (True, True)
    page = text(team.get(REMINDERS, {"days": "7"}))
    assert ("Wren Ashgrove" in page, "Oren Daley" in page) == (False, True)


def test_another_day_shows_its_own(team):
    ending(40, person=UserFactory(name="Wren Ashgrove"))
    remind(at=now())

    assert "Wren Ashgrove" in text(team.get(REMINDERS, on(10)))
    assert "nobody is reached" in text(team.get(REMINDERS, on(11)))


def test_a_day_that_is_past_is_refused(team):
    assert "Choose a day from today on, within a year" in text(team.get(REMINDERS, on(-1)))


def test_no_rules_reach_nobody_and_the_page_says_so(team, settings):
    settings.RENEWAL_REMINDER_DAYS = ()
    ending(30)

    assert "No reminder goes to anybody." in text(team.get(REMINDERS))


def test_the_ledger_stands_by_day(team):
    ending(30)
    remind(at=now())

    page = team.get(REMINDERS)

    assert list(page.context["runs"]) == [{"day": uk_day(now()), "sent": 1, "skipped": 1}]


@pytest.mark.parametrize("members", [1, 3])
def test_the_reminders_take_the_same_number_of_queries(team, members):
    for _ in range(members):
        ending(31)

    assert queries_of(team, REMINDERS) == 7


def test_figures_draw_the_months_and_say_them_in_a_table(team):
    ending(100)

    page = text(team.get(FIGURES))

    assert page.count('role="img"') == 2  # nothing was decided
    assert "Percent of the members on the first day of each month who stayed" in page
    assert "Memberships by grade and state" in page


def test_figures_of_one_grade_and_of_no_grade_there_is(team):
    row = ending(100)

    assert f"By month: {row.grade.title}" in text(team.get(FIGURES, {"grade": "member"}))
    assert "By month:" not in text(team.get(FIGURES, {"grade": "nothing"}))


@pytest.mark.parametrize("members", [1, 3])
def test_the_figures_take_the_same_number_of_queries(team, members):
    for _ in range(members):
        ending(100)

    assert queries_of(team, FIGURES) == 10


def test_figures_leave_as_csv(team):
    ending(100, grade=GradeFactory(title="=Member"))

    members, months, decisions = (team.get(address).content.decode("utf-8-sig").splitlines() for address in CSV)

    assert members == [
        "Grade,Waiting for payment,Active,In grace,Lapsed,Resigned,Suspended,All",
        "'=Member,0,1,0,0,0,0,1",
    ]
    assert len(months) == 1 + 13
    assert len(decisions) == 1 + 2 * 13
    assert team.get(reverse("membership:figure_csv", args=["salaries"])).status_code == 404


def test_how_long_decisions_take_is_drawn_where_something_was_decided(team):
    person, grade = UserFactory(), GradeFactory()
    sent = now() - timedelta(days=3)
    asked = born(GradeRequest(person=person, kind="join", created_at=sent), at=sent, actor=person)
    move(asked, "submit", at=sent, actor=person, grade=grade, code_accepted_at=sent, submitted_at=sent)
    move(asked, "decline", at=now(), actor=UserFactory(groups=[MEMBERSHIP_ASSESSORS]))

    page = text(team.get(FIGURES))

    assert "Median days from sending a request to its decision" in page
    assert "3 days" in page
    assert "Median days from sending an application" not in page
