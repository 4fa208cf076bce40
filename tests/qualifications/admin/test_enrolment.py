"""Places and chosen units in the admin: looked at, searched, never written; lists without a query for each row."""

import pytest
from django.urls import reverse

from tests.factories.places import asked_place, registered_place
from tests.factories.qualifications import EnrolmentFactory, chosen_unit
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def changelist(table):
    return reverse(f"admin:qualifications_{table}_changelist")


def change(row):
    return reverse(f"admin:qualifications_{row._meta.model_name}_change", args=[row.pk])


def shown(client, table, **query):
    return list(client.get(changelist(table), query).context["cl"].queryset)


@pytest.mark.parametrize("asked", ["P0000777", "Noor", "noor@example", "Northmere"])
def test_places_are_found_by_number_person_and_centre(admin_client, asked):
    place = EnrolmentFactory(
        number="P0000777", learner__name="Noor Haddad", learner__email="noor@example.org", centre__name="Northmere"
    )
    EnrolmentFactory()

    assert shown(admin_client, "enrolment", q=asked) == [place]


@pytest.mark.parametrize("asked", ["602", "Leading 602", "Noor"])
def test_chosen_units_are_found_by_number_title_and_learner(admin_client, asked):
    place = registered_place()
    other = chosen_unit(place, "601")
    unit = chosen_unit(EnrolmentFactory(learner__name="Noor Haddad", version=place.version), "602")

    assert shown(admin_client, "unitenrolment", q=asked) == [unit]
    assert set(shown(admin_client, "unitenrolment")) == {unit, other}


def test_places_are_filtered_by_state_and_count_their_units(admin_client):
    place = registered_place()
    chosen_unit(place, "601")
    chosen_unit(place, "602")
    EnrolmentFactory(state="declined")

    assert [(row, row.unit_count) for row in shown(admin_client, "enrolment", state="registered")] == [(place, 2)]


def test_the_page_of_a_place_shows_its_moves_and_not_what_is_sealed(admin_client):
    place = asked_place()

    page = admin_client.get(change(place)).content.decode()

    assert place.number in page
    assert "request" in page
    assert "Ostrander &amp; Vale" not in page


def test_nothing_can_be_written(admin_client):
    place = registered_place()
    unit = chosen_unit(place, "601")

    for row in (place, unit):
        assert admin_client.post(change(row), {"number": "P1", "state": "completed"}).status_code == 403
        assert admin_client.get(reverse(f"admin:qualifications_{row._meta.model_name}_add")).status_code == 403
        delete = reverse(f"admin:qualifications_{row._meta.model_name}_delete", args=[row.pk])
        assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    place.refresh_from_db()
    assert (place.state, place.moves) == ("registered", 0)


def test_lists_and_pages_take_as_many_queries_for_three_rows_as_for_one(admin_client):
    place = registered_place()
    chosen_unit(place, "601")
    addresses = [changelist("enrolment"), changelist("unitenrolment"), change(place)]
    before = [queries_of(admin_client, address) for address in addresses]
    for number in ("602", "603"):
        chosen_unit(place, number)
        chosen_unit(EnrolmentFactory(version=place.version), number)

    assert [queries_of(admin_client, address) for address in addresses] == before
