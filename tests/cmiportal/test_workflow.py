"""move(): the only writer of a state, with its guard, its version, its event and its chain of digests."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from cmiportal.workflow import (
    MoveNotAllowed,
    MoveRefused,
    SealedPayload,
    StaleMove,
    chain_is_whole,
    move,
)
from qualifications.models import Enrolment, Role
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW, EnrolmentFactory, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return EnrolmentFactory(state="requested")


@pytest.fixture
def coordinator(place):
    return staff_of(place.centre, Role.COORDINATOR)


def events_of(place):
    return [
        (event.sequence, event.action, event.from_state, event.to_state, event.actor)
        for event in place.events.order_by("sequence")
    ]


def test_a_row_is_born_with_event_nought(place):
    assert events_of(place) == [(0, "create", "", "requested", place.learner)]


def test_a_move_changes_the_state_and_leaves_one_event(place, coordinator):
    move(place, "approve_instead", at=NOW, actor=coordinator, data={"seen": 1})

    place.refresh_from_db()
    assert (place.state, place.moves) == ("approved", 1)
    assert events_of(place)[1:] == [(1, "approve_instead", "requested", "approved", coordinator)]
    assert place.events.get(sequence=1).data == {"seen": 1}


def test_other_columns_change_in_the_same_move(place):
    move(place, "withdraw", at=NOW, actor=place.learner, name_as_printed="Wren Holtby")

    place.refresh_from_db()
    assert (place.state, place.name_as_printed) == ("withdrawn", "Wren Holtby")


def test_an_action_that_the_state_does_not_know_is_refused_in_a_sentence(place, coordinator):
    with pytest.raises(MoveNotAllowed, match="This place can no longer be changed in that way; it is requested"):
        move(place, "register", at=NOW, actor=coordinator)

    assert events_of(place) == [(0, "create", "", "requested", place.learner)]


def test_a_person_whom_the_predicate_does_not_name_is_refused(place):
    stranger = staff_of(EnrolmentFactory().centre, Role.COORDINATOR)

    with pytest.raises(MoveNotAllowed, match="You may not do this: approve without a line manager"):
        move(place, "approve_instead", at=NOW, actor=stranger)


def test_what_belongs_to_a_link_is_refused_to_a_person_and_to_the_clock(place, coordinator):
    for actor in (coordinator, None):
        with pytest.raises(MoveNotAllowed):
            move(place, "approve", at=NOW, actor=actor)


def test_what_belongs_to_the_clock_needs_nobody():
    place = EnrolmentFactory()

    move(place, "expire", at=NOW)

    assert place.state == "expired"
    assert events_of(place)[1] == (1, "expire", "registered", "expired", None)


def test_a_form_that_carries_an_older_version_is_stale(place, coordinator):
    move(place, "approve_instead", at=NOW, actor=coordinator)

    with pytest.raises(StaleMove, match="This was changed while you had it open"):
        move(place, "register", at=NOW, actor=coordinator, moves=0)


def test_a_row_that_somebody_else_moved_is_stale_and_keeps_their_move(place, coordinator):
    mine = Enrolment.objects.get(pk=place.pk)
    move(place, "approve_instead", at=NOW, actor=coordinator)

    with pytest.raises(StaleMove):
        move(mine, "refuse", at=NOW, actor=coordinator)

    assert [line[1] for line in events_of(place)] == ["create", "approve_instead"]


def test_a_stale_move_is_a_refused_move():
    assert issubclass(StaleMove, MoveRefused)


def test_offered_moves_are_those_whose_predicate_holds(place, coordinator):
    assert [line.action for line in place.offered_to(coordinator)] == ["approve_instead", "refuse", "withdraw"]
    assert [line.action for line in place.offered_to(place.learner)] == ["ask_again", "withdraw"]
    assert place.offered_to(UserFactory()) == []
    assert place.may(coordinator, "refuse")
    assert not place.may(coordinator, "approve")


def test_edges_name_every_source_for_the_diagram():
    withdrawals = [edge for edge in Enrolment.workflow.edges() if edge[1] == "withdraw"]
    assert withdrawals == [
        ("requested", "withdraw", "withdrawn"),
        ("approved", "withdraw", "withdrawn"),
        ("registered", "withdraw", "withdrawn"),
    ]


def test_the_database_refuses_a_state_without_its_event(place):
    Enrolment.objects.filter(pk=place.pk).update(state="withdrawn")

    with (
        pytest.raises(IntegrityError, match="enrolment_state_is_last_event"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Enrolment.objects.filter(pk=place.pk).update(state="requested")


def test_sealed_values_stand_in_the_payload_and_not_in_the_event(place, coordinator):
    move(place, "refuse", at=NOW, actor=coordinator, sealed={"reason": "No budget"}, about=place.learner)

    event = place.events.get(sequence=1)
    payload = SealedPayload.objects.get(pk=event.payload_id)
    assert (event.data, payload.body, payload.about) == ({}, {"reason": "No budget"}, place.learner)
    assert bytes(event.payload_digest) == payload.digest()
    assert str(payload) == str(payload.pk)


def test_erasing_a_payload_leaves_the_chain_whole(place, coordinator):
    move(place, "refuse", at=NOW, actor=coordinator, sealed={"reason": "No budget"})
    SealedPayload.objects.all().delete()

    assert chain_is_whole(place)


@pytest.mark.parametrize("change", [{"action": "approve"}, {"actor": None}, {"data": {"x": 1}}, {"digest": b"1" * 32}])
def test_changing_an_event_breaks_the_chain(place, coordinator, change):
    move(place, "approve_instead", at=NOW, actor=coordinator)
    move(place, "refuse", at=NOW, actor=coordinator)
    assert chain_is_whole(place)

    place.events.filter(sequence=1).update(**change)

    assert not chain_is_whole(place)


def test_a_moment_by_the_clock_of_summer_leaves_the_chain_whole(place, coordinator):
    move(place, "approve_instead", at=datetime(2027, 7, 1, 10, tzinfo=ZoneInfo("Europe/London")), actor=coordinator)

    assert chain_is_whole(place)


def test_an_event_says_its_number_and_action(place):
    assert str(place.events.get()) == "0 create"
