"""A real mail server for tests: it keeps what it accepted, refuses whom it is told to, and says where a dialogue is."""

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, syntax


@dataclass
class PostOffice:
    """The server's side. ``reach`` is called with the place in the dialogue: MAIL, DATA, ACCEPTED, QUIT.

    ``answers`` maps an address to what is said to its RCPT; ``hang_up_on`` are addresses at whose text the server
    breaks the connection.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    greetings: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    hang_up_on: set[str] = field(default_factory=set)
    data_answer: str = "250 OK"
    quit_answer: str = "221 Bye"
    reach: Callable[[str], None] = lambda place: None

    @property
    def times_seen(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(str(letter["Message-ID"]) for letter in self.letters)

    @property
    def recipients(self) -> list[str]:
        """The address of each accepted letter, in order."""
        return [letter["To"].addresses[0].addr_spec for letter in self.letters]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        """Count connections."""
        self.greetings += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        """Begin a letter."""
        self.reach("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        """Take or refuse an address."""
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """Keep the letter, whose text has come in whole, unless told otherwise."""
        if self.hang_up_on & set(envelope.rcpt_tos):
            server.transport.abort()
            return "421 Gone"
        if not self.data_answer.startswith("250"):
            return self.data_answer
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.reach("ACCEPTED")
        return self.data_answer

    async def handle_QUIT(self, server, session, envelope):
        """Say goodbye."""
        self.reach("QUIT")
        return self.quit_answer


class Dialogue(SMTP):
    """aiosmtpd's side of the protocol, which tells its handler of the command DATA before the text has come."""

    @syntax("DATA")
    async def smtp_DATA(self, arg):
        """Say where we are, then go on."""
        self.event_handler.reach("DATA")
        await super().smtp_DATA(arg)


class Server(Controller):
    """The server, with that dialogue."""

    def factory(self):
        """One dialogue."""
        return Dialogue(self.handler, **self.SMTP_kwargs)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run the server on a free port of this machine."""
    office = PostOffice(port=free_port())
    controller = Server(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def eventually(holds: Callable[[], object], *, seconds: float = 90, what: str = "it") -> None:
    """Wait until ``holds()`` is true; after ``seconds``, many for slow machines, fail with ``what`` did not happen."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds} seconds"
        time.sleep(0.05)
