"""Stripe as the portal meets it: a server on this machine that answers its calls, and events signed as Stripe signs.

No call leaves the machine. The server keeps to what docs.stripe.com says of the calls used here: a key that was used
before gives the same answer again, with the same parameters.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

SECRET = "whsec_of_the_tests"
API_KEY = "sk_test_of_the_tests"


class Desk:
    """What was asked, by path; ``refuses`` makes it answer with an error."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.answers: dict[str, dict] = {}
        self.refuses = False
        self.address = ""

    def answer(self, path: str, said: dict[str, str], key: str) -> tuple[int, dict]:
        """Status and body for a call."""
        self.asked.append((path, said, key))
        if self.refuses:
            return 400, {"error": {"type": "invalid_request_error", "message": "No, said Stripe."}}
        if key not in self.answers:
            self.answers[key] = self._made(path, said)
        return 200, self.answers[key]

    def _made(self, path: str, said: dict[str, str]) -> dict:
        number = len(self.answers) + 1
        if path == "/v1/refunds":
            return {"id": f"re_{number}", "object": "refund", "amount": int(said["amount"])}
        return {"id": f"cs_{number}", "object": "checkout.session", "url": f"https://checkout.stripe.com/c/cs_{number}"}


@contextmanager
def open_desk() -> Iterator[Desk]:
    """A desk that listens at ``desk.address`` while this lasts."""
    desk = Desk()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer one call."""
            body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            said = {name: values[-1] for name, values in parse_qs(body).items()}
            status, answer = desk.answer(self.path, said, self.headers["Idempotency-Key"] or "")
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    desk.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield desk
    finally:
        server.shutdown()
        server.server_close()


def signature(body: bytes, *, secret: str = SECRET, age: int = 0) -> str:
    """The header Stripe-Signature for a body that was sent ``age`` seconds ago."""
    moment = int(time.time()) - age
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signed}"


def event(kind: str, about: dict, *, name: str = "evt_1") -> dict:
    """An event as it stands in the body of Stripe's request."""
    return {"id": name, "object": "event", "type": kind, "data": {"object": about}}


def session(payment, *, intent: str = "pi_1", status: str = "paid") -> dict:
    """A finished page of Stripe's."""
    return {
        "id": payment.transaction_id,
        "client_reference_id": payment.token,
        "payment_intent": intent,
        "payment_status": status,
        "amount_total": payment.pence,
        "currency": "gbp",
    }


def refund(pence: int, *, name: str = "re_9", intent: str = "pi_1", status: str = "succeeded") -> dict:
    """Money given back at Stripe's own desk."""
    return {"id": name, "payment_intent": intent, "amount": pence, "status": status}


def dispute(pence: int, *, status: str = "needs_response", intent: str = "pi_1") -> dict:
    """A payment that the payer's bank disputes."""
    return {"id": "dp_1", "payment_intent": intent, "amount": pence, "status": status}
