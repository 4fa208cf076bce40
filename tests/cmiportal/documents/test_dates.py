"""When evidence is from: asked of the person, kept with each version."""

from datetime import date, timedelta

import pytest

from cmiportal.documents import services
from cmiportal.documents.models import Item
from cmiportal.documents.refusals import DateRefused
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_a_version_keeps_the_date_that_the_evidence_had(at):
    item = services.create_item(
        owner=UserFactory(), kind="coaching_log", title="Log", text="A.", dated_on=at.date(), at=at
    )
    kept = services.keep_version(item=item, at=at)

    services.change_item(item=item, kind="coaching_log", title="Log", dated_on=date(2026, 1, 5), at=at)
    again = services.keep_version(item=item, at=at)

    assert [(one.number, one.dated_on) for one in (kept, again)] == [(1, at.date()), (2, date(2026, 1, 5))]


def test_evidence_cannot_be_from_a_day_that_has_not_come(at):
    with pytest.raises(DateRefused, match="has not come yet"):
        services.create_item(
            owner=UserFactory(), kind="coaching_log", title="Log", dated_on=at.date() + timedelta(days=1), at=at
        )

    assert not Item.objects.exists()
