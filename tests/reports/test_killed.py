"""A freeze that is killed leaves nothing: no release, no file, no event, and the next one succeeds."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
import sqlalchemy as sa

from complaints.platform.audit.models import AuditEvent
from complaints.reports.models import Release, ReleaseFile
from tests.databases import ROOT

FREEZE = """
import sys, time
from complaints import create_app
from complaints.reports import freezing, service
from complaints.reports.editions import press
from complaints.platform.audit import Actor
from complaints.platform.extensions import db

step, overrides = sys.argv[1], eval(sys.argv[2])

def stop(*_arguments, **_named):
    print("here", flush=True)
    time.sleep(60)

app = create_app("all", overrides)
with app.app_context():
    if step == "before printing":
        press.build = stop
    elif step == "after printing":
        build = press.build
        press.build = lambda *given: (build(*given), stop())
    else:
        # The first commit lets go of what was read; when the second comes, everything is stored.
        commits = iter([db.session.commit, stop])
        db.session.commit = lambda: next(commits)()
    freezing.freeze_period(freezing.period_of("2025"), Actor.command(), app.config["CLOCK"]())
"""


def rows(session, model):
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(model))


@pytest.mark.sqlite
@pytest.mark.parametrize("step", ["before printing", "after printing", "before it is committed"])
def test_a_killed_freeze_leaves_nothing_and_the_next_one_succeeds(world, app, session, run, later, step):
    world.year()
    before = rows(session, AuditEvent)
    session.close()
    overrides = {name: str(app.config[name]) for name in ("DATABASE_URL", "KEY_DIRECTORY", "PROFILE")}
    process = subprocess.Popen(
        [sys.executable, "-c", FREEZE, step, repr(overrides)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    _, errors = process.communicate()
    assert said == "here\n", errors
    assert [rows(session, model) for model in (Release, ReleaseFile, AuditEvent)] == [0, 0, before]
    assert run("reports", "freeze", "--period", "2025").exit_code == 0
    assert rows(session, Release) == 1
