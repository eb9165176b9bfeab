"""Serving two apps the same way, and people who send them forms: waitress in a process of its own, over loopback."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from complaints.platform.settings import ROOT

HOST, THREADS, PATIENCE = "127.0.0.1", 8, 60
EXPECTED = 200


@dataclass(frozen=True, slots=True)
class Round:
    """What one round saw: seconds of each request, and of all together."""

    latencies: tuple[float, ...]
    seconds: float


@contextmanager
def served(entry: str, environment: Mapping[str, str]) -> Iterator[int]:
    """Serve `module:app` as `dev.py run` does; the port."""
    with socket.create_server((HOST, 0)) as probe:
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "waitress", f"--listen={HOST}:{port}", f"--threads={THREADS}", entry]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        with socket.socket() as caller:
            if caller.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the server does not answer")


def send_all(port: int, path: str, forms: Sequence[Mapping[str, str]], clients: int) -> Round:
    """Post every form, shared among so many clients with a connection each. RuntimeError for any answer but 200."""
    shares = [forms[number::clients] for number in range(clients)]
    latencies: list[float] = []
    faults: list[str] = []
    gate = threading.Barrier(clients + 1)

    def work(share: Sequence[Mapping[str, str]]) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        connection.connect()
        gate.wait()
        for form in share:
            latencies.append(_send(connection, path, form, faults))
        connection.close()

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    if faults:
        raise RuntimeError(f"{len(faults)} of {len(forms)} requests failed, first: {faults[0]}")
    return Round(tuple(latencies), seconds)


def _send(connection: http.client.HTTPConnection, path: str, form: Mapping[str, str], faults: list[str]) -> float:
    body = urllib.parse.urlencode(form)
    begun = time.perf_counter()
    connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    response = connection.getresponse()
    text = response.read()
    taken = time.perf_counter() - begun
    if response.status != EXPECTED:
        faults.append(f"{response.status} {text[:200]!r}")
    return taken
