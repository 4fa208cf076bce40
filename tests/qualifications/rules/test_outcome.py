"""What a signed-off attempt amounts to."""

import pytest

from qualifications.rules.outcome import outcome


@pytest.mark.parametrize(
    ("all_met", "attempt", "action"),
    [(True, 1, "pass"), (True, 3, "pass"), (False, 1, "refer"), (False, 2, "refer"), (False, 3, "fail")],
)
def test_all_met_passes_and_two_resubmissions_are_allowed(all_met, attempt, action):
    assert outcome(all_met=all_met, attempt=attempt, resubmissions_allowed=2) == action
