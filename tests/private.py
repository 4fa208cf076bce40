"""Rows that an address can name, and what somebody finds there: for the crawls that find other people's closed."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from cmiportal.accounts.models import User
from tests.pages import text_of

NOBODYS = "01938a3c-5c3e-7000-8000-000000000000"
ROW_NUMBER = 2**31 - 1
FEW = 2
# So many pages of a kind a crawl of what somebody can click to opens.
OF_A_KIND = 20
NAMES_A_ROW = ("pk", "message_id", "token", "ticket", "slug")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@dataclass(frozen=True)
class Row:
    """A row, whose it is, the state it is in, and the keys of an address about it."""

    owner: int
    state: str
    keys: dict[str, Any] = field(hash=False)


def account(name: str) -> User:
    """One of the demo's people."""
    return User.objects.get(email=f"{name}@example.org")


def signed_in(name: str) -> Client:
    """A client of one of the demo's people."""
    client = Client()
    client.force_login(account(name))
    return client


def ask(client: Client, method: str, name: str, keys: dict[str, Any]) -> tuple[int, str]:
    """(status, page without the token of its forms) of a request."""
    address = reverse(name, kwargs=keys)
    response = client.get(address) if method == "GET" else client.post(address, {"moves": 0, "revision": 0})
    return response.status_code, TOKEN.sub("", text_of(response))


def of_nobody(keys: dict[str, Any]) -> dict[str, Any]:
    """The keys of a row that there is not, else the same."""
    return {key: _nobodys(value) if key in NAMES_A_ROW else value for key, value in keys.items()}


def some_of(rows: list[Row], *, besides: int | None = None, extent: str = "state") -> list[Row]:
    """The rows less those of one person: every one, of a few people in each state, or one in each."""
    others = [row for row in rows if row.owner != besides]
    if extent == "few":
        return _few_of(others)
    of_each = {"every": lambda row: row, "state": lambda row: row.state}[extent]
    return list({of_each(row): row for row in others}.values())


def _few_of(rows: list[Row]) -> list[Row]:
    """In each state the rows of at most two people, one each."""
    of_state: dict[str, dict[int, Row]] = {}
    for row in rows:
        owners = of_state.setdefault(row.state, {})
        if len(owners) < FEW:
            owners.setdefault(row.owner, row)
    return [row for owners in of_state.values() for row in owners.values()]


def _nobodys(value: Any) -> Any:
    return ROW_NUMBER if isinstance(value, int) else NOBODYS
