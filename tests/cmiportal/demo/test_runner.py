"""`manage.py demo`: what stops it from starting is said in one sentence, with exit code 1 and no traceback."""

import errno
import fcntl
import os
import socket
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from django.conf import settings

from cmiportal.demo.runner import sentence_for

pytestmark = pytest.mark.slow

IN_OWN_MOUNTS = ["unshare", "--user", "--map-root-user", "--mount"]
own_mounts = pytest.mark.skipif(
    subprocess.run([*IN_OWN_MOUNTS, "true"], capture_output=True, check=False).returncode != 0,
    reason="this machine gives no mounts of one's own",
)


def refusal(var: Path, *, mount: str = "", **environment: str) -> str:
    """The sentence with which `manage.py demo` refuses; `mount` are options of a small file system laid over `var`."""
    command = [sys.executable, "manage.py", "demo"]
    if mount:
        script = f'mount -t tmpfs -o {mount} tmpfs "{var}" && exec "$@"'
        command = [*IN_OWN_MOUNTS, "sh", "-c", script, "sh", *command]
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    own = {"DJANGO_SETTINGS_MODULE": "cmiportal.settings.dev", "VAR_DIR": str(var), "PORT": "8791"}
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={**inherited, **own, **environment},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done.stderr.strip()


@pytest.fixture
def taken_port() -> Generator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use(tmp_path, taken_port):
    said = refusal(tmp_path, PORT=str(taken_port))
    assert said == f"Port {taken_port} is in use; choose another, as in: make demo PORT=8123"


@pytest.mark.parametrize(
    ("port", "sentence"),
    [
        ("http", "PORT must be a whole number, not 'http'."),
        ("70000", "PORT must be a number from 1 to 65535, not 70000."),
    ],
)
def test_a_port_that_is_none(tmp_path, port, sentence):
    assert refusal(tmp_path, PORT=port) == sentence


def test_another_demo_on_the_same_data(tmp_path):
    with (tmp_path / "demo.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert refusal(tmp_path) == f"Another demo is running on {tmp_path}; stop it first."


def test_a_reset_of_a_database_that_is_not_the_demos_own(tmp_path):
    said = refusal(tmp_path, RESET="1", DATABASE_URL="postgresql://portal@db.example.org/portal")
    assert said == "RESET=1 wipes the demo's own database, and DATABASE_URL names another; unset one of them."


def test_a_database_that_does_not_answer(tmp_path):
    said = refusal(tmp_path, DATABASE_URL="postgresql://portal@/portal?host=/nowhere")
    assert said.splitlines()[0].startswith("The database refused: ")
    assert said.splitlines()[1] == "The demo could not be prepared, for the reason above."


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "var").write_text("")
    assert refusal(tmp_path / "var") == f"{tmp_path / 'var'}: File exists."


@own_mounts
def test_a_disk_that_is_full_before_the_database_is_made(tmp_path):
    said = refusal(tmp_path, mount="size=4m")
    assert said == f"PostgreSQL could not make its data in {tmp_path / 'postgres'}: the disk is full."


@own_mounts
def test_a_disk_that_fills_while_the_tables_are_made(tmp_path):
    said = refusal(tmp_path, mount="size=41m")
    assert "disk is full" in said.lower()


@own_mounts
def test_a_folder_that_cannot_be_written(tmp_path):
    said = refusal(tmp_path, mount="size=1m,ro")
    assert said == (
        f"{tmp_path / 'demo.lock'} cannot be written; give VAR_DIR a folder that can, or change its permissions."
    )


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_has_a_sentence_of_its_own(number):
    assert sentence_for(OSError(number, "whatever", "/var/file")) == (
        "The disk is full: nothing more can be written to /var/file."
    )
