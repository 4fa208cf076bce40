"""An early pytest plugin: PostgreSQL and Valkey for the run, unless DATABASE_URL and REDIS_URL name others.

It must act before pytest-django loads the settings, and pytest-django does that before any conftest.py: hence
``addopts = -p tests.services``, and hence ``python -m pytest`` (plain ``pytest`` does not find this package so early).
The process that starts the run owns the servers; xdist's workers are its children and inherit the addresses.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cmiportal.demo.servers import FAST, postgres, sweep_folders, valkey

FOLDER = "cmi-test-"
OUR_DATABASE = "PORTAL_TEST_DATABASE_IS_OURS"
# Two hundred people who book at once, each over a connection of their own, and what other tests have open.
ROOM = ("-c", "max_connections=300")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Start what is missing, as a wrapper: around, and so before, pytest-django's own part of this hook."""
    stack = ExitStack()
    early_config.add_cleanup(stack.close)  # runs however the run ends, a failure in this very hook included
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    sweep_folders(FOLDER)
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["VAR_DIR"] = str(folder / "var")
    if worker:
        os.environ["REDIS_URL"] = own_database(os.environ["REDIS_URL"], worker)
    else:
        start_missing(stack, folder)
    return (yield)


def start_missing(stack: ExitStack, folder: Path) -> None:
    """Start each server whose address the environment does not give, and put its address there."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = stack.enter_context(postgres(folder / "postgres", *FAST, *ROOM))
        os.environ[OUR_DATABASE] = "1"
        stack.callback(forget, "DATABASE_URL", OUR_DATABASE)
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = stack.enter_context(valkey())
        stack.callback(forget, "REDIS_URL")


def forget(*names: str) -> None:
    """Take the addresses of stopped servers out of the environment."""
    for name in names:
        os.environ.pop(name, None)


def own_database(url: str, worker: str) -> str:
    """The Redis address with a database number of its own for xdist's worker `gw0`, `gw1` ...

    >>> own_database("redis://localhost:6379/2", "gw1")
    'redis://localhost:6379/3'
    """
    parts = urlsplit(url)
    first = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{first + int(worker.removeprefix('gw'))}").geturl()
