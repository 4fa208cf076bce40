"""What a row of the admin refers to is a link for those who may open it, and a name for others."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from cmiportal.billing.models import Invoice
from tests.factories.accounts import UserFactory
from tests.factories.events import EventFactory, confirmed, priced

pytestmark = pytest.mark.django_db


def keeper(*codenames):
    """Somebody of staff with these rights alone."""
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person


def test_a_reference_is_a_link_only_for_whom_its_page_is_open(client):
    booking = confirmed(priced(EventFactory(title="The spring dinner")), UserFactory(name="Wren Holtby"))
    page = reverse("admin:events_booking_change", args=[booking.pk])
    person = reverse("admin:accounts_user_change", args=[booking.person.pk])
    event = reverse("admin:events_event_change", args=[booking.event.pk])

    def links(*rights):
        client.force_login(keeper("view_booking", *rights))
        shown = client.get(page).text
        assert "Wren Holtby" in shown
        assert "The spring dinner" in shown
        return f'href="{person}"' in shown, f'href="{event}"' in shown

    assert links() == (False, False)
    assert links("view_event") == (False, True)
    assert links("view_event", "view_user") == (True, True)


def test_who_moved_a_row_is_named_in_words_below_it(client):
    booking = confirmed(EventFactory(), UserFactory(name="Wren Holtby"))
    page = reverse("admin:events_booking_change", args=[booking.pk])
    client.force_login(keeper("view_booking", "view_bookingevent"))

    shown = client.get(page).text

    assert reverse("admin:accounts_user_change", args=[booking.person.pk]) not in shown
    assert "Moves of bookings" in shown


def test_a_reference_to_nothing_stays_a_dash(client):
    booking = confirmed(EventFactory(), UserFactory(name="Wren Holtby"))
    assert booking.order is None
    client.force_login(keeper("view_booking"))

    assert '<div class="readonly">-</div>' in client.get(reverse("admin:events_booking_change", args=[booking.pk])).text
    assert not Invoice.objects.exists()


def test_staff_are_not_sent_to_a_centre(client):
    client.force_login(keeper())

    answer = client.get(reverse("admin:events_booking_changelist"))

    assert answer.status_code == 403
    assert ("ask an administrator" in answer.text, "your centre" in answer.text) == (True, False)
