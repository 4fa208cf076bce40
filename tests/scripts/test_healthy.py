"""scripts/healthy.py: says by its exit code whether an address answers well."""

import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings

READYZ = b'{"ready": false, "checks": {"worker": {"ok": true}, "broker": {"ok": false}}}'


class Portal(BaseHTTPRequestHandler):
    """Answers as the portal does where the worker lives and the broker does not."""

    def do_GET(self):
        allowed = self.headers["Host"] == "portal.example.org"
        self.send_response({"/healthz": 200, "/readyz": 503}.get(self.path, 404) if allowed else 400)
        self.end_headers()
        self.wfile.write(READYZ if self.path == "/readyz" else b"alive")

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture(scope="module")
def portal():
    with HTTPServer(("127.0.0.1", 0), Portal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def check(*arguments, hosts=".portal.example.org, other.example.org"):
    """The exit code, and what was said about a failure."""
    script = [sys.executable, str(settings.BASE_DIR / "scripts" / "healthy.py"), *arguments]
    done = subprocess.run(script, env={"ALLOWED_HOSTS": hosts}, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["/healthz"], 0), (["/readyz"], 1), (["/readyz", "worker"], 0), (["/readyz", "broker"], 1), (["/nowhere"], 1)],
)
def test_the_exit_code_says_whether_the_answer_is_good(portal, arguments, code):
    path, *finding = arguments

    assert check(portal + path, *finding) == (code, "")


def test_the_portal_is_asked_by_a_name_that_it_allows(portal):
    assert check(f"{portal}/healthz", hosts="") == (1, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["/readyz", "nothing"], "KeyError('nothing')"), (["/healthz", "worker"], "JSONDecodeError(")],
)
def test_an_answer_that_holds_no_such_finding_is_no_good_and_is_said(portal, arguments, said):
    path, *finding = arguments
    code, error = check(portal + path, *finding)

    assert (code, error.startswith(f"{portal}{path}: {said}")) == (1, True)


def test_a_server_that_does_not_answer_is_no_good_and_is_said():
    code, said = check("http://127.0.0.1:1/healthz")

    assert (code, "Connection refused" in said) == (1, True)
