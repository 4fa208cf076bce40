"""A qualification for search engines, in the words of schema.org (Course)."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from ..models import Qualification, QualificationVersion

INSTITUTE = "Chartered Management Institute"


def linked_course(qualification: Qualification, version: QualificationVersion | None) -> dict[str, Any]:
    """The facts of a qualification, with those of its rule where there is one; what is not known is not said."""
    known = {
        "description": qualification.summary or qualification.audience,
        "courseCode": qualification.code,
        "timeRequired": version and version.tqt and f"PT{version.tqt}H",
        "numberOfCredits": version and version.min_credits,
        "offers": _fee(qualification),
    }
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": qualification.title,
        "url": settings.SITE_URL + reverse("qualifications:qualification_detail", args=[qualification.slug]),
        "provider": {"@type": "Organization", "name": INSTITUTE, "url": settings.SITE_URL},
        "educationalLevel": str(qualification.level),
        "educationalCredentialAwarded": qualification.title,
        **{name: value for name, value in known.items() if value},
    }


def _fee(qualification: Qualification) -> dict[str, Any] | None:
    """The fee of registering with the Institute; centres have theirs besides."""
    if not qualification.fee_pence:
        return None
    return {
        "@type": "Offer",
        "category": "Paid",
        "price": f"{qualification.fee_pence / 100:.2f}",
        "priceCurrency": "GBP",
    }
