"""The cache that may go away: when Redis does not answer, pages and sign-in go on, only slower."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class TolerantRedisCache(RedisCache):
    """Django's Redis cache, in which a lost server is an empty cache and not a failed page.

    Without it allauth's rate limits turn sign-in into an error page. Meanwhile nothing is cached and **rate limits do
    not hold** (add says yes, incr counts from nothing), so each loss is logged.
    """

    def add(self, key, value, *args, **kwargs) -> bool:
        return self._tolerate(super().add, True, key, value, *args, **kwargs)

    def get(self, key, default=None, *args, **kwargs) -> Any:
        return self._tolerate(super().get, default, key, default, *args, **kwargs)

    def set(self, key, value, *args, **kwargs) -> None:
        self._tolerate(super().set, None, key, value, *args, **kwargs)

    def touch(self, key, *args, **kwargs) -> bool:
        return self._tolerate(super().touch, False, key, *args, **kwargs)

    def delete(self, key, *args, **kwargs) -> bool:
        return self._tolerate(super().delete, False, key, *args, **kwargs)

    def get_many(self, keys, *args, **kwargs) -> dict:
        return self._tolerate(super().get_many, {}, keys, *args, **kwargs)

    def has_key(self, key, *args, **kwargs) -> bool:
        return self._tolerate(super().has_key, False, key, *args, **kwargs)

    def incr(self, key, delta=1, *args, **kwargs) -> int:
        return self._tolerate(super().incr, delta, key, delta, *args, **kwargs)

    def set_many(self, data, *args, **kwargs) -> list:
        return self._tolerate(super().set_many, list(data), data, *args, **kwargs)

    def delete_many(self, keys, *args, **kwargs) -> None:
        self._tolerate(super().delete_many, None, keys, *args, **kwargs)

    def clear(self) -> bool:
        return self._tolerate(super().clear, False)

    def _tolerate(self, operation: Callable, instead: Any, *args, **kwargs) -> Any:
        try:
            return operation(*args, **kwargs)
        except RedisError as error:
            logger.warning("The cache does not answer, so %s did nothing: %s", operation.__name__, error)
            return instead
