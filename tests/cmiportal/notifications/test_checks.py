"""Settings of the outbox that contradict each other stop the start; those of the project do not."""

import pytest

from cmiportal.notifications.checks import check_outbox


def found():
    return [error.id for error in check_outbox(None)]


def test_the_settings_of_the_project_are_in_order():
    assert found() == []


@pytest.mark.parametrize(("lease", "errors"), [(120, ["notifications.E001"]), (121, [])])
def test_the_lease_must_outlive_the_slowest_message(settings, lease, errors):
    settings.EMAIL_TIMEOUT, settings.NOTIFICATION_LEASE_SECONDS = 20, lease

    assert found() == errors


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NOTIFICATION_BATCH", 0),
        ("NOTIFICATION_ATTEMPTS", 0),
        ("NOTIFICATION_SWEEP_SECONDS", 0),
        ("NOTIFICATION_PAUSES", []),
        ("NOTIFICATION_PAUSES", [1, 0]),
    ],
)
def test_figures_must_be_positive(settings, name, value):
    setattr(settings, name, value)

    assert found() == ["notifications.E002"]
