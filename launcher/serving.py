"""Serving on this machine: a free port or a sentence, the address when it answers, a quiet end."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import time
from types import FrameType

from launcher.console import ROOT, CannotGoOn, say
from launcher.environment import PYTHON

HOST = "127.0.0.1"
ENTRY = {"all": "wsgi:app", "public": "wsgi:public", "staff": "wsgi:staff"}
THREADS = 8
MOST_REQUEST_BYTES = 256 * 1024 * 1024
"""What the server collects of one request: more than a file may have, so that the site can say what was too large."""
SECONDS_TO_START, SECONDS_TO_END = 60, 10


def address(port: int) -> str:
    """Where a browser on this machine finds it."""
    return f"http://{HOST}:{port}"


def require_free_port(port: int) -> None:
    """CannotGoOn when nobody could listen on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            raise CannotGoOn(_why_not(port, problem)) from problem


def serve(site: str, port: int) -> int:
    """Serve until Ctrl-C; the exit code: 0 after Ctrl-C, else the server's own."""
    options = [f"--listen={HOST}:{port}", f"--threads={THREADS}", f"--max-request-body-size={MOST_REQUEST_BYTES}"]
    command = [str(PYTHON), "-m", "waitress", *options, ENTRY[site]]
    # What the server writes is for this account alone.
    os.umask(0o077)
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _as_interrupt)
    # In a session of its own, so that Ctrl-C reaches it once, from here.
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        if _answers(server, port):
            say(f"Ready: {address(port)}/   Ctrl-C ends it.")
        code = server.wait()
    except KeyboardInterrupt:
        _end(server)
        say("\nEnded.")
        return 0
    if code:
        raise CannotGoOn("The server ended by itself; what went wrong stands above.")
    return 0


def _why_not(port: int, problem: OSError) -> str:
    if problem.errno == errno.EACCES:
        return f"This account may not use port {port}. Take one above 1023: python3 dev.py run --port 8000"
    other = port + 1 if port < 65535 else 8000
    return f"Port {port} is taken by another program. End that one, or take another: python3 dev.py run --port {other}"


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as caller:
            if caller.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _end(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
