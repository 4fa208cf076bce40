"""Chartered status: awarded with certificate and grade, replaced by a higher one, shown by consent, ended."""

from datetime import timedelta

import pytest
from pypdf import PdfReader

from cmiportal.documents.permissions import may_open
from cmiportal.documents.storing import fetch
from cmiportal.notifications.models import Notification
from membership.models import GradeSpan, RegisterEntry
from membership.services.assessing import moderation
from membership.services.chartered.awards import AwardRefused
from membership.services.members import endings, memberships
from membership.services.members.renewals import open_renewal
from membership.services.register import statuses
from membership.services.register.statuses import ConsentRefused, consent, last_status
from membership.workflow import Basis
from tests.factories.accounts import UserFactory
from tests.factories.chartered import Desk, moderator
from tests.factories.membership import GradeFactory, member
from tests.factories.qualifications import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk().allocated()


def test_a_status_comes_with_a_certificate_that_its_holder_opens(desk):
    row = desk.awarded()

    assert (row.status, row.name_as_printed, row.since.isoformat()) == ("cmgr_mcmi", "Priya Ostrander", "2026-11-02")
    assert row.pdf.media_type == "application/pdf"
    assert may_open(desk.person, row.pdf)
    assert may_open(moderator(), row.pdf)
    assert not may_open(UserFactory(), row.pdf)
    held = last_status(desk.person)
    assert (held, held.is_held) == (row, True)


def test_the_certificate_is_a_tagged_pdf_with_the_name_and_the_code(desk):
    row = desk.awarded()
    with fetch(row.pdf.storage_key) as file:
        found = PdfReader(file)

        words = " ".join(page.extract_text() for page in found.pages)
    assert len(found.pages) == 1
    assert found.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for said in ("Priya Ostrander", "Chartered Member", "CMgr MCMI", row.code):
        assert said in " ".join(words.split())


def test_who_has_a_lower_grade_is_raised_to_the_one_the_status_stands_on(desk):
    low = GradeFactory(key="associate", rank=1, post_nominals="")
    memberships.change_grade(membership=desk.membership, grade=low, at=desk.at, because="A test.")
    desk.awarded()

    assert memberships.current_of(desk.person).grade_id == "member"
    assert [span.grade_id for span in GradeSpan.objects.filter(membership=desk.membership)] == ["member"]


def test_a_higher_grade_stays(desk):
    high = GradeFactory(key="companion", rank=900, post_nominals="")
    memberships.change_grade(membership=desk.membership, grade=high, at=desk.at, because="A test.")
    desk.awarded()

    assert memberships.current_of(desk.person).grade_id == "companion"


def test_without_a_membership_that_stands_nothing_is_awarded(desk):
    desk.recommended()
    endings.resign(membership=desk.membership, by=desk.person, at=desk.at)

    with pytest.raises(AwardRefused, match="held by members alone"):
        moderation.award(application=desk.row, by=desk.second, at=desk.at)
    desk.row.refresh_from_db()
    assert desk.row.state == "moderation"


def test_a_membership_that_only_comes_with_study_bears_no_status(desk):
    desk.recommended()
    student = GradeFactory(key="student", rank=1)
    memberships.settle(membership=desk.membership, grade=student, basis=Basis.STUDYING, at=desk.at)

    with pytest.raises(AwardRefused, match="membership of their own"):
        moderation.award(application=desk.row, by=desk.second, at=desk.at)


def test_a_renewal_that_waits_for_its_fee_ends_with_the_grade_that_it_is_for():
    associate = GradeFactory(key="associate", rank=1, pence=13_600)
    GradeFactory(key="member", rank=2)
    row = member(until=NOW.date() + timedelta(days=30), grade=associate)
    waiting = open_renewal(membership=row, by=row.person, code_accepted=True, at=NOW)

    Desk(person=row.person, membership=row).allocated().awarded()

    waiting.refresh_from_db()
    assert waiting.state == "cancelled"
    again = open_renewal(membership=row, by=row.person, code_accepted=True, at=NOW)
    assert again.total_pence == 18_300


def test_a_higher_status_takes_the_place_of_the_one_before_and_of_its_consent(desk):
    first = desk.awarded()
    consent(status=first, shown=True, at=desk.at)
    fellow = GradeFactory(key="fellow", rank=800, post_nominals="")
    memberships.change_grade(membership=desk.membership, grade=fellow, at=desk.at, because="A test.")
    second = Desk(person=desk.person, status="cmgr_fcmi", membership=desk.membership).allocated().awarded()

    first.refresh_from_db()
    assert (first.ended_on, first.ended_because) == (second.since, "Another status was awarded.")
    assert last_status(desk.person) == second
    assert RegisterEntry.objects.shown_now().get().status == second


def test_letters_that_no_font_has_are_left_out_and_told():
    desk = Desk(person=UserFactory(name="Priya 🎓 Ostrander")).allocated()
    desk.awarded()

    (said,) = Notification.objects.filter(recipient=desk.moderator, kind="status_certificate_incomplete")
    assert said.context["left_out"] == "🎓"


def test_the_register_shows_a_status_by_consent_which_can_be_taken_back(desk):
    row = desk.awarded()
    assert not RegisterEntry.objects.shown_now().exists()

    consent(status=row, shown=False, at=desk.at)
    assert not RegisterEntry.objects.exists()
    consent(status=row, shown=True, at=desk.at)
    consent(status=row, shown=True, at=desk.at)
    assert RegisterEntry.objects.shown_now().get().name == "Priya Ostrander"
    consent(status=row, shown=False, at=desk.at)
    assert not RegisterEntry.objects.shown_now().exists()
    consent(status=row, shown=True, at=desk.at)
    assert RegisterEntry.objects.shown_now().count() == 1


def test_the_register_does_not_show_what_has_ended(desk):
    row = desk.awarded()
    statuses.end_statuses(person=desk.person, because="The membership ended.", at=desk.at)

    with pytest.raises(ConsentRefused, match="has ended"):
        consent(status=row, shown=True, at=desk.at)
    assert not last_status(desk.person).is_held
    assert not may_open(desk.person, row.pdf)
