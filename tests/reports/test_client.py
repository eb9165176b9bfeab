"""The client in docs/api.md, run as it stands there against a served site."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from checks.repository import ROOT
from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.tokens import issue_token
from complaints.platform.audit import Actor


@pytest.fixture
def ask(tmp_path, app, serve, world, freeze, session, later):
    """Runs the documented client: `ask("2025")`; what it printed."""
    code = re.search(r"```python\n(.+?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)
    program = tmp_path / "client.py"
    program.write_text(code.group(1))
    assert len([line for line in code.group(1).splitlines() if line]) <= 30
    world.year()
    freeze(publish=True)
    _, token = issue_token(session, "Report job", Scope.AGGREGATES_READ, 30, Actor.command(), later)
    session.commit()
    site = serve(app).url

    def run(*arguments: str) -> str:
        environment = {**os.environ, "COMPLAINTS_TOKEN": token}
        command = [sys.executable, str(program), site, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    return run


def test_the_documented_client_reads_the_newest_report(ask):
    said = ask().splitlines()
    assert said[0] == "Release 1, period 2025"
    assert "License plate readers, received: 30" in said
    assert "drones, received: 0" in said


def test_the_documented_client_reads_a_period_with_a_token(ask):
    said = ask("2025")
    assert "Period 2025: published, 40 complaints received" in said
    assert re.search(r"License plate readers, .+: 0 to \d+", said)
