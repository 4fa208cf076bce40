"""What the check before handing in finds in a piece of evidence itself."""

from datetime import date, timedelta

import pytest

from qualifications.rules.preflight import date_fault

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("dated_on", "fault"),
    [
        (None, "undated"),
        (TODAY - timedelta(days=4000), ""),
        (TODAY, ""),
        (TODAY + timedelta(days=1), "ahead"),
    ],
)
def test_evidence_has_a_date_that_is_not_ahead(dated_on, fault):
    assert date_fault(dated_on, today=TODAY) == fault
