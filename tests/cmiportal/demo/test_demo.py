"""The whole demo, as `manage.py demo` runs it: it serves, keeps its data, and ends without remains."""

import os
import signal
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
from django.conf import settings

from cmiportal.demo.servers import PORTS
from tests.processes import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]
MARK = uuid.uuid4().hex


class Run:
    """One start of the demo on the data in `folder`, as a shell script starts a job in the background."""

    def __init__(self, folder: Path, port: int, **environment: str):
        self.port, self.said = port, ""
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        own = {
            "DJANGO_SETTINGS_MODULE": "cmiportal.settings.dev",
            "VAR_DIR": str(folder / "var"),
            "TMPDIR": str(folder),  # where servers work that have no data
            "PORT": str(port),
            "MARK": MARK,
        }
        self.process = subprocess.Popen(
            ["sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, "manage.py", "demo"],
            cwd=settings.BASE_DIR,
            env={**inherited, **own, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, words: str, *, times: int = 1) -> None:
        """Wait until the demo has said these words so often."""
        while self.said.count(words) < times:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    def wait_until_it_serves(self) -> None:
        """Wait for the address that the demo prints once a page can be had, and get the page."""
        self.read_until("Ctrl-C stops it.\n")
        with urllib.request.urlopen(f"http://localhost:{self.port}/healthz", timeout=20) as page:
            assert page.status == 200

    def end(self, sign: signal.Signals) -> int:
        """Send the signal to the demo alone; its exit code, when all that could still write has ended."""
        with self.process:
            self.process.send_signal(sign)
            self.said += self.process.stdout.read()
        return self.process.returncode


def remains(folder: Path) -> list[str]:
    """Processes that carry this test's mark, and servers that work in its folder."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if Path(process.cwd()).is_relative_to(folder) or process.environ().get("MARK") == MARK:
                found.append(" ".join(process.cmdline()))
    return found


@pytest.fixture
def folder() -> Generator[Path]:
    """A folder for data and sockets; pytest's own have names too long for a socket."""
    with TemporaryDirectory(prefix="cmi-demo-") as name:
        yield Path(name)


@pytest.fixture
def port(worker_id: str) -> int:
    """A port that no other worker of this run takes."""
    return PORTS.start - 100 - int(worker_id.removeprefix("gw") if worker_id != "master" else 0)


def test_the_demo_serves_keeps_its_data_and_leaves_nothing_however_it_ends(folder, port):
    first = Run(folder, port)
    first.wait_until_it_serves()
    running = "\n".join(remains(folder))
    assert all(name in running for name in ("postgres -D", "valkey-server", "granian", "worker", "beat"))
    assert (first.end(signal.SIGTERM), remains(folder)) == (143, [])
    assert "Making the tables." in first.said
    assert f"The portal runs at http://localhost:{port}/" in first.said
    assert first.said.splitlines()[-1] == "Stopped."

    (folder / "var/mail").mkdir(exist_ok=True)
    (folder / "var/mail/kept").touch()
    second = Run(folder, port)
    second.wait_until_it_serves()
    assert second.end(signal.SIGKILL) == -signal.SIGKILL
    assert wait_until(lambda: remains(folder) == [], seconds=30)
    assert "Making the tables." not in second.said
    assert (folder / "var/mail/kept").exists()

    killed_early = Run(folder, port)
    killed_early.read_until(" started (pid=", times=3)  # granian would now miss a signal
    killed_early.end(signal.SIGKILL)
    assert wait_until(lambda: remains(folder) == [], seconds=30)

    reset = Run(folder, port, RESET="1")
    reset.wait_until_it_serves()
    assert (reset.end(signal.SIGINT), remains(folder)) == (130, [])
    assert "Making the tables." in reset.said
    assert not (folder / "var/mail/kept").exists()
