"""Certificates: the PDF of an award, kept for good; a new one replaces the former."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from cmiportal.documents.files import store_bytes
from cmiportal.documents.typesetting import printable, typeset
from cmiportal.rules.days import uk_day

from ..models import Award, AwardUnit, Certificate
from .award_messages import tell_of_incomplete


def make_certificate(*, award: Award, name: str, at: datetime) -> Certificate:
    """Typeset and store the next certificate of the award; the caller holds the award's lock."""
    award.certificates.filter(replaced_at=None).update(replaced_at=at)
    serial = award.certificates.count() + 1
    issued_at = award.issued_at or at
    said, left_out = printable(contents(award, name=name, serial=serial, issued_at=issued_at))
    pdf = typeset("certificate", said, at=issued_at, title=f"Certificate {award.number}")
    if left_out:
        tell_of_incomplete(award, left_out, serial=serial, at=at)
    stored = store_bytes(
        content=pdf,
        name=f"Certificate {award.number}.pdf",
        media_type="application/pdf",
        kind="certificate",
        owner=award.learner,
        at=at,
    )
    return Certificate.objects.create(award=award, serial=serial, name_as_printed=name, pdf=stored, issued_at=at)


def contents(award: Award, *, name: str, serial: int, issued_at: datetime) -> dict[str, object]:
    """What the certificate says, in plain values."""
    qualification = award.enrolment.qualification
    counted = AwardUnit.objects.filter(award=award).select_related("unit", "unit_pass__unit_version")
    return {
        "name": name,
        "qualification": qualification.title,
        "level": qualification.level_id,
        "size": qualification.get_size_display(),
        "ofqual_number": qualification.ofqual_number or "",
        "number": award.number,
        "code": award.code,
        "verify_url": settings.SITE_URL + reverse("qualifications:award_verify", args=[award.code]),
        "issued_on": f"{uk_day(issued_at):%-d %B %Y}",
        "units": [
            {
                "number": row.unit.number,
                "title": row.unit_pass.unit_version.title,
                "credits": row.unit_pass.unit_version.credits,
            }
            for row in counted.order_by("unit__number")
        ],
        "centre": award.enrolment.centre.name,
        "replaces": f"Certificate {serial}, replaces the former." if serial > 1 else "",
    }
