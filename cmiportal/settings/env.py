"""The only reader of ``os.environ``: typed values, and one sentence when one is missing or malformed."""

import os
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}

asked: set[str] = set()
"""The names asked for so far; a test compares them with the README's table."""
_assumed: dict[str, str] = {}


def assume(**values: str) -> None:
    """Values for variables that the environment does not set: for work and tests on one machine."""
    _assumed.update(values)


def given(name: str) -> str:
    """What the environment itself says, or an empty text; what is assumed does not count."""
    asked.add(name)
    return os.environ.get(name, "").strip()


def require(*names: str) -> None:
    """Raise ImproperlyConfigured with one sentence that names every one of `names` that is not set."""
    if missing := [name for name in names if not given(name)]:
        raise _missing(*missing)


def text(name: str, default: str | None = None) -> str:
    """The variable as text, without blanks around it; without a default it must be set and not empty.

    Raises ImproperlyConfigured with a sentence that names the variable.
    """
    value = given(name) or _assumed.get(name, "")
    if value:
        return value
    if default is None:
        raise _missing(name)
    return default


def flag(name: str, default: bool = False) -> bool:
    """The variable as yes or no: 1, true, yes, on or 0, false, no, off; empty is the default."""
    value = text(name, "").lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = text(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def listed(name: str, default: str | None = None) -> list[str]:
    """The variable as a list: its parts between commas, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def numbers(name: str, default: str) -> list[int]:
    """The variable as a list of whole numbers."""
    parts = listed(name, default)
    try:
        return [int(part) for part in parts]
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be whole numbers with commas between, not {', '.join(parts)!r}."
        ) from None


def database(name: str, default: str | None = None) -> dict[str, object]:
    """A ``postgresql://user:password@host:port/name?host=/socket/folder`` address as Django's DATABASES entry.

    Other query parameters are libpq's options; a server that does not answer is given up after five seconds.
    """
    url = urlsplit(text(name, default))
    if url.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must begin with postgresql://; this project runs on PostgreSQL alone.")
    try:
        port = str(url.port or "")
    except ValueError:
        raise ImproperlyConfigured(f"The port in {name} must be a number from 1 to 65535.") from None
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", url.hostname or ""),
        "PORT": port,
        "OPTIONS": {"connect_timeout": "5", **query},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def handed_down(**values: str) -> dict[str, str]:
    """The environment for a child process: this one's own, with `values` set."""
    return {**os.environ, **values}


def _missing(*names: str) -> ImproperlyConfigured:
    wanted = ", ".join(names)
    return ImproperlyConfigured(
        f"Set {wanted} in the environment; the README's table of settings says what to put there."
    )
