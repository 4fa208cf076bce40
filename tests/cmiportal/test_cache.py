"""The cache that may go away: each operation has its answer, at once, when Redis has none."""

import socket
from collections.abc import Callable, Generator

import pytest
from django.conf import settings
from django.core.cache import caches

from cmiportal.cache import TolerantRedisCache
from cmiportal.demo.servers import valkey
from tests.timing import quickest

OPERATIONS = {
    "add": (("key", 1), True),
    "get": (("key", "instead"), "instead"),
    "set": (("key", 1), None),
    "touch": (("key", 10), False),
    "delete": (("key",), False),
    "get_many": ((["a", "b"],), {}),
    "has_key": (("key",), False),
    "incr": (("key", 2), 2),
    "decr": (("key", 2), -2),
    "set_many": (({"a": 1, "b": 2},), ["a", "b"]),
    "delete_many": ((["a", "b"],), None),
    "get_or_set": (("key", "made"), "made"),
    "clear": ((), False),
}


@pytest.fixture
def cache_at() -> Generator[Callable[[str], TolerantRedisCache]]:
    """The project's cache as the settings make it, but at another address."""
    made = []

    def make(address: str) -> TolerantRedisCache:
        made.append(TolerantRedisCache(address, {"OPTIONS": dict(settings.CACHES["default"]["OPTIONS"])}))
        return made[-1]

    yield make
    for cache in made:
        for pool in cache._cache._pools.values():  # a socket left open is an error in whichever test finds it
            pool.disconnect()


@pytest.fixture
def silent_address() -> Generator[str]:
    """A server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_the_settings_use_the_tolerant_cache():
    assert type(caches["default"]) is TolerantRedisCache


def test_it_caches_while_the_server_answers():
    cache = caches["default"]
    cache.set("word", "kept")
    assert (cache.get("word"), cache.add("word", "other"), cache.get_or_set("word", "other")) == ("kept", False, "kept")


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_an_answer_while_redis_is_away(name, cache_at, caplog):
    arguments, answer = OPERATIONS[name]

    def operate():
        return getattr(cache_at("redis://127.0.0.1:1/0"), name)(*arguments)

    assert operate() == answer
    assert quickest(operate) < 0.5
    assert "The cache does not answer" in caplog.text


@pytest.mark.slow
def test_a_server_that_hangs_holds_a_page_for_a_moment_only(cache_at, silent_address):
    cache = cache_at(silent_address)
    assert quickest(lambda: cache.get("word"), times=2) < 4
    assert cache.get("word", "instead") == "instead"


def test_it_caches_again_when_the_server_is_back(cache_at):
    with valkey() as address:
        cache = cache_at(address)
        cache.set("word", "first")
    port = int(address.rpartition(":")[2].partition("/")[0])
    assert cache.get("word") is None
    with valkey(port=port):
        cache.set("word", "second")
        assert cache.get("word") == "second"
