"""Nominating a Companion, seconding, the panel's pages, and the nominee's answer by the link."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cmiportal.accounts.models import User
from cmiportal.notifications.models import Notification
from membership.models import Nomination, Panellist
from membership.services.companions import nominations
from tests.factories.accounts import UserFactory
from tests.factories.companions import (
    AGAINST,
    FOR,
    GWEN,
    companion,
    declared,
    nominated,
    offered,
    panellist,
    seconded,
    voted,
)
from tests.factories.membership import member
from tests.membership.views.test_applications import page, text
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LIST = reverse("membership:nomination_list")
NOMINATE = reverse("membership:nominate")
PANEL = reverse("membership:panel_list")


def detail(row):
    return reverse("membership:nomination_detail", args=[row.pk])


def at_panel(row):
    return reverse("membership:panel_detail", args=[row.pk])


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def reader(client):
    person = companion(name="Ruth Calloway")
    client.force_login(person)
    return person


@pytest.fixture
def judge(client):
    person = panellist()
    client.force_login(person)
    return person


def answers(**more):
    return {
        "name": "Gwen Adeyemi",
        "email": GWEN,
        "post": "Chief Executive",
        "criterion": "leadership",
        "reasons": "She turned it round.",
        "seconder_email": companion(name="Idris Vaughan").email,
        **more,
    }


def test_companions_are_led_to_nominate_and_others_find_no_page(client, reader):
    assert LIST in page(client, reverse("membership:membership_detail"))
    assert "You have nominated nobody yet" in page(client, LIST)
    client.force_login(member().person)
    assert LIST not in page(client, reverse("membership:membership_detail"))
    assert {client.get(address).status_code for address in (LIST, NOMINATE, PANEL)} == {404}


def test_a_companion_nominates_and_sees_where_it_stands(client, reader):
    assert "In 500 words at most" in page(client, NOMINATE)

    html = text(client.post(NOMINATE, answers(), follow=True))

    assert "Gwen Adeyemi is nominated. We have asked Idris Vaughan to second it." in html
    assert "It waits for a seconder" in html
    assert "What they achieved" in html
    assert "Gwen Adeyemi" in page(client, LIST)


def test_what_cannot_be_stands_at_its_field(client, reader):
    html = text(client.post(NOMINATE, answers(seconder_email=reader.email)))

    assert "Somebody else has to second it." in html
    assert "She turned it round." in html
    assert not Nomination.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_the_database_for_one_and_for_three(client, reader, count):
    for number in range(count):
        nominated(by=reader, email=f"n{number}@example.org")

    assert queries_of(client, LIST) == 6


def test_the_proposer_asks_another_or_takes_it_back(client, reader):
    row = nominated(by=reader)
    nominations.decline_to_second(nomination=row, by=row.seconder, at=timezone.now())
    assert "It is not seconded" in page(client, detail(row))
    row.refresh_from_db()

    other = companion(name="Mair Bowen")
    data = {"action": "ask_another", "moves": row.moves, "seconder_email": other.email}
    html = text(client.post(detail(row), data, follow=True))
    assert "We have asked Mair Bowen, who has until" in html

    stale = text(client.post(detail(row), {"action": "withdraw", "moves": row.moves}))
    assert "This was changed while you had it open" in stale
    row.refresh_from_db()
    html = text(client.post(detail(row), {"action": "withdraw", "moves": row.moves}, follow=True))
    assert "The nomination is taken back." in html
    assert "This nomination is over." in html


def test_the_seconder_reads_it_and_supports_it(client, reader):
    row = nominated(seconder=reader)
    assert "Waits for you" in page(client, LIST)
    assert "Do you second it?" in page(client, detail(row))
    assert "Say why you support it" in text(client.post(detail(row), {"action": "second", "moves": row.moves}))

    data = {"action": "second", "moves": row.moves, "statement": "I saw it."}
    html = text(client.post(detail(row), data, follow=True))

    assert "Seconded. The panel has the nomination now." in html
    assert "What Ruth Calloway says" in html
    assert "Do you second it?" not in html


def test_the_seconder_may_say_no_without_a_reason(client, reader):
    row = nominated(seconder=reader)

    html = text(client.post(detail(row), {"action": "decline_to_second", "moves": row.moves}, follow=True))

    assert "You do not second it. The proposer is told." in html


def test_a_nomination_is_nobody_elses(client, reader):
    assert client.get(detail(nominated())).status_code == 404


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ((), "The panel has it"),
        ((FOR, FOR, FOR), "The panel approves"),
        ((FOR, AGAINST, AGAINST), "The panel does not approve"),
    ],
)
def test_the_proposer_reads_what_the_panel_decided(client, reader, votes, said):
    row = seconded(by=reader)
    voted(row, *votes)

    html = page(client, detail(row))

    assert said in html
    assert ("Not yet strategic." in html) == (AGAINST in votes)


def test_the_panel_declares_before_it_reads_and_votes(client, judge):
    row = seconded()
    assert "Gwen Adeyemi" in page(client, PANEL)
    html = page(client, at_panel(row))
    assert "Do you have a conflict of interest?" in html
    assert "What they achieved" not in html

    html = text(client.post(at_panel(row), {"has_conflict": "no"}, follow=True))
    assert "What they achieved" in html
    assert "0 of 3 have voted" in html
    html = text(client.post(at_panel(row), {"approves": "yes", "reason": "Rare."}, follow=True))

    assert "Your vote is kept." in html
    assert "1 of 3 have voted" in html
    assert Panellist.objects.get().vote == "for"
    assert "Nothing waits for your vote" in page(client, PANEL)


def test_the_panels_page_is_not_for_who_has_a_part_or_is_of_no_desk(client):
    row = seconded(email=panellist(email=GWEN).email)
    row.seconder.groups.add(*panellist().groups.all())
    for person in (row.proposer, row.seconder, User.objects.get(email=GWEN), member().person):
        client.force_login(person)
        assert client.get(at_panel(row)).status_code == 404


def test_who_has_a_conflict_takes_no_part(client, judge):
    row = seconded()

    html = text(client.post(at_panel(row), {"has_conflict": "yes"}, follow=True))

    assert "You take no part" in html
    assert "Nothing waits for your vote" in page(client, PANEL)


def test_votes_are_shown_once_it_is_decided_to_those_who_took_part(client, judge):
    row = seconded()
    declared(row, judge)
    voted(row, FOR, AGAINST)
    assert "Not yet strategic." not in page(client, at_panel(row))
    voted(row, FOR)

    html = page(client, at_panel(row))

    assert "How the panel voted" in html
    assert "Not yet strategic." in html
    client.force_login(panellist())
    assert "decided by others" in page(client, at_panel(row))


@pytest.mark.parametrize("count", [1, 3])
def test_the_panels_list_asks_the_same_of_the_database_for_one_and_for_three(client, judge, count):
    for number in range(count):
        seconded(email=f"n{number}@example.org")

    assert queries_of(client, PANEL) == 5


def link_page():
    """The address of the link that was sent to the nominee."""
    return Notification.objects.get(address=GWEN).context["path"]


def test_the_nominee_accepts_with_the_code_of_conduct_and_an_account(client, now):
    offered(at=now)
    address = link_page()
    assert "To accept you need an account" in page(client, address)
    UserFactory(email=GWEN)

    assert "Accept the Code of Conduct to become a Companion" in text(client.post(address, {"answer": "yes"}))
    html = text(client.post(address, {"answer": "yes", "code": "on"}, follow=True))

    assert "You are a Companion of the Institute" in html


def test_the_nominee_says_no_without_an_account(client, now):
    offered(at=now)
    address = link_page()

    html = text(client.post(address, {"answer": "no"}, follow=True))

    assert "Nobody is told but the Companion who proposed you." in html
