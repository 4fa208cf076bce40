"""A status as its holder sees it, the register by consent, an own appeal, and the public verification."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from membership.models import Appeal, RegisterEntry
from membership.services.assessing import appeals
from membership.services.members import memberships
from membership.services.register import statuses
from tests.factories.accounts import UserFactory
from tests.factories.chartered import Desk, assessor
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

STATUS = reverse("membership:status_detail")
APPEAL = reverse("membership:appeal_detail")
VERIFY = reverse("membership:status_verify_form")


def text(response):
    return " ".join(response.content.decode().split())


def verify(code):
    return reverse("membership:status_verify", args=[code])


def now_desk():
    desk = Desk()
    desk.at = timezone.now()
    return desk.allocated()


@pytest.fixture
def awarded(client):
    desk = now_desk()
    desk.status = desk.awarded()
    client.force_login(desk.person)
    return desk


def test_a_holder_sees_post_nominals_certificate_and_how_long_it_holds(client, awarded):
    shown = text(client.get(STATUS))

    for said in ("CMgr MCMI", awarded.status.code, "As long as your membership does", "keep a record of it"):
        assert said in shown
    assert reverse("documents:document_open", args=[awarded.status.pdf_id]) in shown
    assert queries_of(client, STATUS) <= 12


def test_the_register_is_entered_and_left_at_any_time(client, awarded):
    assert "You do not stand in the register" in text(client.get(STATUS))
    assert "shows your name" in text(client.post(STATUS, {"shown": "on"}, follow=True))
    assert RegisterEntry.objects.shown_now().exists()
    assert "does not show your name" in text(client.post(STATUS, {}, follow=True))
    assert not RegisterEntry.objects.shown_now().exists()


def test_without_a_status_there_is_no_page(client):
    client.force_login(UserFactory())
    assert client.get(STATUS).status_code == 404


def test_anybody_verifies_a_status_by_its_code(client, awarded):
    client.logout()
    code = awarded.status.code
    assert client.get(VERIFY, {"code": code.lower()}).headers["Location"] == verify(code)
    shown = text(client.get(verify(code)))
    assert "This status is held" in shown
    assert "Priya Ostrander" in shown

    statuses.end_statuses(person=awarded.person, because="The membership ended.", at=timezone.now())

    ended = text(client.get(verify(code)))
    assert "This status is not held now" in ended
    assert "Priya Ostrander" not in ended


def test_a_suspended_member_holds_no_status_meanwhile(client, awarded):
    memberships.suspend(membership=awarded.membership, by=assessor(), reason="A complaint.", at=timezone.now())

    assert "This status is not held now" in text(client.get(verify(awarded.status.code)))
    assert "It rests as long as your membership does not stand" in text(client.get(STATUS))


def test_a_status_that_has_ended_says_when_and_why(client, awarded):
    statuses.end_statuses(person=awarded.person, because="The membership ended.", at=timezone.now())

    shown = text(client.get(STATUS))

    assert "You do not hold this status now" in shown
    assert "The membership ended." in shown


def test_what_is_no_code_of_ours_is_not_known(client):
    assert client.get(verify("7Q4K-M2ZD-90PX")).status_code == 404
    assert client.get(verify("nonsense")).status_code == 404
    assert "Enter all twelve" in text(client.get(VERIFY, {"code": "7Q4K"}))
    assert client.get(VERIFY).status_code == 200


def test_the_other_verification_leads_here(client, awarded):
    client.logout()

    sent = client.get(reverse("qualifications:award_verify", args=[awarded.status.code]))

    assert sent.headers["Location"] == verify(awarded.status.code)


def test_an_applicant_appeals_follows_it_and_takes_it_back(client):
    desk = now_desk().declined()
    client.force_login(desk.person)
    assert "Say what was wrong" in text(client.post(APPEAL, {"grounds": " "}))
    assert client.post(APPEAL, {"grounds": "It was cut short."}).headers["Location"] == APPEAL
    shown = text(client.get(APPEAL))
    assert "It is being looked at" in shown
    assert "It was cut short." in shown

    appeal = Appeal.objects.get()
    client.post(APPEAL, {"moves": appeal.moves})

    appeal.refresh_from_db()
    assert appeal.state == "withdrawn"
    assert "You took this appeal back" in text(client.get(APPEAL))


@pytest.mark.parametrize(("act", "said"), [(appeals.uphold, "does not stand"), (appeals.dismiss, "The outcome stands")])
def test_the_applicant_reads_how_an_appeal_was_decided_and_why(client, act, said):
    desk = now_desk().declined()
    appeal = appeals.raise_appeal(application=desk.row, by=desk.person, grounds="Cut short.", at=desk.at)
    appeals.take_appeal(appeal=appeal, by=desk.moderator, at=desk.at)
    act(appeal=appeal, by=desk.moderator, reason="Because of the clock.", at=desk.at)
    client.force_login(desk.person)

    shown = text(client.get(APPEAL))

    assert said in shown
    assert "Because of the clock." in shown


def test_without_an_outcome_or_too_late_there_is_nothing_to_appeal_against(client, settings):
    client.force_login(UserFactory())
    assert client.get(APPEAL).status_code == 404
    desk = now_desk()
    client.force_login(desk.person)
    assert client.get(APPEAL).status_code == 404
    desk.at = timezone.now() - timedelta(days=settings.APPEAL_DAYS + 2)  # what declines takes hours of its own
    desk.declined()
    assert client.get(APPEAL).status_code == 404
