"""Whatever is sent to a form, its sender gets a clear answer and loses nothing that they typed."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cmiportal.billing.models import Order, OrderEvent
from cmiportal.documents.models import Item
from events.models import Booking, BookingEvent, Feedback
from membership.models import (
    CharteredApplicationEvent,
    CpdEntry,
    Experience,
    GradeRequestEvent,
    MembershipEvent,
    Nomination,
    QualificationHeld,
    Referee,
    Seat,
)
from qualifications.models import (
    Award,
    AwardEvent,
    Certificate,
    Enrolment,
    EnrolmentEvent,
    HandIn,
    Judgement,
    Mapping,
    Submission,
    SubmissionEvent,
)
from tests.demo import portal_of
from tests.events.filled_forms import FORMS as FORMS_OF_EVENTS
from tests.membership.filled_forms import FORMS as FORMS_OF_MEMBERSHIP
from tests.qualifications.filled_forms import FORMS as FORMS_OF_QUALIFICATIONS
from tests.qualifications.filled_forms import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FORMS = (*FORMS_OF_QUALIFICATIONS, *FORMS_OF_MEMBERSHIP, *FORMS_OF_EVENTS)
ROWS = (
    *(CharteredApplicationEvent, CpdEntry, Experience, GradeRequestEvent, MembershipEvent, Nomination),
    *(Order, OrderEvent, QualificationHeld, Referee, Seat),
    *(Booking, BookingEvent, Feedback),
    Award,
    AwardEvent,
    Certificate,
    Enrolment,
    EnrolmentEvent,
    HandIn,
    Item,
    Judgement,
    Mapping,
    Submission,
    SubmissionEvent,
)


@pytest.fixture(scope="module", autouse=True)
def portal(django_db_setup, django_db_blocker):
    """The demo's portal as of now: pages ask the clock."""
    with portal_of(django_db_blocker, at=timezone.now()):
        yield


class Sender:
    """Whoever sends the form, with the page in front of them."""

    def __init__(self, form):
        self.client = Client()
        if form.person:
            self.client.force_login(form.user())
        self.form, self.address = form, form.address()
        page = fields_of(self.client.get(self.address).text)
        self.key = page.values.get("post_key", [None])[0]
        self.data = dict(form.typed)
        self.data |= {name: page.values[name][0] for name in form.carried}
        self.data |= {name: page.offered[name][0] for name in form.picked}
        if len(form.picked) == 2:
            self.data[form.picked[1]] = page.offered[form.picked[1]][-1]

    def sends(self, **changes):
        """The answer to the form with these fields changed, or left out where None."""
        data = {name: value for name, value in {**self.data, **changes}.items() if value is not None}
        return self.client.post(self.address, {"csrfmiddlewaretoken": "as every page has", **data})


def succeeded(response):
    return response.status_code == 302 or "<h1>Thank you</h1>" in response.text


def rows():
    return {model.__name__: model.objects.count() for model in ROWS}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_that_is_filled_in_rightly_is_taken(form):
    response = Sender(form).sends()
    assert succeeded(response), response.context["form"].errors


def of_all(values):
    """Everything that there is to try, in `make test-all`."""
    return pytest.param(tuple(values), marks=pytest.mark.slow)


HOSTILE = {
    "a NUL": "Ada\x00 Lovelace",
    "10,000 characters": "long" * 2_500,
    "direction turned around": "exe\u202egnp.Ada",
    "nothing to see": "\u200b \u2060",
    "markup": "<script>alert(1)</script>",
    "what is no date, number or address": "٣٫٥ or so",
}
SET_BY_THE_PAGE = {"action", "decision", "accept", "decline", "confirm", "refuse", "change", "hand_over"}


@pytest.mark.parametrize("whats", [("a NUL", "10,000 characters"), of_all(HOSTILE)], ids=["two", "all"])
@pytest.mark.parametrize("form", FORMS, ids=str)
def test_whatever_is_typed_is_taken_or_comes_back_whole(form, whats):
    sender = Sender(form)
    for name in form.typed.keys() - SET_BY_THE_PAGE:
        for what in whats:
            text = HOSTILE[what]
            with undone():
                response = sender.sends(**{name: text})
                assert "<script>alert(1)" not in response.text, name
                if not succeeded(response):
                    assert_comes_back(response, {**sender.data, name: text}, why=what)


def assert_comes_back(response, sent, *, why=""):
    """The page says what is wrong, and every field that can be typed into holds what was sent.

    A desk says in its status as well that the form was out of date (409).
    """
    assert response.status_code in (200, 409)
    assert "<title>Error: " in response.text or list(response.context["messages"])
    fields = fields_of(response.text)
    for name in fields.values.keys() & sent.keys():
        if name not in fields.offered and name not in HIDDEN and name != "time_zone":
            assert sent[name] in fields.values[name], (name, why)


NUMBERS = ("", "x", "-1", "9" * 40, "1.5", "\x00", None)
OF_ONE_FORM = ("register", "refuse", "accept", "decline", "confirm", "change", "hand_over")
HIDDEN = ("moves", *(f"{form}-moves" for form in OF_ONE_FORM), "revision", "seen")
NUMBERED = [form for form in FORMS if set(form.carried) & set(HIDDEN[:-1])]


@pytest.mark.parametrize("numbers", [("x", "9" * 40), of_all(NUMBERS)], ids=["two", "all"])
@pytest.mark.parametrize("form", NUMBERED, ids=str)
def test_a_form_whose_hidden_number_is_wrong_can_be_sent_again(form, numbers):
    sender, before = Sender(form), rows()
    for name in set(form.carried) & set(HIDDEN[:-1]):
        for number in numbers:
            with undone():
                response = sender.sends(**{name: number})
                assert_comes_back(response, sender.data, why=number)
                assert rows() == before
                assert succeeded(sender.sends(**{name: fields_of(response.text).values[name][0]})), number


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_of_which_fields_are_missing_says_so(form):
    sender, before = Sender(form), rows()
    for name in form.typed.keys() | set(form.picked):
        with undone():
            response = sender.sends(**{name: None})
            if name in SET_BY_THE_PAGE or not succeeded(response):
                assert rows() == before, name
            if name not in SET_BY_THE_PAGE and not succeeded(response):
                assert_comes_back(response, {**sender.data, name: ""}, why=name)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_a_form_that_is_sent_twice_is_done_once(form):
    sender = Sender(form)
    assert succeeded(sender.sends(post_key=sender.key))
    once = rows()
    again = sender.sends(post_key=sender.key)

    assert again.status_code in (200, 302, 404, 409, 410)
    assert rows() == once


def test_a_method_that_nothing_answers_to_is_refused():
    for form in FORMS:
        client = Client()
        if form.person:
            client.force_login(form.user())
        for method in (client.put, client.patch, client.delete, client.trace):
            assert method(form.address()).status_code == 405, form


@pytest.mark.parametrize("code", ["9.9", "1.1.1", "x", "%2e", "日本", "1" * 500])
def test_a_criterion_that_there_is_not_leads_nowhere(code):
    for form in FORMS:
        if "code" in (keys := form.where()):
            client = Client()
            client.force_login(form.user())
            address = reverse(form.name, kwargs=keys | {"code": "CODE"}).replace("CODE", code)
            assert client.get(address).status_code == 404, form
