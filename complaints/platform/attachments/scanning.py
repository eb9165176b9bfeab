"""Asks a virus scanner about a file, where one is set up: clamd, by its INSTREAM command."""

from __future__ import annotations

import socket
from contextlib import closing
from enum import StrEnum
from typing import Final

from complaints.platform.vault.streams import Readable

PIECE: Final = 64 * 1024
SECONDS: Final = 60.0
"""How long one answer of the scanner is waited for."""
_MOST_REPLY: Final = 4096


class Verdict(StrEnum):
    """What is known of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
    """The scanner gave no answer, or would not look at a file of this size: keep it apart, and ask again."""
    NOT_ASKED = "not_asked"
    """No scanner is set up."""


def scan(content: Readable, address: str, *, seconds: float = SECONDS) -> Verdict:
    """Send what `content` still holds to the scanner at `address` (the setting CLAMD; empty: nobody is asked).

    Nothing is raised for a scanner that is away: NOT_SCANNED.
    """
    if not address:
        return Verdict.NOT_ASKED
    try:
        with closing(_reached(address, seconds)) as scanner:
            scanner.sendall(b"zINSTREAM\0")
            while piece := content.read(PIECE):
                scanner.sendall(len(piece).to_bytes(4) + piece)
            scanner.sendall(bytes(4))
            reply = _reply(scanner)
    except OSError:
        return Verdict.NOT_SCANNED
    if reply.endswith(b" FOUND"):
        return Verdict.INFECTED
    return Verdict.CLEAN if reply == b"stream: OK" else Verdict.NOT_SCANNED


def _reached(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(seconds)
        try:
            scanner.connect(address)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _reply(scanner: socket.socket) -> bytes:
    reply = b""
    while b"\0" not in reply and len(reply) < _MOST_REPLY and (more := scanner.recv(_MOST_REPLY)):
        reply += more
    return reply.split(b"\0")[0].strip()
