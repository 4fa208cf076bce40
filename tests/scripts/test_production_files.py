"""Dockerfile and docker-compose.yml, read and held against Procfile, settings and the addresses of the portal."""

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.urls import resolve
from django.utils import timezone

from cmiportal.notifications.delivery import slowest_message
from cmiportal.site.health import examine

ROOT = Path(settings.BASE_DIR)
INSTRUCTIONS = {"FROM", "COPY", "RUN", "ENV", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
SAMPLES = {
    "SECRET_KEY": "sample-secret",
    "DATABASE_PASSWORD": "sampleapplication",
    "DATABASE_OWNER_PASSWORD": "sampleowner",
    "ALLOWED_HOSTS": "portal.example.org",
    "EMAIL_HOST": "mail.example.org",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
}
"""What a file .env of somebody's would hold."""
OURS = ("release", "web", "worker", "beat")
PROCESSES = ("web", "worker", "beat")


def instructions(text: str) -> list[tuple[str, str]]:
    """A Dockerfile's instructions in order, lines joined; an unknown one, ADD among them, is an error."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found = [line.partition(" ") for line in joined.splitlines() if line.strip()]
    assert {name for name, _, _ in found} <= INSTRUCTIONS
    return [(name, value.strip()) for name, _, value in found]


def filled(value: str) -> str:
    """A value of the compose file as it is with SAMPLES for what must be set, and nothing else set."""
    required = re.sub(r"\$\{(\w+):\?[^}]+\}", lambda match: SAMPLES[match[1]], value)
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", required)


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


WRITTEN = instructions(text_of("Dockerfile"))
IMAGE = WRITTEN[max(at for at, (name, _) in enumerate(WRITTEN) if name == "FROM") :]
COMPOSE = yaml.safe_load(text_of("docker-compose.yml"))
SERVICES = COMPOSE["services"]
PROCFILE = dict(line.split(": ", 1) for line in text_of("Procfile").splitlines())
ENVIRONMENT = dict(part.split("=", 1) for name, value in IMAGE if name == "ENV" for part in value.split())


def environment(service: str) -> dict[str, str]:
    """What a process of that container finds in its environment."""
    return ENVIRONMENT | {name: filled(value) for name, value in SERVICES[service]["environment"].items()}


def sent(path: str) -> bool:
    """Whether .dockerignore lets the path through to the builder: the last line that matches it decides."""
    verdict = True
    for line in text_of(".dockerignore").splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = path.split("/")
        whole = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
        if line and not line.startswith("#") and any(fnmatch(each, pattern) for each in (*whole, *parts)):
            verdict = line.startswith("!")
    return verdict


def last(name: str) -> str:
    return [value for instruction, value in IMAGE if instruction == name][-1]


def test_there_is_a_service_for_each_process_its_two_servers_and_the_release():
    assert set(SERVICES) == {"db", "redis", "release", *PROCFILE}
    assert set(PROCFILE) == set(PROCESSES)
    assert SERVICES["release"]["command"] == "sh scripts/release.sh"


@pytest.mark.parametrize("process", PROCESSES)
def test_each_process_is_started_as_in_the_procfile(process):
    command = SERVICES[process].get("command") or last("CMD")

    assert command.removeprefix("exec ") == PROCFILE[process].removeprefix("exec ")


def test_a_command_whose_variables_a_shell_fills_gives_way_to_its_process():
    assert last("CMD") == PROCFILE["web"]
    assert not any("$" in SERVICES[process].get("command", "") for process in PROCESSES)


@pytest.mark.parametrize("service", OURS)
def test_production_starts_with_what_the_container_is_given(service):
    given = {**environment(service), "VAR_DIR": "/tmp"}
    start = subprocess.run(
        [sys.executable, "-c", "import cmiportal.wsgi"],
        env=given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode == 0, start.stderr


def test_what_production_requires_must_be_set_by_whoever_starts_it_or_is_fixed():
    start = subprocess.run(
        [sys.executable, "-c", "import cmiportal.settings.prod"],
        env={},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    required = re.search(r"Set ([A-Z_, ]+) in the environment", start.stderr)[1].split(", ")

    for service in OURS:
        given = SERVICES[service]["environment"]
        assert [name for name in required if not given.get(name) or ":-" in given[name]] == []


@pytest.mark.parametrize("service", OURS)
def test_every_variable_is_one_that_the_portal_reads(service):
    table = text_of("README.md").partition("## Settings")[2].partition("\n## ")[0]
    known = set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE))

    assert set(SERVICES[service]["environment"]) <= known
    assert set(ENVIRONMENT) <= known | {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def test_no_secret_stands_in_the_files():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD", name):
                assert re.fullmatch(r"\$\{\w+:(\?[^}]+|-)\}", value), name
            if "://" in value:
                assert re.fullmatch(r"\w+://(\w+:\$\{\w+:\?[^}]+\}@)?[\w.]+:\d+/\w+", value), name
    assert not re.search("KEY|PASSWORD", " ".join(ENVIRONMENT))


def test_the_tables_belong_to_one_role_and_the_processes_have_another():
    owner, role = (SERVICES["db"]["environment"][name] for name in ("POSTGRES_USER", "APPLICATION_ROLE"))

    assert owner != role
    for service in OURS:
        given = environment(service)
        assert (urlsplit(given["DATABASE_URL"]).username, given["APPLICATION_ROLE"]) == (role, role)
        moves = urlsplit(given.get("MIGRATION_DATABASE_URL", "")).username
        assert moves == (owner if service == "release" else None)
    mounted = [volume.split(":") for volume in SERVICES["db"]["volumes"]]
    scripts = [source for source, target, *_ in mounted if target.startswith("/docker-entrypoint-initdb.d/")]
    assert scripts == ["./scripts/database-role.sh"]
    assert (ROOT / scripts[0]).is_file()


@pytest.mark.parametrize("process", PROCESSES)
def test_each_process_has_a_health_check_at_an_address_of_the_portal(process):
    exec_form, python, script, url, *_ = SERVICES[process]["healthcheck"]["test"]

    assert (exec_form, python) == ("CMD", "python")
    assert (ROOT / script).is_file()
    assert urlsplit(url).hostname in {"127.0.0.1", *SERVICES}
    assert resolve(urlsplit(url).path).url_name == ("healthz" if process == "web" else "readyz")


@pytest.mark.django_db
def test_the_finding_that_worker_and_beat_are_judged_by_is_one_of_readyz():
    assert {SERVICES[process]["healthcheck"]["test"][-1] for process in ("worker", "beat")} == {"worker"}
    assert "worker" in examine(at=timezone.now())


def test_the_image_itself_is_checked_like_the_web_process():
    assert last("HEALTHCHECK").partition("CMD ")[2] == str(SERVICES["web"]["healthcheck"]["test"][1:]).replace("'", '"')


def test_both_servers_are_asked_by_their_own_tools():
    assert SERVICES["db"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert SERVICES["redis"]["healthcheck"]["test"] == ["CMD", "valkey-cli", "-e", "ping"]


def test_the_processes_wait_for_the_release_and_it_for_the_servers():
    servers = {"db": {"condition": "service_healthy"}, "redis": {"condition": "service_healthy"}}

    assert SERVICES["release"]["depends_on"] == servers
    for process in PROCESSES:
        assert SERVICES[process]["depends_on"] == {
            "release": {"condition": "service_completed_successfully"},
            **servers,
        }
    assert {name: service["restart"] for name, service in SERVICES.items() if name != "release"} == dict.fromkeys(
        ("db", "redis", *PROCESSES), "unless-stopped"
    )
    assert SERVICES["release"]["restart"] == "no"


def test_only_web_is_published_and_only_to_the_machine_itself():
    assert {name: service["ports"] for name, service in SERVICES.items() if "ports" in service} == {
        "web": ["127.0.0.1:${PORT:-8000}:8000"]
    }
    assert [SERVICES[name]["networks"] for name in ("db", "redis")] == [["inside"], ["inside"]]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_database_and_files_outlive_their_containers():
    assert set(COMPOSE["volumes"]) == {"database", "documents"}
    assert SERVICES["db"]["volumes"][0] == "database:/var/lib/postgresql/data"
    for process in ("web", "worker"):
        assert SERVICES[process]["volumes"] == [f"documents:{ENVIRONMENT['VAR_DIR']}/files"]


def test_a_worker_that_is_stopped_may_finish_its_slowest_message():
    assert int(SERVICES["worker"]["stop_grace_period"].removesuffix("s")) > slowest_message().total_seconds()


@pytest.mark.parametrize("service", OURS)
def test_our_containers_cannot_change_themselves(service):
    held = SERVICES[service]
    assert (held["read_only"], held["cap_drop"], held["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert held["tmpfs"][0].startswith("/tmp:")


def test_the_image_runs_as_a_numbered_account_without_rights():
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", last("USER"))
    assert [name for name, _ in IMAGE].index("USER") > [name for name, _ in IMAGE].index("RUN")


def test_the_bases_are_pinned_and_what_is_installed_has_its_hashes():
    assert {value.partition(" AS ")[0] for name, value in WRITTEN if name == "FROM"} == {"python:3.13.7-slim-bookworm"}
    installs = [value for name, value in WRITTEN if name == "RUN" and "install " in value and "pip" in value]
    assert len(installs) == 1
    assert "--require-hashes -r requirements.txt" in installs[0]
    assert not any("pip" in value or "apt" in value for name, value in IMAGE if name == "RUN")
    assert "://" not in text_of("Dockerfile").replace("postgresql://", "").replace("redis://", "").replace(
        "http://127.0.0.1", ""
    )


def test_what_is_copied_is_there_and_reaches_the_builder():
    copied = [value.split()[:-1] for name, value in WRITTEN if name == "COPY" and not value.startswith("--from")]

    for path in (path for paths in copied for path in paths):
        assert (ROOT / path).exists(), path
        assert sent(path), path


@pytest.mark.parametrize(
    "path", [".git/HEAD", ".venv/bin/python", "var/files/x", "tests/x.py", "requirements-dev.txt", ".env", "portal.env"]
)
def test_what_is_not_for_production_never_reaches_the_builder(path):
    assert not sent(path)


def test_rubbish_within_a_folder_that_is_copied_does_not_reach_the_builder():
    assert not sent("cmiportal/settings/__pycache__/prod.pyc")
    assert sent("cmiportal/settings/prod.py")
