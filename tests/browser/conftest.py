"""The machine's Chromium, at the size of a desk and of a phone, talking to a live server."""

import os
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, Playwright

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test of this folder; without a browser skip them, and in CI fail instead of skipping."""
    ours = [item for item in items if "tests/browser" in item.path.as_posix()]
    for item in ours:
        item.add_marker(pytest.mark.browser)
        # The live server answers from another thread and process: what it reads must be committed.
        item.add_marker(pytest.mark.django_db(transaction=True))
    if ours and not chromium():
        if os.environ.get("CI"):
            raise pytest.UsageError("The browser tests need Chromium; install Debian's package chromium.")
        for item in ours:
            item.add_marker(pytest.mark.skip(reason="no Chromium here; install Debian's package chromium"))


def chromium() -> str | None:
    """The path of the machine's own browser."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def playwright(playwright: Playwright) -> Playwright:
    """Playwright keeps an event loop running in this thread until the run ends, and Django would refuse all queries."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium from the machine, without what it would fetch by itself."""
    return {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox",  # root has none
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(params=["desk", pytest.param("phone", marks=pytest.mark.slow)])
def size(request: pytest.FixtureRequest) -> str:
    """The screen: a desk always, a phone in `make test-all` too."""
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], size: str) -> dict[str, Any]:
    """Every context in the reader's language and at the size of this run of the test."""
    return {**browser_context_args, "viewport": SIZES[size], "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def goes() -> Callable[[Locator], None]:
    """Click what leads to another page, and wait until that page is there: before, the old one or none would answer."""

    def click(way: Locator) -> None:
        with way.page.expect_navigation():
            way.click()

    return click


@pytest.fixture
def signed_in(context: BrowserContext, live_server: Any) -> Callable[[Any], Page]:
    """A page of the browser for this person, already signed in."""

    def enter(user: Any) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    return enter
