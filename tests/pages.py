"""Every address of the portal, and reading pages as a person does: which links they hold, and where those lead."""

from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(``namespace:name``, pattern) of everything under the resolver."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


class Links(HTMLParser):
    """Every ``href`` of an ``a`` element."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of a link."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def links_of(html: str, *, at: str) -> list[str]:
    """The addresses within the portal that a page at the address ``at`` links to, without their fragments."""
    links = Links()
    links.feed(html)
    absolute = (urldefrag(urljoin(at, found)).url for found in links.found)
    return [found for found in absolute if not urlsplit(found).scheme and not urlsplit(found).netloc]


def text_of(response: HttpResponseBase) -> str:
    """The HTML of a page; nothing of what is no page. A file is read to its end, which closes it."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return content.decode() if is_page else ""


class FewOfEachKind:
    """Which links a crawl follows: at most so many of each kind, so that it ends before all of a long list is read.

    Of one kind are addresses with the same first word, as many words, and a query or none.
    """

    def __init__(self, most: int, *, among: Callable[[str], bool]) -> None:
        self.most = most
        self.among = among
        self.followed: Counter[tuple[str, int, bool]] = Counter()

    def __call__(self, link: str) -> bool:
        """Whether to follow the link; asked once for each."""
        if not self.among(link):
            return False
        parts = urlsplit(link)
        words = parts.path.strip("/").split("/")
        kind = (words[0], len(words), bool(parts.query))
        self.followed[kind] += 1
        return self.followed[kind] <= self.most


def crawl(client: Client, *, start: str = "/", follow: Callable[[str], bool]) -> Iterator[tuple[str, HttpResponseBase]]:
    """(address, response) of every page that can be reached from ``start`` by links that ``follow`` accepts.

    An address that leads on to another is a page with that one link.
    """
    waiting, seen = [start], {start}
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        yield address, response
        leads_to = response.headers.get("Location")
        for link in [leads_to] if leads_to else links_of(text_of(response), at=address):
            if link not in seen and follow(link):
                seen.add(link)
                waiting.append(link)
