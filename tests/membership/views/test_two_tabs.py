"""A page is sent in the moment in which something else is decided: the page says so, and nothing is done twice."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.groups import MEMBERSHIP_ASSESSORS
from membership.models import Appeal, Experience, GradeRequest, Panellist, RegisterEntry, Seat, StatementEvidence
from membership.services.applying import applications
from membership.services.companions import panel
from membership.services.members import requests
from membership.services.record import lines as record
from membership.services.register.statuses import end_statuses
from tests.factories.accounts import UserFactory
from tests.factories.applications import ready
from tests.factories.chartered import Desk
from tests.factories.companions import FOR, declared, panellist, seconded, voted
from tests.factories.documents import ItemFactory
from tests.factories.membership import GradeFactory
from tests.factories.record import ExperienceFactory
from tests.factories.seats import Corporate, pay
from tests.races import in_turn, no_locking_of

pytestmark = pytest.mark.django_db(transaction=True)

POST = {"post": "Area manager", "employer": "Fellgate Logistics", "since_0": "1", "since_1": "3", "since_2": "2020"}


def now():
    return timezone.now()


def tab(person, name, form, *args):
    """Send that page of the person's, and follow to what it shows."""
    client = Client()
    client.force_login(person)
    return lambda: client.post(reverse(f"membership:{name}", args=args), form, follow=True)


def after(row, act, send):
    """What is shown to who sends a page while the act is under way; both wait for the row, the act goes first."""
    response = in_turn(no_locking_of(row), act, send)[1]
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_part_of_a_request_that_was_sent_in_that_moment_is_not_kept():
    row = requests.begin(person=UserFactory(), at=now())
    row = requests.keep(request=row, answers={"grade": GradeFactory(), "code_accepted_at": now()})
    submit = tab(row.person, "request_check", {"moves": row.moves})

    html = after(row, submit, tab(row.person, "request_part", {"concession": "I am between jobs."}, "fee"))

    assert "This request was sent, so it can no longer be changed." in html
    assert GradeRequest.objects.values_list("state", "concession").get() == ("accepted", "")


def test_an_application_that_was_submitted_in_that_moment_is_not_changed():
    row = ready(at=now())
    accepted_at = row.code_accepted_at

    html = after(
        row,
        lambda: applications.submit(application=row, by=row.person, at=now()),
        tab(row.person, "application_conduct", {"code": "on"}),
    )

    assert "This application was submitted, so it can no longer be changed." in html
    row.refresh_from_db()
    assert (row.state, row.code_accepted_at) == ("payment", accepted_at)


def test_one_piece_of_evidence_stands_behind_a_statement_once():
    row = ready(at=now())
    form = {"item": ItemFactory(owner=row.person).pk, "pointer": ""}
    first, second = (tab(row.person, "statement_evidence_add", form, "leading") for _ in range(2))

    html = after(row, first, second)

    assert "This evidence stands behind the statement already." in html
    assert StatementEvidence.objects.count() == 1


@pytest.mark.parametrize(("name", "form"), [("experience_edit", POST), ("experience_remove", {})])
def test_a_line_of_the_record_that_was_confirmed_in_that_moment_stays_as_it_is(name, form):
    row, officer = ExperienceFactory(), UserFactory(groups=[MEMBERSHIP_ASSESSORS])

    html = after(row, lambda: record.confirm(line=row, by=officer, at=now()), tab(row.person, name, form, row.pk))

    assert "Somebody here has looked at this already, so it stays as it is." in html
    assert Experience.objects.values_list("post", "state").get() == (row.post, "confirmed")


def test_a_status_that_ended_in_that_moment_does_not_come_into_the_register():
    desk = Desk(at=now()).allocated()
    status = desk.awarded()
    end = {"person": desk.person, "because": "The membership ended.", "at": now()}

    html = after(status, lambda: end_statuses(**end), tab(desk.person, "status_detail", {"shown": "on"}))

    assert "This status has ended, so the register cannot show it." in html
    assert not RegisterEntry.objects.exists()


def test_there_is_one_appeal_against_an_outcome():
    desk = Desk(at=now()).allocated().declined()
    first, second = (tab(desk.person, "appeal_detail", {"grounds": said}) for said in ("It was cut short.", "Anew."))

    html = after(desk.row, first, second)

    assert "You have appealed against this outcome already." in html
    assert Appeal.objects.get().grounds == "It was cut short."


@pytest.mark.parametrize(
    ("has_declared", "form"), [(False, {"has_conflict": "no"}), (True, {"approves": "yes", "reason": "Rare."})]
)
def test_a_nomination_that_was_decided_in_that_moment_takes_no_more_votes(has_declared, form):
    row, judge = voted(seconded(), FOR, FOR), panellist()
    last = declared(row)
    if has_declared:
        declared(row, judge)

    html = after(
        row,
        lambda: panel.vote(nomination=row, approves=FOR, reason="Rare.", by=last, at=now()),
        tab(judge, "panel_detail", form, row.pk),
    )

    assert "This nomination does not wait for your vote." in html
    assert Panellist.objects.exclude(vote="").count() == 3


def test_a_seat_is_released_once():
    firm = Corporate(seats=0)
    pay(firm.ordered(1, at=now()), at=now())
    seat = firm.accepted(at=now())
    first, second = (tab(firm.staff, "seat_release", {}, seat.pk) for _ in range(2))

    html = after(firm.row, first, second)

    assert "This seat was released already." in html
    assert not Seat.objects.live().exists()
