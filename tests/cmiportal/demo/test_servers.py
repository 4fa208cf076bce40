"""The embedded servers: they start, keep or forget their data as promised, and never outlive their owner."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg2
import pytest
import redis

from cmiportal.demo import servers
from cmiportal.demo.servers import FAST, ServerRefused, postgres, valkey
from tests.processes import commands_with, wait_until

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a way round PostgreSQL's refusal of root")


def ask(address: str, statement: str) -> str:
    """The first column of the first row of the answer, as text; empty without rows."""
    connection = psycopg2.connect(address)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return str(cursor.fetchone()[0]) if cursor.description else ""
    finally:
        connection.close()


@pytest.mark.slow
def test_postgres_keeps_its_data_from_one_start_to_the_next(tmp_path):
    with postgres(tmp_path / "data", *FAST) as address:
        ask(address, "CREATE TABLE kept AS SELECT 'here' AS word")
    with postgres(tmp_path / "data", *FAST) as address:
        assert ask(address, "SELECT word FROM kept") == "here"
    assert commands_with(str(tmp_path)) == []


@pytest.mark.slow
def test_postgres_opens_no_folder_and_leaves_no_socket_folder(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with postgres(home / "var/data", *FAST) as address:
        sockets = Path(address.partition("?host=")[2])
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "var/data").stat().st_mode) == 0o700
        assert {path.stat().st_uid for path in (home / "var/data").iterdir()} == {os.geteuid()}
    assert not sockets.exists()


@pytest.mark.slow
def test_postgres_works_in_a_folder_whose_path_is_too_long_for_a_socket(tmp_path):
    deep = tmp_path.joinpath(*["a-long-name-for-a-folder"] * 6)
    with postgres(deep / "data", *FAST) as address:
        assert ask(address, "SELECT 1") == "1"


@pytest.mark.slow
def test_a_second_postgres_on_the_same_data_is_refused_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(servers, "CLOSING_SECONDS", 0.5)
    data = tmp_path / "data"
    with postgres(data, *FAST), pytest.raises(ServerRefused) as refusal, postgres(data, *FAST):
        pass
    assert str(refusal.value) == f"Another PostgreSQL is running on {data}; stop it first."


@pytest.mark.slow
def test_postgres_that_cannot_start_says_why(tmp_path):
    with pytest.raises(ServerRefused) as refusal, postgres(tmp_path / "data", "-c", "no_such_setting=1"):
        pass
    assert "unrecognized configuration parameter" in str(refusal.value)
    assert commands_with(str(tmp_path)) == []


@pytest.fixture
def public_folder() -> Generator[Path]:
    """A temporary folder that any account may enter, as the system's own; pytest's are private."""
    with TemporaryDirectory(prefix="cmi-test-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@as_root
@pytest.mark.slow
def test_root_without_user_namespaces_runs_postgres_as_nobody(tmp_path, public_folder, monkeypatch):
    forbidding = tmp_path / "unshare"
    forbidding.write_text("#!/bin/sh\nexit 1\n")
    forbidding.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(servers.tempfile, "tempdir", str(public_folder))
    with postgres(tmp_path / "data", *FAST) as address:
        ask(address, "CREATE TABLE kept AS SELECT 'here' AS word")
    with postgres(tmp_path / "data", *FAST) as address:
        assert ask(address, "SELECT word FROM kept") == "here"
        folder = Path(ask(address, "SHOW data_directory"))
    assert folder.is_relative_to(public_folder)
    assert folder.owner() == "nobody"
    assert commands_with(str(public_folder)) == []


def test_sweeping_removes_the_folders_of_dead_owners_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(servers.tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    dead = tmp_path / f"cmi-pg-{ended.pid}-x"
    living = tmp_path / f"cmi-pg-{os.getpid()}-x"
    foreign = tmp_path / "cmi-pg-notes"
    for folder in (dead, living, foreign):
        folder.mkdir()
    servers.sweep_folders("cmi-pg-")
    assert sorted(tmp_path.iterdir()) == [living, foreign]


def test_valkey_stops_and_starts_on_the_same_port_with_nothing_kept():
    with valkey() as address, redis.Redis.from_url(address) as client:
        client.set("word", "here")
        port = client.connection_pool.connection_kwargs["port"]
    with valkey(port=port) as again, redis.Redis.from_url(again) as client:
        assert again == address
        assert client.get("word") is None


def test_valkey_on_a_taken_port_is_refused_in_one_sentence():
    with valkey() as address:
        port = int(address.rpartition(":")[2].partition("/")[0])
        with pytest.raises(ServerRefused) as refusal, valkey(port=port):
            pass
    assert str(refusal.value) == f"Valkey did not start: port {port} is in use."


OWNER = """
import sys, time
from pathlib import Path
from cmiportal.demo.servers import postgres, valkey
with postgres(Path(sys.argv[1])) as database, valkey() as broker:
    print(database, broker, flush=True)
    time.sleep(600)
"""


@pytest.mark.faults
def test_killing_the_owner_ends_both_servers_and_the_next_start_finds_the_data(tmp_path):
    data = tmp_path / "data"
    with subprocess.Popen([sys.executable, "-c", OWNER, str(data)], stdout=subprocess.PIPE, text=True) as owner:
        database, broker = owner.stdout.readline().split()
        ask(database, "CREATE TABLE kept AS SELECT 'here' AS word")
        port = broker.rpartition(":")[2].partition("/")[0]
        assert commands_with(f"127.0.0.1:{port}") != []
        owner.send_signal(signal.SIGKILL)
    with postgres(data) as address:  # at once: the dying server may still hold the folder
        assert ask(address, "SELECT word FROM kept") == "here"
    assert wait_until(lambda: not commands_with(str(tmp_path)) and not commands_with(f"127.0.0.1:{port}"))
