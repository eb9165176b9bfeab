"""`flask reports run`: refused before its day, the same the second time, whole after every kill, and two at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from complaints.platform.audit import Actor, verify_chain
from complaints.platform.audit.models import AuditEvent
from complaints.platform.jurisdiction import load_profile
from complaints.reports.job import due
from complaints.reports.job import folder as job_folder
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.periods import calendar_year
from complaints.reports.rules import ReleaseRefused
from tests.databases import ROOT

HEARING = date(2026, 2, 10)
FREEZE_ON = date(2026, 1, 27)


@pytest.fixture
def year(world, session, later):
    """A year with complaints in it, and the hearing that its report is due before."""
    world.year()
    due.set_due(session, load_profile("st_louis"), calendar_year(2025), HEARING, Actor.command(), later)
    session.commit()


@pytest.fixture
def job(run, tmp_path):
    """Runs the job with its folder in `tmp_path / "out"`."""

    def make(*options):
        return run("reports", "run", "--out", str(tmp_path / "out"), *options)

    return make


def releases(session):
    session.expire_all()
    return session.scalars(sa.select(Release)).all()


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_job_freezes_and_builds_and_says_so_the_second_time(year, job, run, session, tmp_path):
    first = job()
    folder = tmp_path / "out" / "release-1"
    assert (first.exit_code, first.output) == (0, f"Release 1 for 2025 is frozen.\nIts folder is in {folder}.\n")
    built = contents(folder)
    second = job("--period", "2025")
    words = f"Release 1 for 2025 was frozen already.\nIts folder was already in {folder}.\n"
    assert (second.exit_code, second.output) == (0, words)
    assert contents(folder) == built
    assert [release.published_at for release in releases(session)] == [None]
    assert run("reports", "verify", str(folder)).exit_code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["release-1"]


@pytest.mark.parametrize(
    ("at", "frozen"),
    [
        # Midnight in St. Louis is six o'clock in UTC.
        (datetime(2026, 1, 27, 5, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 27, 6, 0, 0, tzinfo=UTC), True),
    ],
)
def test_the_job_waits_for_the_local_day_of_the_freeze(year, job, session, clock, at, frozen):
    clock.at = at
    result = job()
    assert (result.exit_code, bool(releases(session))) == ((0, True) if frozen else (1, False))
    assert frozen or "The period 2025 freezes on 2026-01-27. To freeze it now, add --early." in result.output


def test_a_timer_is_told_well_that_it_is_not_time_yet(year, job, session, clock, tmp_path):
    clock.at = datetime(2026, 1, 20, tzinfo=UTC)
    result = job("--when-due")
    assert (result.exit_code, "Nothing to do yet." in result.output) == (0, True)
    assert not releases(session)
    assert not (tmp_path / "out").exists()


def test_told_to_the_job_freezes_early(year, job, session, clock):
    clock.at = datetime(2026, 1, 20, tzinfo=UTC)
    assert job("--early").exit_code == 0
    assert len(releases(session)) == 1


def test_without_the_day_of_the_event_nothing_is_frozen(world, later, job, session):
    world.year()
    result = job()
    assert (result.exit_code, "Nobody has set the day of the event" in result.output) == (1, True)
    assert not releases(session)


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--period", "2026", "--early"), 1, "once it is over"),
        (("--period", "2021", "--early"), 1, "took no complaints yet"),
        (("--period", "soon"), 2, "year, written like 2025"),
    ],
)
def test_what_cannot_be_frozen_leaves_no_release_and_no_folder(year, job, session, tmp_path, options, code, words):
    result = job(*options)
    assert (result.exit_code, words in result.output) == (code, True)
    assert not releases(session)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(year, job, tmp_path):
    folder = tmp_path / "out" / "release-1"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    result = job()
    assert (result.exit_code, "holds something else" in result.output) == (1, True)
    assert contents(folder) == {"mine.txt": b"mine"}


def test_a_file_that_was_changed_in_the_folder_is_not_called_done(year, job, tmp_path):
    job()
    (tmp_path / "out" / "release-1" / "report.json").write_text("{}")
    assert job().exit_code == 1


def test_a_place_that_cannot_be_written_is_told_and_the_release_stays(year, job, session, tmp_path):
    (tmp_path / "out").write_text("a file")
    result = job()
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)
    (tmp_path / "out").unlink()
    assert (job().exit_code, len(releases(session))) == (0, 1)


FILES = {"a.txt": b"a", "data/b.csv": b"b"}


def test_a_folder_is_kept_as_it_is_and_errata_are_added(tmp_path):
    folder = tmp_path / "release-1"
    assert job_folder.keep(FILES, folder)
    assert not job_folder.keep(FILES, folder)
    more = FILES | {"errata/1.json": b"{}", "errata/1.sig": b"s"}
    assert job_folder.keep(more, folder)
    assert contents(folder) == more
    with pytest.raises(ReleaseRefused, match="something else"):
        job_folder.keep(FILES | {"c.txt": b"c"}, folder)
    assert contents(folder) == more


def test_what_a_killed_run_left_is_swept_and_nothing_else_is(tmp_path):
    others = [".release-2.unfinished", "my.release-1.unfinished", "..release-1.unfinished-mine", "release-3"]
    for name in (".release-1.unfinished", "..release-1.unfinished-x1y2_abc", *others):
        (tmp_path / name).mkdir()
        (tmp_path / name / "half").write_text("half")
    job_folder.keep(FILES, tmp_path / "release-1")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*others, "release-1"])


def test_a_run_that_was_killed_before_the_first_erratum_was_in_is_finished(tmp_path):
    folder = tmp_path / "release-1"
    job_folder.keep(FILES, folder)
    (folder / "errata").mkdir()
    (tmp_path / ".release-1.unfinished-file").write_text("half")
    more = FILES | {"errata/1.json": b"{}", "errata/1.sig": b"s"}
    assert job_folder.keep(more, folder)
    assert contents(folder) == more
    assert [path.name for path in tmp_path.iterdir()] == ["release-1"]


@pytest.mark.parametrize("name", ["release-1", ".release-1.unfinished", "..release-1.unfinished-x1y2_abc"])
def test_a_link_in_place_of_the_folder_is_refused_and_not_followed(tmp_path, name):
    elsewhere = tmp_path / "elsewhere"
    job_folder.keep(FILES, elsewhere)
    (tmp_path / name).symlink_to(elsewhere)
    with pytest.raises(ReleaseRefused, match=r"is a link|is not a folder"):
        job_folder.keep(FILES, tmp_path / "release-1")
    assert contents(elsewhere) == FILES


def test_a_link_within_the_folder_is_refused_though_what_it_leads_to_is_right(tmp_path):
    folder = tmp_path / "release-1"
    job_folder.keep(FILES, folder)
    (folder / "a.txt").rename(tmp_path / "a.txt")
    (folder / "a.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(ReleaseRefused, match=r"a\.txt is a link"):
        job_folder.keep(FILES, folder)


@pytest.fixture
def process(tmp_path, database_url, key_directory, session):
    """Starts the job as a timer does, in a process of its own."""

    def start():
        session.commit()
        settings = {"DATABASE_URL": database_url, "KEY_DIRECTORY": key_directory, "INSTANCE_PATH": tmp_path / "other"}
        said = {f"FLASK_{name}": str(value) for name, value in settings.items()}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "reports", "run", "--period", "2025"]
        command += ["--out", str(tmp_path / "out")]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=ROOT, env=os.environ | said, **pipes)

    return start


def test_two_processes_at_once_make_one_release_and_one_folder(year, process, session, run, tmp_path):
    both = [process(), process()]
    ends = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], ends
    assert len(releases(session)) == 1
    words = [out for out, _ in ends]
    assert sum("is frozen." in said for said in words) == 1
    assert sum("was frozen already." in said for said in words) == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["release-1"]
    assert run("reports", "verify", str(tmp_path / "out" / "release-1")).exit_code == 0


@pytest.mark.slow
def test_killed_anywhere_the_job_is_finished_by_running_it_again(year, process, session, run, app, tmp_path):
    begun = time.monotonic()
    whole = process()
    whole.communicate(timeout=120)
    lasts = time.monotonic() - begun
    built = contents(tmp_path / "out" / "release-1")
    # One run was whole, so that these kills fall anywhere in one, from its start to its end. Each begins with nothing.
    assert whole.returncode == 0
    for kill in range(12):
        _forget(session, tmp_path / "out")
        one = process()
        time.sleep(lasts * (kill + 1) / 12)
        one.send_signal(signal.SIGKILL)
        one.communicate(timeout=120)
        _whole_or_nothing(session, tmp_path / "out")
        again = process()
        words = again.communicate(timeout=120)
        assert again.returncode == 0, words
        assert len(releases(session)) == 1
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["release-1"]
        assert set(contents(tmp_path / "out" / "release-1")) == set(built)
        assert run("reports", "verify", str(tmp_path / "out" / "release-1")).exit_code == 0
    assert not verify_chain(session, app.extensions["audit_key"])


def _whole_or_nothing(session, out):
    """After a kill: a release with all its files or none, a folder with all its files or none."""
    found = releases(session)
    for release in found:
        names = set(session.scalars(sa.select(ReleaseFile.name).where(ReleaseFile.release_id == release.id)))
        assert names == {file["name"] for file in release.manifest["files"]}
        frozen = sa.select(AuditEvent).where(AuditEvent.action == "release.frozen")
        assert session.scalars(frozen.where(AuditEvent.subject == f"release:{release.number}")).first() is not None
    for folder in out.glob("release-*"):
        files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert files == {file["name"] for file in found[0].manifest["files"]} | {"manifest.json", "manifest.sig"}
    session.commit()


def _forget(session, out):
    """Take the release away, past what keeps it, so that the next run begins anew."""
    for path in sorted(out.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    session.commit()
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        triggers = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'release%'")
        kept = connection.execute(triggers).all()
        for name, _ in kept:
            connection.execute(sa.text(f'DROP TRIGGER "{name}"'))
        connection.execute(sa.text("DELETE FROM release_file"))
        connection.execute(sa.text('DELETE FROM "release"'))
        for _, text in kept:
            connection.exec_driver_sql(text)
    else:
        connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
        connection.execute(sa.text("DELETE FROM release_file"))
        connection.execute(sa.text('DELETE FROM "release"'))
    session.commit()


def test_the_day_of_the_freeze_is_two_weeks_before_the_hearing():
    assert HEARING - timedelta(days=14) == FREEZE_ON
