"""What cannot work gets a sentence that says what to do, exit code 1, and never a traceback."""

from __future__ import annotations

import ast
import socket

import pytest

from launcher.console import ROOT, CannotGoOn
from launcher.environment import require_writable


def without(*modules: str) -> str:
    """Python that behaves as if these modules were not installed."""
    return (
        "import sys, importlib.util as u; real = u.find_spec; "
        f"u.find_spec = lambda name, *more: None if name in {modules!r} else real(name, *more)"
    )


def test_a_python_that_is_too_old_is_told_so(call):
    answer = call("run", preamble="import sys; sys.version_info = (3, 9, 2, 'final', 0)")
    assert answer.returncode == 1
    assert answer.stderr.startswith("This needs Python 3.11 or newer; this is 3.9.")


def test_an_old_python_can_read_the_file_that_tells_it():
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 7))


def test_a_missing_venv_module_is_named_with_its_package(call, bare_checkout):
    answer = call("run", "--port", "8999", checkout=bare_checkout, preamble=without("ensurepip"), PATH="")
    assert answer.returncode == 1
    assert "sudo apt install python3-venv" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (bare_checkout / ".venv").exists()


def test_a_taken_port_is_told_before_anything_is_made(call, bare_checkout):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = call("run", "--port", str(port), checkout=bare_checkout)
    assert answer.returncode == 1
    assert f"Port {port} is taken by another program" in answer.stderr
    assert f"--port {port + 1}" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (bare_checkout / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "", "８０００"])
def test_what_is_no_port_is_told(call, port):
    answer = call("run", f"--port={port}")
    assert answer.returncode == 2
    assert "take a whole number from 1 to 65535" in answer.stderr


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotGoOn, match=r"cannot be written to .* Copy the project to a folder of your own"):
        require_writable(tmp_path / "file" / "instance")


def test_an_unknown_benchmark_is_told(call):
    answer = call("bench", "no_such_thing")
    assert answer.returncode == 1
    assert "There is no benchmark no_such_thing" in answer.stderr
