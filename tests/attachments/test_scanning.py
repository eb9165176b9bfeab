"""A scanner that speaks INSTREAM is asked and believed; one that is away, cross or silent makes nothing clean."""

from __future__ import annotations

import io
import socket
import socketserver
import threading

import pytest

from complaints.platform.attachments import Verdict, scan
from complaints.platform.attachments.scanning import PIECE

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOST = 4 * PIECE
"""What this scanner looks at, as StreamMaxLength would say."""


class Clamd(socketserver.StreamRequestHandler):
    """What clamd(8) says of INSTREAM: chunks with their length in four bytes, none at the end, and one answer."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := int.from_bytes(self.rfile.read(4)):
            content += self.rfile.read(length)
            if len(content) > MOST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture
def served():
    """Start a server of a kind at an address; it ends with the test."""
    running = []

    def start(kind, address):
        server = kind(address, Clamd)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def clamd(served):
    """The address of a scanner on this machine."""
    return f"127.0.0.1:{served(socketserver.ThreadingTCPServer, ('127.0.0.1', 0)).server_address[1]}"


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (b"", Verdict.CLEAN),
        (b"harmless" * 10_000, Verdict.CLEAN),
        (EICAR, Verdict.INFECTED),
        (bytes(PIECE - 20) + EICAR + bytes(PIECE), Verdict.INFECTED),
        (bytes(MOST + 1), Verdict.NOT_SCANNED),
        (bytes(60 * PIECE), Verdict.NOT_SCANNED),
    ],
)
def test_a_file_is_what_the_scanner_says_of_it(clamd, content, verdict):
    assert scan(io.BytesIO(content), clamd) is verdict


def test_a_scanner_can_be_reached_by_a_socket_of_this_machine(served, tmp_path):
    address = str(tmp_path / "clamd.sock")
    served(socketserver.ThreadingUnixStreamServer, address)
    assert scan(io.BytesIO(EICAR), address) is Verdict.INFECTED
    assert scan(io.BytesIO(EICAR), str(tmp_path / "nobody.sock")) is Verdict.NOT_SCANNED


def test_without_a_scanner_nobody_is_asked():
    assert scan(io.BytesIO(EICAR), "") is Verdict.NOT_ASKED


def test_a_scanner_that_is_away_or_silent_makes_nothing_clean():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        assert scan(io.BytesIO(b"x"), address, seconds=0.2) is Verdict.NOT_SCANNED
    assert scan(io.BytesIO(b"x"), address, seconds=0.2) is Verdict.NOT_SCANNED
