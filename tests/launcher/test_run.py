"""`dev.py run` from nothing to a served page, a second time with what is there, and a quiet end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launcher.console import ROOT

Serving = tuple[subprocess.Popen[str], str, str]

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Serving]]:
    """Starts `dev.py run` on a new instance; the process, what it said until it was ready, and its address."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> Serving:
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "dev.py"), "run", "--port", str(port), *options],
            cwd=tmp_path,
            env={**os.environ, "FLASK_INSTANCE_PATH": str(tmp_path / "instance"), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        said: list[str] = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Ready: "):
                return process, "".join(said), f"http://127.0.0.1:{port}"
        pytest.fail("it ended before it was ready:\n" + "".join(said))

    yield start
    for process in started:
        process.terminate()
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def status(url: str) -> int:
    """The answer's status for a GET."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return int(answer.status)


def end(process: subprocess.Popen[str]) -> str:
    """Ctrl-C; what it still said."""
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=20)[0]


def test_a_first_run_makes_everything_and_serves_both_sites(run, tmp_path):
    process, said, address = run()
    assert f"{address}/staff/" in said, "the first run prints the link that makes the first administrator"
    assert {path.name for path in (tmp_path / "instance").iterdir()} >= {"keys", "complaints.sqlite3"}
    assert [status(address + path) for path in ("/healthz", "/readyz", "/", "/technologies", "/staff/sign-in")] == [
        200
    ] * 5

    last_words = end(process)
    assert process.returncode == 0
    assert "Ended." in last_words
    assert "Traceback" not in last_words

    again, said, address = run("--site", "public")
    assert "/staff/" not in said, "the link is printed once"
    assert status(address + "/") == 200
    with pytest.raises(urllib.error.HTTPError, match="404"):
        status(address + "/staff/sign-in")
    end(again)
