"""What a certificate says, read back from the PDF."""

from io import BytesIO

import pypdf
import pytest

from cmiportal.documents import storing
from qualifications.services import awards
from qualifications.services.certificates import contents
from tests.factories.accounts import UserFactory
from tests.factories.qualifications import NOW, EnrolmentFactory, passed, published_unit, published_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def award():
    units = [published_unit("601"), published_unit("613", credits=7)]
    place = EnrolmentFactory(
        version=published_version(units, title="Level 6 Certificate", ofqual_number="603/1234/5"),
        learner__name="Wren Holtby",
        name_confirmed_at=NOW,
        centre__name="Calderbridge",
    )
    for unit in units:
        passed(place.learner, unit)
    return awards.raise_award(enrolment=place, at=NOW)


def test_the_pdf_names_learner_award_units_and_where_to_verify(award):
    issued = awards.issue(award=award, by=UserFactory(moderator=True), at=NOW)

    with storing.fetch(issued.certificates.get().pdf.storage_key) as file:
        pdf = pypdf.PdfReader(BytesIO(file.read()))
    text = pdf.pages[0].extract_text()

    for said in ("Wren Holtby", "Level 6 Certificate", award.number, award.code, "2 November 2026", "Calderbridge"):
        assert said in text
    assert (pdf.trailer["/Root"]["/Lang"], pdf.metadata.title) == ("en-GB", f"Certificate {award.number}")


def test_contents_are_plain_values_with_the_credits_that_were_passed(award, settings):
    settings.SITE_URL = "https://portal.example.org"
    issued = awards.issue(award=award, by=UserFactory(moderator=True), at=NOW)

    said = contents(issued, name="Wren Holtby", serial=2, issued_at=NOW)

    assert said == {
        "name": "Wren Holtby",
        "qualification": "Level 6 Certificate",
        "level": 6,
        "size": "Certificate",
        "ofqual_number": "603/1234/5",
        "number": award.number,
        "code": award.code,
        "verify_url": f"https://portal.example.org/verify/{award.code}/",
        "issued_on": "2 November 2026",
        "units": [
            {"number": "601", "title": "Leading 601", "credits": 6},
            {"number": "613", "title": "Leading 613", "credits": 7},
        ],
        "centre": "Calderbridge",
        "replaces": "Certificate 2, replaces the former.",
    }
