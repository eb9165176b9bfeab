"""A mail server of the tests' own, on this machine, that takes or refuses what it is given."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Letterbox:
    """Keeps what it takes. `answer` is what it says to the next mails, `on_mail` what it does before it answers."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answer = "250 OK"
        self.to_address = "250 OK"
        self.on_mail: Callable[[], None] = lambda: None

    # The names are the library's.
    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        if self.to_address.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_address

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.original_content or b""))
        self.on_mail()
        return self.answer

    def subjects(self) -> list[str]:
        """Of what came, in order."""
        return [str(mail["Subject"]) for mail in self.mails]


@pytest.fixture
def letterbox() -> Letterbox:
    """What the mail server does with mail."""
    return Letterbox()


@pytest.fixture
def mail_server(letterbox: Letterbox) -> Iterator[dict[str, Any]]:
    """A mail server on a port of its own: the settings that name it."""
    port = free_port()
    controller = Controller(letterbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield {
            "MAIL_HOST": "127.0.0.1",
            "MAIL_PORT": port,
            "MAIL_TLS": "none",
            "MAIL_FROM": "complaints@example.org",
        }
    finally:
        controller.stop()
