"""Nominating a Companion: by a Companion, of somebody else, seconded by another, taken back, ended by the clock."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from cmiportal.notifications.models import Notification
from cmiportal.workflow import MoveNotAllowed, chain_is_whole
from membership.models import Nomination
from membership.services.companions import nominations
from membership.services.companions.nominations import NominationRefused
from membership.services.members import endings, memberships
from membership.tasks import expire_nominations
from tests.factories.accounts import UserFactory
from tests.factories.companions import GWEN, companion, nominated, nominee, offered, panellist, seconded
from tests.factories.membership import member
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to, refused

pytestmark = pytest.mark.django_db
LATE = NOW + timedelta(days=61)


def told(person):
    rows = Notification.objects.filter(recipient=person).exclude(kind="membership_started")
    return [row.kind for row in rows.order_by("created_at", "pk")]


def refusal_of(by, **more):
    seconder = more.pop("seconder_email", None) or companion().email
    with pytest.raises(NominationRefused) as refusal:
        nominations.nominate(nominee=nominee(**more), seconder_email=seconder, by=by, at=NOW)
    return str(refusal.value), refusal.value.field


def test_the_companion_who_is_asked_to_second_it_is_told_and_the_nominee_is_not():
    seconder = companion()
    row = nominated(seconder=seconder, email="Gwen@Example.ORG")

    assert (row.state, row.nominee_email, row.answer_by) == ("seconding", GWEN, date(2027, 1, 1))
    assert told(seconder) == ["nomination_to_second"]
    assert not Notification.objects.filter(address=GWEN).exists()


def test_companions_alone_nominate():
    by = member().person
    assert refusal_of(by) == ("Companions alone nominate.", "")
    left = companion()
    endings.resign(membership=memberships.current_of(left), by=left, at=NOW)
    assert refusal_of(left) == ("Companions alone nominate.", "")


def test_nobody_nominates_themselves_a_companion_or_in_too_many_words(settings):
    settings.COMPANION_WORDS_MAX = 3
    by, other = companion(), companion()

    assert refusal_of(by, email=by.email.upper()) == ("You cannot nominate yourself.", "email")
    assert refusal_of(by, email=other.email) == ("This person is a Companion already.", "email")
    assert refusal_of(by, reasons="One two three four.") == ("Use 3 words or fewer; you used 4", "reasons")


def test_a_seconder_is_another_companion():
    by = companion()

    assert refusal_of(by, seconder_email=by.email)[1] == "seconder_email"
    for email in (UserFactory().email, "nobody@example.org"):
        assert refusal_of(by, seconder_email=email) == ("No Companion has this address.", "seconder_email")


def test_a_member_who_is_no_companion_can_be_nominated_once_at_a_time():
    person = member().person
    row = nominated(email=person.email)

    assert refusal_of(companion(), email=person.email) == ("Somebody has nominated this person already.", "email")
    nominations.withdraw(nomination=row, by=row.proposer, at=NOW)
    assert nominated(email=person.email).state == "seconding"


def test_whoever_is_not_signed_in_sees_none():
    seconded()
    nobody = AnonymousUser()

    assert list(Nomination.objects.visible_to(nobody)) == list(Nomination.objects.for_panel(nobody)) == []


@pytest.mark.django_db(transaction=True)
def test_two_who_nominate_one_person_at_once_make_one_nomination():
    one, other, seconder = companion(), companion(), companion()
    acts = [
        lambda by=by: nominations.nominate(nominee=nominee(), seconder_email=seconder.email, by=by, at=NOW)
        for by in (one, other)
    ]

    done = in_turn(no_writing_to(Nomination), *acts)

    assert refused(done) == [NominationRefused]
    assert Nomination.objects.count() == 1


def test_a_statement_gives_it_to_everybody_of_the_panel_but_those_who_have_a_part():
    one, seconder, person = panellist(), panellist(), panellist(email=GWEN)
    grade = memberships.current_of(companion()).grade
    member(person=seconder, grade=grade)
    row = nominated(seconder=seconder)

    row = nominations.second(nomination=row, statement=" I saw it. ", by=seconder, at=NOW, moves=row.moves)

    assert (row.state, row.statement, row.seconded_at, row.answer_by) == ("panel", "I saw it.", NOW, None)
    assert told(one) == ["nomination_to_vote"]
    assert (told(seconder), told(person)) == (["nomination_to_second"], [])
    assert chain_is_whole(row)


def test_whoever_says_no_is_replaced_by_another_companion():
    row, other = nominated(), companion()
    nominations.decline_to_second(nomination=row, by=row.seconder, at=NOW)
    assert told(row.proposer) == ["nomination_moved"]

    row = nominations.ask_another(nomination=row, seconder_email=other.email, by=row.proposer, at=NOW)

    assert (row.state, row.seconder) == ("seconding", other)
    assert told(other) == ["nomination_to_second"]
    assert nominations.second(nomination=row, statement="Yes.", by=other, at=NOW).state == "panel"


def test_a_seconder_who_is_no_companion_any_more_cannot_second():
    row = nominated()
    endings.resign(membership=memberships.current_of(row.seconder), by=row.seconder, at=NOW)

    with pytest.raises(MoveNotAllowed):
        nominations.second(nomination=row, statement="Yes.", by=row.seconder, at=NOW)


def test_what_nobody_answers_ends():
    waiting, other = nominated(), offered(email="rhys@example.org")
    seconded(email="third@example.org")
    assert nominations.expire_over(at=NOW + timedelta(days=60)) == 0

    assert (nominations.expire_over(at=LATE), nominations.expire_over(at=LATE)) == (2, 0)

    assert [Nomination.objects.get(pk=row.pk).state for row in (waiting, other)] == ["expired", "expired"]
    assert told(waiting.proposer) == ["nomination_moved"]
    assert expire_nominations() == 0


def test_what_was_answered_meanwhile_does_not_end():
    row = nominated()
    stale = Nomination.objects.get(pk=row.pk)
    nominations.second(nomination=row, statement="Yes.", by=row.seconder, at=NOW)

    assert nominations._expire(stale, at=LATE) is False
