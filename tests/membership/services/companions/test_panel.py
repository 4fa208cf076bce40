"""The panel: declares, votes once each, decides by more than half, and two last votes at once decide once."""

import pytest
from allauth.account.models import EmailAddress

from cmiportal.notifications.models import Notification
from membership.models import Nomination, Panellist
from membership.services.companions import nominations, panel
from membership.services.companions.nominations import NominationRefused
from tests.factories.accounts import UserFactory
from tests.factories.companions import AGAINST, FOR, GWEN, declared, link_of, nominated, panellist, seconded, voted
from tests.factories.qualifications import NOW
from tests.races import at_once, refused

pytestmark = pytest.mark.django_db


def cast(row, by, approves=FOR):
    return panel.vote(nomination=row, approves=approves, reason=" It is clear. ", by=by, at=NOW)


def fresh(row):
    return Nomination.objects.get(pk=row.pk)


def told(person):
    return list(Notification.objects.filter(recipient=person, kind="nomination_moved"))


def test_who_declared_no_conflict_votes_once_with_a_reason():
    row = seconded()
    by = declared(row)
    assert list(panel.to_vote(by)) == [row]

    cast(row, by)

    mine = panel.panellist_of(row, by)
    assert (mine.vote, mine.reason, mine.voted_at) == ("for", "It is clear.", NOW)
    assert str(mine) == f"{by}, For"
    assert list(panel.to_vote(by)) == []
    with pytest.raises(NominationRefused, match="voted already"):
        cast(row, by)


def test_nobody_votes_without_a_declaration_or_with_a_conflict():
    row = seconded()
    undeclared, partial = panellist(), declared(row := seconded(email="rhys@example.org"), has_conflict=True)

    for by in (undeclared, partial):
        with pytest.raises(NominationRefused, match="Declare first"):
            cast(row, by)
    assert row not in panel.to_vote(partial)
    assert panel.declare(nomination=row, has_conflict=False, by=partial, at=NOW).has_conflict


def test_those_who_have_a_part_and_those_of_no_desk_are_not_of_the_panel():
    row = seconded()
    for by in (row.proposer, row.seconder, panellist(email=GWEN), UserFactory()):
        with pytest.raises(NominationRefused, match="does not wait for your vote"):
            panel.declare(nomination=row, has_conflict=False, by=by, at=NOW)
        assert list(panel.to_vote(by)) == []


def test_a_nominee_by_a_second_address_is_not_of_the_panel():
    nominee = panellist()
    EmailAddress.objects.create(user=nominee, email=GWEN, verified=True)
    row = seconded()

    assert not Nomination.objects.for_panel(nominee).exists()
    assert "nomination_to_vote" not in told(nominee)
    with pytest.raises(NominationRefused, match="does not wait for your vote"):
        panel.declare(nomination=row, by=nominee, has_conflict=False, at=NOW)


def test_nothing_waits_for_votes_before_it_is_seconded_or_once_it_is_taken_back():
    early, gone, by = nominated(), seconded(email="rhys@example.org"), panellist()
    nominations.withdraw(nomination=gone, by=gone.proposer, at=NOW)

    assert list(Nomination.objects.for_panel(by)) == []
    with pytest.raises(NominationRefused):
        panel.declare(nomination=early, has_conflict=False, by=by, at=NOW)


@pytest.mark.parametrize(
    ("needed", "votes", "state"),
    [
        (3, (FOR, FOR), "panel"),
        (3, (FOR, FOR, AGAINST), "offered"),
        (3, (FOR, AGAINST, AGAINST), "refused"),
        (2, (FOR, AGAINST), "refused"),
        (1, (FOR,), "offered"),
    ],
)
def test_more_than_half_of_those_needed_approve(settings, needed, votes, state):
    settings.COMPANION_PANEL = needed

    assert voted(seconded(), *votes).state == state


def test_a_refusal_tells_the_two_companions_what_speaks_against_it_and_nobody_else():
    row = voted(seconded(), FOR, AGAINST, AGAINST)

    for person in (row.proposer, row.seconder):
        (said,) = told(person)
        assert (said.context["state"], said.context["reasons"]) == ("refused", ["Not yet strategic."] * 2)
    assert not Notification.objects.filter(address=GWEN).exists()
    with pytest.raises(NominationRefused):
        cast(row, panellist())


def test_an_approval_sends_the_nominee_the_link():
    row = voted(seconded(), FOR, FOR, FOR)

    assert row.events.last().data == {"for": 3, "against": 0}
    assert Notification.objects.get(address=GWEN).kind == "companion_offered"
    assert link_of(row).person.email == GWEN
    assert [said.context["state"] for said in told(row.proposer)] == ["offered"]


@pytest.mark.django_db(transaction=True)
def test_of_two_last_votes_at_once_one_decides_and_the_other_comes_too_late():
    row = voted(seconded(), FOR, FOR)
    one, other = declared(row), declared(row)

    done = at_once(row, lambda: cast(row, one), lambda: cast(row, other))

    assert refused(done) == [NominationRefused]
    assert Panellist.objects.exclude(vote="").count() == 3
    assert fresh(row).state == "offered"
    assert Notification.objects.filter(address=GWEN).count() == 1
