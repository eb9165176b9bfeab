"""Every example of docs/api.md, run as it stands there, in its order, against a served site with a release."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from checks.repository import ROOT
from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.tokens import issue_token
from complaints.platform.audit import Actor
from complaints.reports.shapes import CellShape
from tests import cast

BLOCKS = re.findall(r"```sh\n(.+?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)
EXAMPLES = [line for block in BLOCKS for line in block.splitlines() if not line.startswith("SITE=")]


def data(said: str) -> dict:
    """What a program reads."""
    return json.loads(said)


def rows(said: str) -> list[dict[str, str]]:
    """The rows of a table as CSV."""
    return list(csv.DictReader(io.StringIO(said)))


EXPECTED = {
    "releases?limit=1": lambda said: [each["period"] for each in data(said)["items"]] == ["2025"],
    "technologies/license-plate-readers": lambda said: data(said)["history"][0]["received"] == 0,
    'tables/finding"': lambda said: data(said)["table"] == "finding" and data(said)["cells"],
    "tables/finding?format=csv": lambda said: (
        {row["category"] for row in rows(said)} >= {"sustained", "unfounded", "*"}
    ),
    'Accept: text/csv" "$SITE/api/v1/releases/1/tables/totals"': lambda said: rows(said)[0]["value"] == "30",
    "curl -s -I": lambda said: said.startswith("HTTP/1.1 200") and "\netag: " in said.lower(),
    "--etag-save": lambda said: said == "",
    "--etag-compare": lambda said: said == "304",
    "--scope aggregates:read": lambda said: "complaints_" in said,
    "--scope releases:freeze": lambda said: "complaints_" in said,
    "aggregates?period=2025": lambda said: data(said)["status"] == "published" and len(data(said)["tables"]) == 6,
    '"period": "2025"': lambda said: (data(said)["number"], data(said)["period"]) == (1, "2025"),
    "limit=0": lambda said: data(said)["status"] == 422 and "1 to 100" in data(said)["detail"],
    "reports build 1": lambda said: "release-1" in said,
    "reports verify release-1": lambda said: "signed" in said,
    "disclosure attack": lambda said: data(said)["safe"] is True,
    "verify.py release-1": lambda said: "The signature is of the key you named." in said,
}
"""What each example answers, by words that stand in it and in no other."""


def expectation(line: str) -> str:
    """The key of what an example answers."""
    [found] = [key for key in EXPECTED if key in line]
    return found


def test_every_example_says_what_is_expected_of_it():
    assert sorted(expectation(line) for line in EXAMPLES) == sorted(EXPECTED)


@pytest.fixture
def site(app, serve, world, freeze, session):
    """A served site whose registry has the technology that the examples name."""
    world.year()
    cast.technology(session, "license-plate-readers")
    freeze(publish=True)
    return serve(app).url


@pytest.fixture
def surroundings(site, app, session, later):
    """What the examples find in the environment."""
    tokens = {
        name: issue_token(session, "Report job", scope, 30, Actor.command(), later)[1]
        for name, scope in (("COUNTS_TOKEN", Scope.AGGREGATES_READ), ("FREEZE_TOKEN", Scope.RELEASES_FREEZE))
    }
    session.commit()
    key = app.extensions["key_ring"].releases_public.public_bytes_raw().hex()
    return {**os.environ, **tokens, "SITE": site, "KEY": key}


@pytest.mark.skipif(
    not os.environ.get("CI") and shutil.which("curl") is None,
    reason="the examples are written for curl, which is not here",
)
def test_every_example_answers_as_it_should(surroundings, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for line in EXAMPLES:
        if line.startswith("flask"):
            result = run(*shlex.split(line)[3:])
            assert (line, result.exit_code) == (line, 0), result.output
            said = result.stdout
        else:
            command = re.sub(r"^python3 ", f"{shlex.quote(sys.executable)} ", line)
            done = subprocess.run(["bash", "-c", command], env=surroundings, capture_output=True, text=True, timeout=60)
            assert (line, done.returncode) == (line, 0), done.stderr
            said = done.stdout
        assert EXPECTED[expectation(line)](said), (line, said[:500])


def test_the_cell_in_the_documentation_is_one_of_ours():
    [cell] = re.findall(r"```json\n(.+?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)
    assert CellShape().validate(json.loads(cell)) == {}
    assert set(json.loads(cell)) == set(CellShape().fields) - {"had_complaints"}
