"""The whole portal on one machine: servers, tables, data, static files, web, worker and beat, in that order.

Every way this can fail that is not a fault of the code ends in DemoRefused with one sentence.
"""

import errno
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from cmiportal.settings import env

from .accounts import ACCOUNTS, PASSWORD
from .processes import run_processes
from .servers import ServerRefused, die_with_me, erase, postgres, valkey

ROOT = Path(__file__).resolve().parents[2]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What RESET=1 removes beside the database. Static files depend on the code alone.
DATA = ("mail", "files")


class DemoRefused(Exception):
    """The demo cannot run; the message is one sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Demo:
    """What to run: where the data is, which port, and the servers that somebody else runs (empty: our own)."""

    var: Path
    port: int
    reset: bool
    database_url: str
    owner_url: str
    redis_url: str
    role: str

    @property
    def address(self) -> str:
        """Where the portal is visited."""
        return f"http://localhost:{self.port}/"


def run(demo: Demo) -> int:
    """Run the demo until it is stopped; returns the exit code. Raises DemoRefused with a sentence."""
    with _stopping_on_signals(), ExitStack() as stack:
        try:
            _check(demo)
            demo.var.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_alone(demo.var))
            if demo.reset:
                _wipe(demo)
            owner, environment = _start_servers(demo, stack)
            _prepare(owner, environment)
        except ServerRefused as refusal:
            raise DemoRefused(str(refusal)) from None
        except OSError as error:
            raise DemoRefused(sentence_for(error)) from None
        code = run_processes(ROOT / "Procfile", environment, once_started=lambda: _announce(demo))
        _ignore_signals()
    print("Stopped." if code in {130, 143} else f"A process ended by itself with code {code}; the rest is stopped.")  # noqa: T201
    return code


def sentence_for(error: OSError) -> str:
    """What to tell the person whose machine refused a file or folder."""
    place = error.filename or "the disk"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk is full: nothing more can be written to {place}."
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return f"{place} cannot be written; give VAR_DIR a folder that can, or change its permissions."
    return f"{place}: {error.strerror or error}."


def _check(demo: Demo) -> None:
    if demo.reset and demo.database_url:
        raise DemoRefused("RESET=1 wipes the demo's own database, and DATABASE_URL names another; unset one of them.")
    if not 0 < demo.port < 65536:
        raise DemoRefused(f"PORT must be a number from 1 to 65535, not {demo.port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", demo.port))
        except PermissionError:
            raise DemoRefused(
                f"Port {demo.port} is reserved; choose one above 1023, as in: make demo PORT=8123"
            ) from None
        except OSError:
            raise DemoRefused(f"Port {demo.port} is in use; choose another, as in: make demo PORT=8123") from None


@contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Hold the data folder for this demo alone; the kernel lets go of the lock however the demo ends."""
    with (var / "demo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoRefused(f"Another demo is running on {var}; stop it first.") from None
        yield


def _wipe(demo: Demo) -> None:
    erase(demo.var / "postgres")
    for name in DATA:
        shutil.rmtree(demo.var / name, ignore_errors=True)


def _start_servers(demo: Demo, stack: ExitStack) -> tuple[str, dict[str, str]]:
    """Start what the environment does not name; returns the owner's database address and the portal's environment."""
    owner, portal = demo.owner_url or demo.database_url, demo.database_url
    if not portal:
        owner = stack.enter_context(postgres(demo.var / "postgres"))
        parts = urlsplit(owner)
        portal = parts._replace(netloc=f"{demo.role}@").geturl()
    redis_url = demo.redis_url or stack.enter_context(valkey())
    environment = env.handed_down(
        DJANGO_SETTINGS_MODULE="cmiportal.settings.dev",
        DEMO="yes",
        DATABASE_URL=portal,
        REDIS_URL=redis_url,
        VAR_DIR=str(demo.var),
        PORT=str(demo.port),
        BIND_ADDRESS="127.0.0.1",
        SITE_URL=demo.address,
        PYTHONUNBUFFERED="1",
        PYTHONWARNINGS="ignore:You're running the worker with superuser",  # Celery's; the demo runs as anybody
    )
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment.get('PATH', os.defpath)}"
    environment.pop("MIGRATION_DATABASE_URL", None)  # web and worker never see the owner's address
    return owner, environment


def _prepare(owner: str, environment: dict[str, str]) -> None:
    """Tables, rights, data and static files, as the owner of the tables, in a process of its own."""
    command = [*die_with_me("TERM"), sys.executable, "manage.py", "prepare_demo"]
    owned = {**environment, "DATABASE_URL": owner, "MIGRATION_DATABASE_URL": owner}
    if subprocess.run(command, cwd=ROOT, env=owned, check=False).returncode:
        raise DemoRefused("The demo could not be prepared, for the reason above.")


def _announce(demo: Demo) -> None:
    """Say where everything is, once the first page can be had."""
    while True:
        with suppress(OSError), urllib.request.urlopen(f"{demo.address}healthz", timeout=1):
            break
        time.sleep(0.1)
    people = "\n".join(f"    {email:<34}{about}" for email, about in ACCOUNTS.items())
    print(  # noqa: T201
        f"\n  The portal runs at {demo.address}\n"
        f"  Its e-mail is read at {demo.address}demo/mail/\n"
        f"  Sign in with the password {PASSWORD} as\n{people}\n"
        "  Ctrl-C stops it.\n",
        flush=True,
    )


@contextmanager
def _stopping_on_signals() -> Iterator[None]:
    """Turn the first signal into an orderly exit, even if the shell that started us had told us to ignore it."""

    def leave(signum: int, frame: FrameType | None) -> None:
        _ignore_signals()
        raise SystemExit(128 + signum)

    before = {number: signal.signal(number, leave) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
