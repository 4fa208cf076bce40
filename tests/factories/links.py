"""People without an account, and the links they act by."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

import factory

from cmiportal.links.models import Link, OutsidePerson
from cmiportal.workflow import new_id

ISSUED_AT = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)


class OutsidePersonFactory(factory.django.DjangoModelFactory):
    """A line manager or witness who has no account."""

    class Meta:
        model = OutsidePerson

    name = factory.Sequence(lambda number: f"Priya Ostrander {number}")
    email = factory.Sequence(lambda number: f"outside{number}@example.org")
    organisation = "Ostrander & Vale"


class LinkFactory(factory.django.DjangoModelFactory):
    """A link that opens from 12 January 2027 on for a fortnight; pass ``token=`` to know its token."""

    class Meta:
        model = Link

    class Params:
        token = factory.LazyFunction(secrets.token_urlsafe)

    purpose = "approve_place"
    subject_kind = "enrolment"
    subject_id = factory.LazyFunction(new_id)
    person = factory.SubFactory(OutsidePersonFactory)
    token_sha256 = factory.LazyAttribute(lambda link: hashlib.sha256(link.token.encode()).digest())
    created_at = ISSUED_AT
    expires_at = ISSUED_AT + timedelta(days=14)
