"""A name in any script goes the whole way: account, place, evidence, receipt, award, certificate, verification."""

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cmiportal.documents import storing
from cmiportal.notifications.models import Notification
from qualifications.models import Award, Certificate
from qualifications.services.awards import issue
from tests.factories.accounts import UserFactory
from tests.factories.portfolio import handed_in, judged, map_evidence
from tests.factories.qualifications import NOW, EnrolmentFactory, chosen_unit, published_unit, published_version

pytestmark = pytest.mark.django_db

NAMES = {
    "Arabic": "أمينة الحسن",
    "Chinese, Japanese and Korean": "山田 太郎 김민준",
    "Welsh, Irish and Vietnamese": "Siân Ní Bhriain Nguyễn",
}


def named(name, client):
    """A learner whose account has the name, given by themselves, and their place with one unit chosen."""
    learner = UserFactory()
    client.force_login(learner)
    client.post(reverse("accounts:profile_edit"), {"name": name, "time_zone": "Europe/London"})
    learner.refresh_from_db()
    version = published_version([published_unit("601", credits=13)], min_credits=13)
    place = EnrolmentFactory(learner=learner, version=version)
    page = client.get(reverse("qualifications:name_confirm", args=[place.pk]))
    moves = page.context["form"]["moves"].value()
    client.post(reverse("qualifications:name_confirm", args=[place.pk]), {"name_as_printed": name, "moves": moves})
    return learner, chosen_unit(place)


def certified(unit):
    """The award that passing the unit raises, issued."""
    map_evidence(unit, title=unit.learner.name)
    judged(handed_in(unit))
    return issue(award=Award.objects.get(), by=UserFactory(moderator=True), at=NOW)


def printed(award):
    """The words of the certificate, without the blanks that its lines were broken with."""
    with storing.fetch(Certificate.objects.get(award=award).pdf.storage_key) as content:
        return "".join(PdfReader(content).pages[0].extract_text().split())


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_the_same_wherever_it_stands(client, name):
    learner, unit = named(name, client)
    award = certified(unit)
    receipt = unit.hand_ins.get()

    assert learner.name == award.enrolment.name_as_printed == receipt.declared_name == name
    for address in (
        reverse("accounts:profile_detail"),
        reverse("qualifications:enrolment_detail", args=[award.enrolment_id]),
        reverse("qualifications:hand_in_receipt", args=[receipt.pk]),
        reverse("qualifications:item_list"),
        reverse("qualifications:award_detail", args=[award.pk]),
        reverse("qualifications:award_verify", args=[award.code]),
    ):
        assert name in client.get(address).text, address
    assert not Notification.objects.filter(kind="certificate_incomplete").exists()


@pytest.mark.parametrize("name", [NAMES["Chinese, Japanese and Korean"], NAMES["Welsh, Irish and Vietnamese"]])
def test_a_name_is_printed(client, name):
    _, unit = named(name, client)

    assert "".join(name.split()) in printed(certified(unit))


def test_what_cannot_be_printed_is_left_out_and_staff_are_told(client):
    learner, unit = named("Zoë 🎓 Ní Bhriain", client)
    award = certified(unit)
    told = Notification.objects.filter(kind="certificate_incomplete")

    assert learner.name == "Zoë 🎓 Ní Bhriain"
    assert "ZoëNíBhriain" in printed(award)
    assert {row.context["left_out"] for row in told} == {"🎓"}
