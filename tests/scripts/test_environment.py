"""scripts/environment.sh: makes .venv once, does nothing when it is there, and refuses in one sentence."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

TOOLS = ("sh", "cat", "cksum", "grep", "tail", "dirname", "mkdir", "chmod", "cp")
# Stands in for Python: each word of its file `can` is something that it can do.
PYTHON = """#!/bin/sh
can() { grep -qw "$1" "$FAKES/can"; }
case "$*" in
    -V) echo "Python 3.9.2" ;;
    *version_info*) can version ;;
    *"import venv"*) can venv ;;
    *"-m venv"*) can make || { echo "Error: [Errno 30] Read-only file system: '.venv'"; exit 1; }
        mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"-m ensurepip"*) ! can nothing_more || { echo "OSError: [Errno 28] No space left on device: 'x'"; exit 1; } ;;
    *"-m pip"*) can pip || { cat "$FAKES/pip"; exit 1; } ;;
esac
"""


class Machine:
    """A machine with the script, its requirements, a few tools and a Python that can do some things."""

    def __init__(self, folder: Path):
        self.project, self.fakes = folder / "project", folder / "bin"
        (self.project / "scripts").mkdir(parents=True)
        self.fakes.mkdir()
        shutil.copy(settings.BASE_DIR / "scripts/environment.sh", self.project / "scripts")
        for name in ("requirements.txt", "requirements-dev.txt"):
            (self.project / name).write_text("six==1.17.0\n")
        for tool in TOOLS:
            (self.fakes / tool).symlink_to(shutil.which(tool))

    def python(self, can: str) -> None:
        """Install a Python that can do these things."""
        (self.fakes / "can").write_text(can)
        (self.fakes / "python3").write_text(PYTHON)
        (self.fakes / "python3").chmod(0o755)

    def run(self) -> tuple[int, str]:
        """The script's exit code and all it said."""
        done = subprocess.run(
            ["sh", "scripts/environment.sh"],
            cwd=self.project,
            env={"PATH": str(self.fakes), "FAKES": str(self.fakes)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.strip()


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_without_python(machine):
    assert machine.run() == (1, "There is no python3 here; the portal needs Python 3.11 or newer.")


def test_with_a_python_too_old(machine):
    machine.python(can="venv make pip")
    assert machine.run() == (1, "The portal needs Python 3.11 or newer; the newest here is Python 3.9.2.")


def test_without_the_venv_module(machine):
    machine.python(can="version make pip")
    assert machine.run() == (1, "python3 has no venv module; on Debian and Ubuntu install the package python3-venv.")


def test_in_a_folder_that_cannot_be_written(machine):
    machine.python(can="version venv pip")
    code, said = machine.run()
    assert code == 1
    assert said.splitlines()[-1] == "Making .venv failed: Error: [Errno 30] Read-only file system: '.venv'"


def test_an_environment_that_is_half_made_is_made_anew(machine):
    machine.python(can="version venv make pip nothing_more")
    full = "Making .venv with Python 3.9.2.\nMaking .venv failed: the disk is full."
    assert [machine.run(), machine.run()] == [(1, full), (1, full)]
    machine.python(can="version venv make pip")
    assert machine.run()[0] == 0
    assert machine.run() == (0, "")


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("OSError: [Errno 28] No space left on device: 'x'\n  more", "the disk is full."),
        ("Collecting six\nERROR: No version of six fits", "ERROR: No version of six fits"),
        ("it went wrong", "it went wrong"),
    ],
)
def test_when_the_requirements_cannot_be_installed(machine, output, reason):
    machine.python(can="version venv make")
    (machine.fakes / "pip").write_text(output)
    code, said = machine.run()
    assert code == 1
    assert said.splitlines()[-1] == f"Installing the requirements failed: {reason}"
    assert machine.run() == (1, said.partition("\n")[2])  # the next run tries again in the same .venv


def test_it_installs_once_and_again_when_the_requirements_change(machine):
    machine.python(can="version venv make pip")
    installing = "Installing the requirements into .venv; this takes a minute or two."
    assert machine.run() == (0, f"Making .venv with Python 3.9.2.\n{installing}")
    assert machine.run() == (0, "")
    (machine.project / "requirements.txt").write_text("six==1.16.0\n")
    assert machine.run() == (0, installing)
    assert machine.run() == (0, "")


def test_an_environment_whose_python_is_gone_is_made_anew(machine):
    machine.python(can="version venv make pip")
    machine.run()
    (machine.project / ".venv/bin/python").unlink()
    assert machine.run()[1].startswith("Making .venv with")
