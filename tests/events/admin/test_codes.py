"""Discount codes for events in the admin: kept by the events team, which neither sees nor alters any other code."""

import io
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cmiportal.accounts.groups import EVENTS_TEAM
from cmiportal.billing.models import Discount
from events.models import EventCode
from tests.factories.accounts import UserFactory
from tests.factories.billing import discount
from tests.factories.events import EventFactory, events_team, held, priced
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

LIST = reverse("admin:events_eventcode_changelist")
ADD = reverse("admin:events_eventcode_add")
TYPED = {"code": "spring", "percent": "25", "first_day": "2026-11-01", "last_day": "2026-12-31", "uses": "10"}


def page(code, name="change"):
    return reverse(f"admin:events_eventcode_{name}", args=[code.pk])


def words(answer):
    return " ".join(answer.content.decode().split())


def test_the_team_makes_a_code_that_takes_its_part_off_a_booking(client, team):
    event = priced(EventFactory(starts_at=timezone.now() + timedelta(days=30)))

    client.post(ADD, {**TYPED, "first_day": "2020-01-01", "last_day": ""})
    booking = held(event, discount="Spring", at=timezone.now())

    code = Discount.objects.get()
    assert (code.code, code.product, code.percent, code.uses) == ("SPRING", "event", 25, 10)
    assert booking.order.total_pence == 4_500
    assert '<td class="field-used">1</td>' in words(client.get(LIST))


def test_a_code_holds_to_the_end_of_its_last_day_and_is_changed_with_its_history(client, team):
    client.post(ADD, TYPED)
    code = EventCode.objects.get()
    assert code.during == DateRange(date(2026, 11, 1), date(2027, 1, 1))
    shown = words(client.get(page(code)))
    for typed in ("2026-11-01", "2026-12-31"):
        assert f'value="{typed}"' in shown

    client.post(page(code), {**TYPED, "code": "SPRING", "last_day": "2026-11-01"})

    assert EventCode.objects.get().during == DateRange(date(2026, 11, 1), date(2026, 11, 2))
    history = apps.get_model("billing", "DiscountHistory").objects.order_by("pgh_id")
    assert list(history.values_list("pgh_label", "code")) == [("insert", "SPRING"), ("update", "SPRING")]


@pytest.mark.parametrize(
    ("during", "said"),
    [
        (DateRange(date(2026, 11, 1), date(2026, 12, 1)), "from 1 November 2026 to 30 November 2026"),
        (DateRange(date(2026, 11, 1), None), "from 1 November 2026"),
        (DateRange(None, date(2026, 12, 1)), "to 30 November 2026"),
        (DateRange(None, None), "always"),
    ],
)
def test_the_list_says_when_a_code_holds(during, said, client, team):
    code = discount(product="event", during=during)

    assert f'<td class="field-days">{said}</td>' in words(client.get(LIST))
    assert client.get(page(code)).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": ""}, "This field is required."),
        ({"code": "gala"}, "This code is taken. Choose another one."),
        ({"percent": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"percent": "101"}, "Ensure this value is less than or equal to 100."),
        ({"first_day": ""}, "This field is required."),
        ({"first_day": "tomorrow"}, "Enter a valid date."),
        ({"last_day": "2026-10-31"}, "The last day cannot be before the first."),
        ({"uses": "-1"}, "Ensure this value is greater than or equal to 0."),
    ],
)
def test_a_code_that_cannot_be_is_refused_with_a_sentence(typed, said, client, team):
    discount("GALA", product="membership-member")

    answer = client.post(ADD, {**TYPED, **typed})

    assert said in words(answer)
    assert Discount.objects.count() == 1


@pytest.mark.parametrize("product", ["", "membership-member"])
def test_codes_for_other_things_are_neither_seen_nor_altered(product, client, team):
    other, own = discount("WELCOME10", product=product), discount("SPRING", product="event")

    listed = client.get(LIST)
    assert [row.code for row in listed.context["cl"].queryset] == ["SPRING"]
    assert list(client.get(LIST, {"q": "welcome"}).context["cl"].queryset) == []
    assert [client.get(page(row)).status_code for row in (other, own)] == [302, 200]
    assert client.post(page(other), {**TYPED, "code": "MINE"}).status_code == 302
    exported = client.post(LIST, {"action": "export_csv", "_selected_action": [str(other.pk), str(own.pk)]})
    assert exported.content.decode("utf-8-sig").count("\n") == 2

    assert "WELCOME10" not in words(listed)
    assert set(Discount.objects.values_list("code", "product")) == {("WELCOME10", product), ("SPRING", "event")}


def test_the_team_is_not_let_into_the_codes_of_billing(client, team):
    code = discount(product="event")

    for address in (
        reverse("admin:billing_discount_changelist"),
        reverse("admin:billing_discount_add"),
        reverse("admin:billing_discount_change", args=[code.pk]),
        reverse("admin:billing_discounthistory_changelist"),
    ):
        assert client.get(address).status_code == 403


def test_codes_leave_as_a_workbook_with_their_days_and_how_often_they_were_used(client, team):
    code = discount(product="event", during=DateRange(date(2026, 11, 1), date(2027, 1, 1)), percent=25, uses=10)
    other = discount("SUMMER", product="event", during=DateRange(date(2026, 6, 1), None))

    answer = client.post(LIST, {"action": "export_xlsx", "_selected_action": [str(code.pk), str(other.pk)]})

    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]
    assert rows[0] == ["code", "per cent off", "first day", "last day", "used", "how often at most"]
    assert rows[1][1:] == [
        25,
        datetime.fromisoformat("2026-11-01T00:00"),
        datetime.fromisoformat("2026-12-31T00:00"),
        0,
        10,
    ]
    assert rows[2][2:4] == [datetime.fromisoformat("2026-06-01T00:00"), None]


def test_nobody_removes_a_code(client, team):
    assert client.post(page(discount(product="event"), "delete"), {"post": "yes"}).status_code == 403
    assert EventCode.objects.exists()


def may(client, person, code):
    """What comes of looking at the list, opening the form of a new one, and sending that of one that is there."""
    client.force_login(person)
    changed = client.post(page(code), {**TYPED, "code": "MINE"})
    return [client.get(LIST).status_code, client.get(ADD).status_code, changed.status_code]


def test_keeping_codes_takes_the_right_and_the_group(client):
    code = discount(product="event")
    without_rights = events_team(is_staff=True)
    Group.objects.get(name=EVENTS_TEAM).permissions.clear()

    assert may(client, UserFactory(admin=True), code) == [200, 403, 403]
    assert may(client, without_rights, code) == [403, 403, 403]
    assert may(client, UserFactory(is_staff=True), code) == [403, 403, 403]
    assert may(client, UserFactory(), code) == [302, 302, 302]
    assert EventCode.objects.get().code == "SPRING"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_code_and_three(rows, client, team):
    for number in range(rows):
        discount(f"SPRING{number}", product="event")

    assert queries_of(client, LIST) == 8
