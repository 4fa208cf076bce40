"""Referees: asked by link, reminded, replaced until somebody has answered, and answering once."""

from datetime import timedelta

import pytest

from cmiportal.links.models import Link
from cmiportal.links.services import LinkClosed, use_link
from cmiportal.notifications.models import Notification
from membership.models import Referee
from membership.services.applying import applications
from membership.services.applying.referees import (
    Named,
    RefereeRefused,
    answer_by_link,
    ask_referee,
    reference_to_give,
    remind_referee,
)
from tests.factories.applications import NAMED, begun, paid, reach, told
from tests.factories.qualifications import NOW
from tests.races import at_once

pytestmark = pytest.mark.django_db

ANSWER = {"knows_as": "I was their line manager.", "supports": "yes", "text": "They led the move well."}
OTHER = Named(name="Tom Ferris", email="tom@example.org")


def asked(**more):
    row = begun(**more)
    ask_referee(application=row, named=NAMED, at=NOW)
    return row


def live():
    return list(Link.objects.live(at=NOW))


def answer(link, **other):
    return use_link(link=link, data=ANSWER | other, at=NOW)


def test_a_referee_is_asked_by_a_link_that_works_thirty_days():
    row = asked()

    (link,) = live()
    assert (link.purpose, link.subject_id, link.expires_at) == ("give_reference", row.pk, NOW + timedelta(days=30))
    message = Notification.objects.get(kind="referee_asked")
    assert (message.address, message.context["greeting"]) == ("gwen@example.org", "Gwen Adeyemi")


def test_a_reminder_brings_a_new_link_and_closes_the_one_before():
    row = asked()
    before = live()

    remind_referee(application=row, at=NOW)

    assert len(live()) == 1
    assert live() != before
    assert Notification.objects.filter(kind="referee_asked").count() == 2


def test_somebody_else_can_be_asked_and_the_first_link_stops_working():
    row = asked()
    (first,) = live()

    ask_referee(application=row, named=OTHER, at=NOW)

    assert Referee.objects.get().person.name == "Tom Ferris"
    with pytest.raises(LinkClosed):
        answer(first)


def test_an_answer_is_kept_once_and_the_applicant_learns_that_there_is_one():
    row = asked()
    (link,) = live()

    assert answer(link, supports="no").startswith("Your reference for")

    referee = Referee.objects.get()
    assert (referee.supports, referee.text, referee.answered_at) == (False, "They led the move well.", NOW)
    assert str(referee) == "Gwen Adeyemi"
    assert told(row.person) == ["referee_answered"]
    with pytest.raises(LinkClosed):
        answer(link)


def test_nobody_replaces_or_reminds_a_referee_who_has_answered():
    row = asked()
    answer(live()[0])

    for act in (
        lambda: ask_referee(application=row, named=OTHER, at=NOW),
        lambda: remind_referee(application=row, at=NOW),
    ):
        with pytest.raises(RefereeRefused, match="has answered already"):
            act()
    assert Referee.objects.get().person.name == "Gwen Adeyemi"


def test_nobody_is_their_own_referee():
    row = begun()

    with pytest.raises(RefereeRefused, match="not your own") as refused:
        ask_referee(application=row, named=Named("Me", row.person.email.upper()), at=NOW)
    assert refused.value.field == "email"


def test_asking_has_an_end_in_a_day(settings):
    settings.REFEREE_ASKS_A_DAY = 2
    row = asked()
    remind_referee(application=row, at=NOW)

    with pytest.raises(RefereeRefused, match="as often as we allow"):
        remind_referee(application=row, at=NOW)
    assert remind_referee(application=row, at=NOW + timedelta(days=1)) == Referee.objects.get()


def test_nobody_is_reminded_before_somebody_was_asked():
    with pytest.raises(RefereeRefused, match="asked nobody yet"):
        remind_referee(application=begun(), at=NOW)


def test_a_reference_is_waited_for_until_the_judgement():
    row = reach(paid(), "moderation")

    assert reference_to_give(row.pk) is None
    with pytest.raises(RefereeRefused, match="No reference is waited for"):
        remind_referee(application=row, at=NOW)
    with pytest.raises(RefereeRefused, match="No reference is waited for"):
        ask_referee(application=begun(key="free", needs_referee=False), named=NAMED, at=NOW)


def test_an_application_that_was_taken_back_waits_for_no_reference():
    row = asked()
    (link,) = live()
    applications.withdraw(application=row, by=row.person, at=NOW)

    link.refresh_from_db()
    with pytest.raises(LinkClosed):
        answer(link)
    with pytest.raises(RefereeRefused, match="Nobody waits"):
        answer_by_link(link=link, subject=row, data=ANSWER, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_once_leaves_one_link():
    row = begun()

    at_once(
        row,
        lambda: ask_referee(application=row, named=NAMED, at=NOW),
        lambda: ask_referee(application=row, named=OTHER, at=NOW),
    )

    assert len(live()) == 1
    assert live()[0].person == Referee.objects.get().person
