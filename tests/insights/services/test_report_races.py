"""Many download a report at one moment, and each counts."""

import pytest

from insights.models import ReportDownloads
from insights.services.reports import count_download
from tests.factories.insights import ReportFactory
from tests.factories.qualifications import NOW
from tests.races import in_turn, no_writing_to

pytestmark = pytest.mark.django_db(transaction=True)


# Fails when the row is looked for and then written: the others then meet the rule of the first, or write over it.
def test_the_first_four_of_a_day_are_four():
    report = ReportFactory()

    in_turn(no_writing_to(ReportDownloads), *[lambda: count_download(report=report, at=NOW)] * 4)

    assert ReportDownloads.objects.get().count == 4
