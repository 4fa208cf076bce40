"""What the database itself refuses of a status, whoever writes it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cmiportal.database import rule_broken
from membership.models import CharteredStatus
from tests.factories.cpd import CharteredStatusFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "reason"), [(None, "It ran out."), (1, ""), (-1, "It ran out.")])
def test_a_status_ends_on_a_day_after_it_began_and_for_a_reason_or_not_at_all(days, reason):
    status = CharteredStatusFactory()
    ended_on = None if days is None else status.since + timedelta(days)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CharteredStatus.objects.filter(pk=status.pk).update(ended_on=ended_on, ended_because=reason)

    assert rule_broken(refused.value) == "chartered_status_end"
