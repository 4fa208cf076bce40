"""How many queries a page takes: to compare one row with three, whatever the frame around the page asks for."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, address: str) -> int:
    """The number of queries of the second look at a page, which must answer 200: the first fills caches."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, response.status_code
    return len(captured)
