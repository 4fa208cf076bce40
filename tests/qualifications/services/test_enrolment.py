"""Asking for a place, and the line manager's answer by link."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from cmiportal.links.models import Link, OutsidePerson
from cmiportal.links.services import LinkClosed, use_link
from cmiportal.workflow import MoveNotAllowed, SealedPayload, StaleMove, chain_is_whole
from qualifications.models import Approval, Enrolment, QualificationVersion
from qualifications.services.enrolment import LineManager, PlaceRefused, answer_by_link, ask_again, request_place
from qualifications.services.history import history_of
from tests.factories.accounts import UserFactory
from tests.factories.places import (
    DAY,
    LINE_MANAGER,
    asked_place,
    coordinator_of,
    link_of,
    offered_qualification,
    told,
)
from tests.factories.qualifications import NOW, EnrolmentFactory, published_unit, published_version

pytestmark = pytest.mark.django_db

APPROVE = {"decision": "approve", "reason": ""}
DECLINE = {"decision": "decline", "reason": " The budget is spent. "}


def ask(version, centre, *, learner=None, at=NOW, line_manager=LINE_MANAGER, **extra):
    return request_place(
        learner=learner or UserFactory(),
        qualification=version.qualification,
        centre=centre,
        name_as_printed="Amara J. Whitlock",
        line_manager=line_manager,
        at=at,
        **extra,
    )


def test_a_request_pins_the_version_in_force_on_the_day():
    version, centre = offered_qualification()
    later = published_version([published_unit("604")], qualification=version.qualification)
    learner = UserFactory()

    place = ask(version, centre, learner=learner)

    kept = Enrolment.objects.get(pk=place.pk)
    assert (kept.state, kept.learner, kept.centre, kept.version) == ("requested", learner, centre, later)
    assert (kept.name_as_printed, kept.requested_on) == ("Amara J. Whitlock", NOW.date())
    assert kept.line_manager.email == "priya@example.org"
    assert chain_is_whole(kept)


@pytest.mark.parametrize(
    "dates",
    [{"effective_from": NOW.date()}, {"effective_from": NOW.date() + DAY, "published_at": NOW}],
    ids=["unpublished", "not yet in effect"],
)
def test_a_version_that_does_not_hold_yet_is_not_pinned(dates):
    version, centre = offered_qualification()
    QualificationVersion.objects.create(qualification=version.qualification, number=2, min_credits=1, **dates)

    assert ask(version, centre).version == version


def test_a_request_seals_what_the_learner_said():
    version, centre = offered_qualification()
    learner = UserFactory()

    place = ask(version, centre, learner=learner)

    event = place.events.get()
    assert (event.action, event.actor, event.data) == ("request", learner, {})
    payload = SealedPayload.objects.get(pk=event.payload_id)
    assert payload.about == learner
    assert payload.body == {
        "line_manager": {"name": "Priya Ostrander", "email": "Priya@example.org", "organisation": "Ostrander & Vale"},
        "name_as_printed": "Amara J. Whitlock",
    }


def test_the_line_manager_gets_a_link_and_the_learner_is_told_who_is_asked(settings):
    place = asked_place()

    link = link_of(place)
    assert link.expires_at == NOW + timedelta(days=settings.LINE_MANAGER_LINK_DAYS)
    assert told() == [("line_manager_asked", "Priya@example.org"), ("place_requested", place.learner)]
    (asked,) = told("line_manager_asked")
    assert asked.pop("path").startswith("/links/")
    assert asked == {
        "greeting": "Priya Ostrander",
        "learner": place.learner.name,
        "qualification": place.qualification.title,
        "centre": place.centre.name,
        "until": link.expires_at.isoformat(),
    }
    assert told("place_requested") == [
        {
            "qualification": place.qualification.title,
            "centre": place.centre.name,
            "number": place.number,
            "path": reverse("qualifications:enrolment_detail", args=[place.pk]),
            "line_manager": "Priya Ostrander",
            "until": link.expires_at.isoformat(),
        }
    ]


def test_two_learners_may_name_one_line_manager():
    first, second = asked_place(), asked_place(line_manager=LineManager("Pri", "PRIYA@example.org"))

    assert first.line_manager == second.line_manager
    assert OutsidePerson.objects.get().name == "Priya Ostrander"
    assert [said["greeting"] for said in told("line_manager_asked")] == ["Priya Ostrander", "Pri"]


@pytest.mark.parametrize(
    "dates",
    [{"last_registration": NOW.date() - DAY}, {"operational_start": NOW.date() + DAY}],
)
def test_a_request_is_refused_outside_the_dates_of_registration(dates):
    version, centre = offered_qualification(**dates)

    with pytest.raises(PlaceRefused, match=r"^Registration on the Level 6 .* is not open\.$"):
        ask(version, centre)

    assert (Enrolment.objects.count(), Link.objects.count(), told()) == (0, 0, [])


def test_a_request_is_refused_while_no_version_is_in_force():
    version, centre = offered_qualification()

    with pytest.raises(PlaceRefused, match="is not open"):
        ask(version, centre, at=datetime(2019, 1, 1, tzinfo=NOW.tzinfo))


def test_a_request_on_the_last_day_of_registration_counts_in_uk_time():
    version, centre = offered_qualification(last_registration=date(2026, 6, 30))

    place = ask(version, centre, at=datetime(2026, 6, 30, 22, 59, tzinfo=NOW.tzinfo))  # 23:59 in London

    assert place.requested_on == date(2026, 6, 30)
    with pytest.raises(PlaceRefused, match="is not open"):
        ask(version, centre, at=datetime(2026, 6, 30, 23, 1, tzinfo=NOW.tzinfo))


def test_a_request_is_refused_where_the_centre_is_not_approved_that_day():
    version, centre = offered_qualification()
    Approval.objects.update(during=(date(2020, 1, 1), NOW.date()))

    with pytest.raises(PlaceRefused, match=f"^{centre} is not approved to deliver") as refused:
        ask(version, centre)

    assert refused.value.field == "centre"


def test_a_second_open_place_is_refused_by_the_database_with_a_sentence():
    version, centre = offered_qualification()
    learner = UserFactory()
    ask(version, centre, learner=learner)

    with pytest.raises(PlaceRefused, match="You already have a place, or a request for one"):
        ask(version, centre, learner=learner)

    assert (Enrolment.objects.count(), Link.objects.count()) == (1, 1)


def test_a_declined_request_can_be_made_again():
    version, centre = offered_qualification()
    learner = UserFactory()
    first = ask(version, centre, learner=learner)
    use_link(link=link_of(first), data=DECLINE, at=NOW)

    assert ask(version, centre, learner=learner).state == "requested"


def test_nobody_is_their_own_line_manager_in_whatever_case():
    learner = UserFactory(email="Amara@example.org")
    version, centre = offered_qualification()

    with pytest.raises(PlaceRefused, match="not your own") as refused:
        ask(version, centre, learner=learner, line_manager=LineManager("Amara", "AMARA@EXAMPLE.ORG"))

    assert refused.value.field == "line_manager_email"


def test_a_date_of_birth_is_kept_once_and_never_replaced():
    learner = UserFactory()
    version, centre = offered_qualification()
    ask(version, centre, learner=learner, date_of_birth=date(1990, 5, 10))
    other, centre = offered_qualification()
    ask(other, centre, learner=learner, date_of_birth=date(1991, 5, 10))

    learner.refresh_from_db()
    assert learner.date_of_birth == date(1990, 5, 10)


@pytest.mark.parametrize(("born_on", "refused"), [(date(2007, 11, 3), True), (date(2007, 11, 2), False)])
def test_a_learner_must_have_reached_the_minimum_age(born_on, refused):
    version, centre = offered_qualification(minimum_age=19)
    learner = UserFactory(date_of_birth=born_on)

    if refused:
        with pytest.raises(PlaceRefused, match="at least 19 years old"):
            ask(version, centre, learner=learner)
    else:
        assert ask(version, centre, learner=learner).state == "requested"


def test_a_learner_cannot_have_stranger_after_stranger_written_to(settings):
    settings.LINE_MANAGER_ASKS_A_DAY = 2
    place = asked_place()
    again = LineManager("Noor Haddad", "noor@example.org")
    ask_again(enrolment=place, by=place.learner, line_manager=again, at=NOW + timedelta(hours=1))

    with pytest.raises(PlaceRefused, match="Try again tomorrow"):
        ask_again(enrolment=place, by=place.learner, line_manager=again, at=NOW + timedelta(hours=2))

    ask_again(enrolment=place, by=place.learner, line_manager=again, at=NOW + DAY + timedelta(minutes=1))


def test_several_learners_together_cannot_flood_one_line_manager(settings):
    settings.LINE_MANAGER_ASKED_A_DAY = 2
    version, centre = offered_qualification()
    manager = LineManager("Noor Haddad", "Noor@example.org")
    for _ in range(2):
        ask(version, centre, line_manager=manager)

    with pytest.raises(PlaceRefused, match="This person was asked as often") as refusal:
        ask(version, centre, line_manager=manager)

    assert refusal.value.field == "line_manager_email"
    assert ask(version, centre, line_manager=LineManager("Noor", "other@example.org")).state == "requested"
    assert ask(version, centre, line_manager=manager, at=NOW + DAY + timedelta(minutes=1)).state == "requested"


def test_asking_again_closes_the_earlier_link_and_names_the_new_line_manager():
    place = asked_place()
    first = link_of(place)

    ask_again(enrolment=place, by=place.learner, line_manager=LineManager("Noor", "noor@example.org"), at=NOW + DAY)

    first.refresh_from_db()
    assert first.closed_because(at=NOW + DAY) == "revoked"
    assert link_of(place).closed_because(at=NOW + DAY) == ""
    place.refresh_from_db()
    assert (place.state, place.moves, place.line_manager.email) == ("requested", 1, "noor@example.org")
    assert [said["line_manager"] for said in told("place_requested")] == ["Priya Ostrander", "Noor"]
    assert told()[2:] == [("line_manager_asked", "noor@example.org"), ("place_requested", place.learner)]


def test_an_expired_link_is_replaced_by_asking_the_same_person_again(settings):
    place = asked_place()
    late = NOW + timedelta(days=settings.LINE_MANAGER_LINK_DAYS)
    with pytest.raises(LinkClosed):
        use_link(link=link_of(place), data=APPROVE, at=late)

    ask_again(enrolment=place, by=place.learner, line_manager=LINE_MANAGER, at=late)
    use_link(link=link_of(place), data=APPROVE, at=late + DAY)

    assert Enrolment.objects.get().state == "approved"


def test_only_the_learner_asks_again_and_only_about_what_they_saw():
    place = asked_place()
    coordinator = coordinator_of(place)

    with pytest.raises(MoveNotAllowed):
        ask_again(enrolment=place, by=coordinator, line_manager=LINE_MANAGER, at=NOW + DAY)
    with pytest.raises(StaleMove):
        ask_again(enrolment=place, by=place.learner, line_manager=LINE_MANAGER, at=NOW + DAY, moves=7)

    assert link_of(place).closed_because(at=NOW + DAY) == ""  # neither closed it


def test_an_approval_by_link_tells_learner_and_coordinators():
    place = asked_place()
    first, second = coordinator_of(place, name="A"), coordinator_of(place, name="B")
    coordinator_of(EnrolmentFactory())

    thanks = use_link(link=link_of(place), data=APPROVE, at=NOW + DAY)

    place.refresh_from_db()
    assert (place.state, place.moves) == ("approved", 1)
    assert thanks == f"You approved {place.learner.name}’s place. {place.centre.name} registers them next."
    assert told()[2:] == [
        ("place_approved", place.learner),
        ("place_to_register", first),
        ("place_to_register", second),
    ]
    about = {
        "qualification": place.qualification.title,
        "centre": place.centre.name,
        "number": place.number,
        "path": reverse("qualifications:enrolment_detail", args=[place.pk]),
    }
    assert told("place_approved") == [{**about, "instead": False}]
    manage = reverse("qualifications:enrolment_manage", args=[place.pk])
    assert told("place_to_register") == [{**about, "path": manage, "learner": place.learner.name}] * 2


def test_the_event_of_an_answer_keeps_what_was_shown_and_said_sealed():
    place = asked_place()
    link = link_of(place)
    use_link(link=link, data=DECLINE, at=NOW + DAY)

    last = history_of(place)[-1]
    assert (last.event.action, last.event.link, last.event.actor, last.event.data) == ("decline", link, None, {})
    assert last.said == {
        "decision": "decline",
        "reason": "The budget is spent.",
        "shown": {
            "learner": place.learner.name,
            "qualification": place.qualification.title,
            "level": 6,
            "hours": place.version.tqt,
            "years": 3,
            "centre": place.centre.name,
            "number": place.number,
        },
    }
    assert chain_is_whole(Enrolment.objects.get())


def test_declining_by_link_tells_the_learner_why():
    place = asked_place()

    thanks = use_link(link=link_of(place), data=DECLINE, at=NOW + DAY)

    assert Enrolment.objects.get().state == "declined"
    assert thanks == f"You declined {place.learner.name}’s place. We have told them, with your reason."
    (said,) = told("place_declined")
    assert (said["declined_by"], said["reason"]) == ("Your line manager", "The budget is spent.")
    assert told()[-1] == ("place_declined", place.learner)


def test_declining_without_a_reason_is_refused_and_leaves_the_link():
    place = asked_place()
    link = link_of(place)

    with pytest.raises(PlaceRefused, match="Say why"):
        use_link(link=link, data={"decision": "decline", "reason": "  "}, at=NOW + DAY)

    link.refresh_from_db()
    assert (link.used_at, Enrolment.objects.get().state) == (None, "requested")


def test_a_place_that_was_settled_meanwhile_cannot_be_answered():
    place = asked_place()
    seen = Enrolment.objects.get()
    use_link(link=link_of(place), data=APPROVE, at=NOW + DAY)

    with pytest.raises(StaleMove):
        answer_by_link(link=link_of(place), subject=seen, data=APPROVE, at=NOW + DAY)


def test_an_erased_payload_leaves_an_event_without_words():
    place = asked_place()
    SealedPayload.objects.all().delete()

    assert [told.said for told in history_of(place)] == [{}]
