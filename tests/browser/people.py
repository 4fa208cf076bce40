"""A person at a browser: what they click, type and see, by the words on the page."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Download, Locator, Page, Response, expect

from tests.factories.accounts import PASSWORD

PATIENCE = 15_000  # milliseconds: a page that is not there by then is not coming, even on a busy machine
expect.set_options(timeout=PATIENCE)


class Person:
    """Somebody with a browser window of their own; everything that goes wrong in it is kept in ``troubles``."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("response", self._answered)

    def _said(self, said: ConsoleMessage) -> None:
        # htmx logs a request that was given up because the page was left.
        given_up = said.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
        if said.type in ("error", "warning") and not given_up:
            self.troubles.append(said.text)

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"{response.status} {response.url}")

    @property
    def main(self) -> Locator:
        """The page less its frame."""
        return self.page.get_by_role("main")

    def opens(self, path: str) -> None:
        """Go to an address, as from a bookmark or a message."""
        self.page.goto(self.address + urlsplit(path).path)
        self._arrived()

    def follows(self, name: str, *, within: Locator | None = None, exact: bool = False) -> None:
        """Click the link of that name, the first if there are several."""
        self._goes((within or self.main).get_by_role("link", name=name, exact=exact).first)

    def enters(self, name: str) -> None:
        """Go to one of the person's rooms, whose names are folded on a phone."""
        bar = self.page.get_by_role("navigation", name="Your account")
        if (folded := bar.locator("summary")).is_visible():
            folded.click()
        self._goes(bar.get_by_role("link", name=name))

    def presses(self, name: str, *, within: Locator | None = None) -> None:
        """Press the button of that name, which sends its form."""
        self._goes((within or self.main).get_by_role("button", name=name).first)

    def saves(self, name: str) -> Download:
        """Click a link that gives a file."""
        with self.page.expect_download() as found:
            self.main.get_by_role("link", name=name).click()
        return found.value

    def part(self, heading: str) -> Locator:
        """The section with that heading."""
        return self.main.get_by_role("region", name=heading)

    def fills(self, **typed: str) -> None:
        """Type into fields; each is named by its label, with blanks as underscores."""
        for name, text in typed.items():
            self.types(name.replace("_", " "), text)

    def types(self, label: str, text: str) -> None:
        """Type into the field of that label, whether or not it says that it may stay empty."""
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        """The field of that label."""
        return self.main.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))

    def picks(self, question: str, answer: str) -> None:
        """Choose one of the answers to a question."""
        group = self.main.get_by_role("group", name=question)
        group.get_by_label(re.compile(rf"^{re.escape(answer)}")).check()

    def sees(self, *sentences: str, within: Locator | None = None) -> None:
        """The page says each of these."""
        for sentence in sentences:
            expect(within or self.main).to_contain_text(sentence)

    def reads(self, heading: str) -> None:
        """The page has this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def is_told(self, sentence: str) -> None:
        """What was done is said above the page."""
        expect(self.page.get_by_role("status").filter(has_text=sentence)).to_be_visible()

    def signs_in(self, user: Any) -> None:
        """Give address and password on the page for it, wherever it was reached from."""
        if not urlsplit(self.page.url).path.endswith("/login/"):
            self.opens("/accounts/login/")
        self.types("E-mail address", user.email)
        self.types("Password", PASSWORD)
        self.presses("Sign in")

    def _goes(self, way: Locator) -> None:
        with self.page.expect_navigation():
            way.click()
        self._arrived()

    def _arrived(self) -> None:
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.troubles.append(f"{self.page.url} scrolls sideways")


def saved(download: Download, folder: Path) -> Path:
    """Where the file is, under the name that it came with."""
    path = folder / download.suggested_filename
    download.save_as(path)
    return path
