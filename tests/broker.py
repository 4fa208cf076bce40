"""Publishing to another broker than that of the settings, which Celery reads once."""

from collections.abc import Iterator
from contextlib import contextmanager

from cmiportal.celery import app
from cmiportal.notifications.waking import doorbell


@contextmanager
def publishing_to(url: str) -> Iterator[None]:
    """Within, tasks go to the broker at ``url``, whether it answers or not."""
    kept, app.conf.broker_write_url = app.conf.broker_write_url, url
    _start_afresh()
    try:
        yield
    finally:
        app.conf.broker_write_url = kept
        _start_afresh()


def _start_afresh() -> None:
    app._after_fork()  # drops the connections that are open
    doorbell.silent_until = 0.0
