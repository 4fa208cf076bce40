"""Start `make demo` as somebody would who has just cloned the project, walk through it, stop it, and look for remains.

Prints one line for each thing proved; ends with code 1 and the demo's own output when one does not hold.
"""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "Demo-portal-2026"
MARK = uuid.uuid4().hex
PAGES = (
    "/",
    "/qualifications/",
    "/centres/",
    "/verify/",
    "/style-guide/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/admin/login/",
    "/demo/mail/",
    "/healthz",
)
ROOMS = {
    "learner": "/learning/",
    "assessor": "/desk/",
    "verifier": "/desk/",
    "moderator": "/desk/",
    "coordinator": "/centre/",
    "admin": "/admin/",
}


class Failed(Exception):
    """Something does not hold."""


class Visitor:
    """A browser with cookies and nothing else."""

    def __init__(self, address: str):
        self.address = address
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path: str) -> tuple[int, str]:
        """The status and text of a page."""
        return self._open(urllib.request.Request(self.address + path))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Fill the form of a page and send it; the status and text after all redirects."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path)[1])
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1] if token else ""}).encode()
        return self._open(urllib.request.Request(self.address + path, data=body))

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Demo:
    """One run of `make demo`."""

    def __init__(self, folder: Path):
        self.folder, self.log = folder, folder / "demo.log"
        self.address = f"http://localhost:{free_port()}"
        self.started = time.monotonic()
        # Servers work in the temporary folder or in their data's: so their folder tells whose they are.
        own = {"VAR_DIR": str(folder / "var"), "TMPDIR": str(folder), "SMOKE": MARK}
        environment = {**os.environ, **own, "PORT": self.address.rpartition(":")[2]}
        for name in ("DATABASE_URL", "REDIS_URL", "CI"):
            environment.pop(name, None)
        with self.log.open("ab") as out:
            self.make = subprocess.Popen(["make", "demo"], cwd=ROOT, env=environment, stdout=out, stderr=out)

    def first_page(self, *, seconds: float) -> float:
        """Wait for the home page; the seconds it took from the start."""
        wait(lambda: self.answers() or self.has_ended(), seconds=seconds)
        if self.has_ended():
            fail("make demo has ended by itself")
        return time.monotonic() - self.started

    def has_ended(self) -> bool:
        """Whether `make demo` has ended."""
        return self.make.poll() is not None

    def end(self) -> None:
        """Stop it, if it still runs: nothing of a failed smoke test is left behind."""
        if not self.has_ended():
            self.make.terminate()
            self.make.wait(30)

    def answers(self) -> bool:
        """Whether the home page can be had."""
        with suppress(OSError):
            return Visitor(self.address).get("/")[0] == 200
        return False

    def runner(self) -> psutil.Process:
        """The process that owns all others."""
        return psutil.Process(self.make.pid).children()[0]

    def remains(self) -> list[str]:
        """The processes that this run has left: they carry its mark or work in its folder."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                inside = Path(process.cwd()).is_relative_to(self.folder)
                if inside or process.environ().get("SMOKE") == MARK:
                    found.append(" ".join(process.cmdline()))
        return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fail(what: str) -> bool:
    """Stop the smoke test."""
    raise Failed(what)


def wait(true: Callable[[], object], *, seconds: float) -> None:
    """Wait until `true()` is, or fail."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            fail(f"waited {seconds} s in vain for {true.__qualname__}")
        time.sleep(0.1)


def say(what: str) -> None:
    """One line about what has been proved."""
    print(f"smoke: {what}", flush=True)  # noqa: T201


def walk(demo: Demo) -> None:
    """Ten pages, a sign-in, and a message that the worker delivers."""
    visitor = Visitor(demo.address)
    listed = visitor.get("/qualifications/")[1]
    detail = re.search(r'href="(/qualifications/[\w-]+/)"', listed) or fail("no qualification is listed")
    for path in (*PAGES, detail[1]):
        status, _ = visitor.get(path)
        say(f"{path} answers {status}")
        if status != 200:
            fail(f"{path} answers {status}")
    wait(lambda: visitor.get("/readyz")[0] == 200, seconds=60)
    say(f"/readyz: {json.loads(visitor.get('/readyz')[1])['checks']}")
    before = letters(visitor)
    visitor.post("/accounts/password/reset/", email="learner@example.org")
    wait(lambda: letters(visitor) - before, seconds=60)
    say("the worker has delivered a message")
    for name, room in ROOMS.items():
        person = Visitor(demo.address)
        person.post("/accounts/login/", login=f"{name}@example.org", password=PASSWORD)
        status, page = person.get(room)
        if status != 200 or ("Sign out" not in page and "Log out" not in page):
            fail(f"{name} cannot sign in and open {room}, which answers {status}")
    say("each of the accounts is signed in and in its room")


def letters(visitor: Visitor) -> set[str]:
    """The messages that the demo's mail page lists."""
    return set(re.findall(r'href="/demo/mail/([^"/]+)/"', visitor.get("/demo/mail/")[1]))


def first_run(demo: Demo) -> None:
    """From nothing to a walk, then SIGTERM."""
    say(f"the first page came after {demo.first_page(seconds=300):.1f} s")
    walk(demo)
    demo.make.send_signal(signal.SIGTERM)
    demo.make.wait(30)
    wait(lambda: not demo.remains(), seconds=10)
    say("SIGTERM left no process")


def second_run(demo: Demo) -> None:
    """The data is there, the first page comes quickly, and kill -9 leaves nothing either."""
    took = demo.first_page(seconds=60)
    say(f"at the second start the first page came after {took:.1f} s")
    if took > 10:
        fail("the second start took more than 10 s")
    demo.runner().kill()
    demo.make.wait(30)
    wait(lambda: not demo.remains(), seconds=20)
    say("kill -9 left no process")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="cmi-smoke-") as folder:
        for run in (first_run, second_run):
            demo = Demo(Path(folder))
            try:
                run(demo)
            except (Failed, OSError, subprocess.TimeoutExpired) as failure:
                sys.exit(f"{demo.log.read_text(errors='replace')}\nsmoke: {failure}\n{demo.remains()}")
            finally:
                demo.end()


if __name__ == "__main__":
    main()
