"""The environment is made once, and again only when something changed or broke."""

from __future__ import annotations

import json

import pytest

from launcher import environment


@pytest.mark.slow
def test_the_environment_is_made_once_and_filled_again_when_the_pins_change(call, bare_checkout):
    first = call("check", checkout=bare_checkout)
    assert "Making the virtual environment" in first.stdout
    assert "Installing 0 packages from requirements-dev.txt" in first.stdout
    stamp = json.loads((bare_checkout / ".venv" / "installed.json").read_text())
    assert set(stamp) == {"requirements.txt", "requirements-dev.txt"}

    second = call("check", checkout=bare_checkout)
    assert "Making" not in second.stdout
    assert "Installing" not in second.stdout

    (bare_checkout / "requirements-dev.txt").write_text("# changed\n")
    third = call("check", checkout=bare_checkout)
    assert "Making" not in third.stdout
    assert "Installing" in third.stdout


def test_an_environment_whose_python_is_gone_does_not_count(monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    (tmp_path / "python").symlink_to(tmp_path / "a python that was taken away")
    assert not environment._works()


def test_a_package_whose_pin_cannot_be_met_stops_with_a_sentence(call, bare_checkout, tmp_path):
    (bare_checkout / "requirements-dev.txt").write_text(f"nothing @ {tmp_path.as_uri()}/nothing-1.0.tar.gz\n")
    answer = call("check", checkout=bare_checkout)
    assert answer.returncode == 1
    assert "The packages could not be installed" in answer.stderr
    assert "Traceback" not in answer.stderr
