"""So many times a minute or a day for one client, counted in the cache; without it nothing is limited (cache.py)."""

from datetime import datetime
from ipaddress import IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MINUTE, DAY = 60, 24 * 60 * 60
# Who has one address of IPv6 has all of these.
ONE_CLIENT = 64


def seconds_to_wait(request: HttpRequest, what: str, *, a_minute: int, at: datetime) -> int:
    """Count one more ``what`` of this client: 0 where it is within the limit, else the seconds until it may go on."""
    minute, second = divmod(int(at.timestamp()), MINUTE)
    key = f"rate-{what}-{client_of(request)}-{minute}"
    cache.add(key, 0, 2 * MINUTE)
    return 0 if cache.incr(key) <= a_minute else MINUTE - second


def count_today(request: HttpRequest, what: str, *, at: datetime) -> int:
    """Count one more ``what`` of this client: how many there have been on this day, by UTC."""
    key = f"rate-day-{what}-{client_of(request)}-{at:%Y%m%d}"
    cache.add(key, 0, DAY)
    return cache.incr(key)


def client_of(request: HttpRequest) -> str:
    """The client's address, as sign-in counts it too: behind a proxy what that says; of IPv6 the network."""
    given = get_adapter().get_client_ip(request)
    address = ip_address(given)
    if address.version == 4:
        return given
    # A server that listens for both says ``::ffff:192.0.2.1`` of a client with an address of IPv4.
    return str(address.ipv4_mapped or IPv6Network((address, ONE_CLIENT), strict=False))
