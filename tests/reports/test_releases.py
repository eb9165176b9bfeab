"""Freezing, publishing and keeping releases: refused when unsafe, never changed, signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from complaints.casework.rules import Status
from complaints.intake.rules import AllegationKind
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor, record
from complaints.platform.audit.models import AuditEvent
from complaints.reports import archive, service
from complaints.reports.document import COUNTED
from complaints.reports.models import Release, ReleaseFile
from complaints.reports.periods import calendar_year
from complaints.reports.rules import (
    AlreadyFrozen,
    AlreadyPublished,
    NotOver,
    ReleaseRefused,
    Tampered,
)
from tests import cast


def stored(session):
    return (
        session.scalar(sa.select(sa.func.count()).select_from(Release)),
        session.scalar(sa.select(sa.func.count()).select_from(ReleaseFile)),
    )


def test_a_period_is_frozen_once(world, freeze, session):
    world.year()
    freeze()
    before = stored(session)
    with pytest.raises(AlreadyFrozen, match="release 1"):
        freeze()
    assert stored(session) == before


def test_of_two_who_freeze_at_once_one_wins(world, session, app, later):
    world.year()
    profile, ring = app.extensions["profile"], app.extensions["key_ring"]
    drafts = [
        service.prepare(session, ring, profile, calendar_year(year), later, demonstration=False)
        for year in (2025, 2025, 2024)
    ]
    assert [draft.document["number"] for draft in drafts] == [1, 1, 1]
    service.freeze(session, ring, drafts[0], [], Actor.command(), later)
    with pytest.raises(AlreadyFrozen, match="meanwhile"):
        service.freeze(session, ring, drafts[1], [], Actor.command(), later)
    with pytest.raises(ReleaseRefused, match="Freeze this period again"):
        service.freeze(session, ring, drafts[2], [], Actor.command(), later)
    assert stored(session)[0] == 1


def test_a_period_that_goes_on_is_not_frozen(world, freeze, session):
    world.year()
    with pytest.raises(NotOver, match="2026-12-31"):
        freeze("2026")
    assert stored(session) == (0, 0)


def test_an_empty_registry_is_refused(freeze, session):
    with pytest.raises(ReleaseRefused, match="registry"):
        freeze()
    assert stored(session) == (0, 0)


def test_later_changes_do_not_touch_a_frozen_release(world, freeze, session):
    world.year()
    release = freeze()
    before = {file.name: file.content for file in archive.files_of(session, release)}
    case = world.complaint({"alpr": [AllegationKind.OTHER]}, release.frozen_at - timedelta(days=300))
    world.move(case, Status.CLOSED, release.frozen_at - timedelta(days=200))
    session.commit()
    assert {file.name: file.content for file in archive.files_of(session, release)} == before
    with pytest.raises(AlreadyFrozen):
        freeze()


CHANGES = (
    "UPDATE release_file SET content = 'x'",
    "DELETE FROM release_file",
    "UPDATE \"release\" SET period = '1999'",
    'DELETE FROM "release"',
    'UPDATE "release" SET published_at = NULL',
    'UPDATE "release" SET signature = signature, number = 7',
)


def test_the_database_refuses_to_change_what_is_frozen(world, freeze, session):
    world.year()
    freeze(publish=True)
    for statement in CHANGES:
        with pytest.raises(sa.exc.DBAPIError, match="does not change"):
            session.execute(sa.text(statement))
        session.rollback()


def test_a_release_that_is_not_published_yet_cannot_be_changed_either(world, freeze, session):
    world.year()
    freeze()
    for statement in CHANGES[:4]:
        with pytest.raises(sa.exc.DBAPIError, match="does not change"):
            session.execute(sa.text(statement))
        session.rollback()


def test_publishing_fills_in_the_time_once(world, freeze, session, app, later):
    world.year()
    release = freeze()
    assert release.published_at is None
    ring, commander = app.extensions["key_ring"], Actor.staff(cast.staff(session, Role.COMMANDER).id)
    service.publish(session, ring, session.get(Release, release.id), commander, later)
    session.commit()
    again = session.get(Release, release.id)
    assert again.published_at == later
    with pytest.raises(AlreadyPublished):
        service.publish(session, ring, again, commander, later)


def test_what_is_not_as_it_was_signed_is_not_published(world, freeze, session, app, later):
    world.year()
    release = session.get(Release, freeze().id)
    commander = Actor.staff(cast.staff(session, Role.COMMANDER).id)
    release.manifest = {**release.manifest, "period": {"code": "1999"}}
    with session.no_autoflush, pytest.raises(Tampered, match="not signed"):
        service.publish(session, app.extensions["key_ring"], release, commander, later)
    session.rollback()


def test_freezing_and_publishing_are_in_the_log(world, freeze, session):
    world.year()
    release = freeze(publish=True)
    actions = session.scalars(sa.select(AuditEvent.action).where(AuditEvent.subject == "release:1")).all()
    assert sorted(actions) == ["release.frozen", "release.published"]
    assert release.audit_sequence < session.scalar(sa.select(sa.func.max(AuditEvent.sequence)))


def test_the_manifest_says_how_the_numbers_came_about(world, freeze):
    world.year()
    manifest = freeze().manifest
    assert manifest["rule"] == {"k": 5, "contributor": "complaint"}
    assert manifest["period"] == {"code": "2025", "starts_on": "2025-01-01", "ends_on": "2025-12-31"}
    assert manifest["query"] == COUNTED
    assert manifest["software"]["version"]
    assert set(manifest["audit_log"]) == {"sequence", "digest"}
    assert {"report.json", "disclosure.json", "report.en.pdf", "report.es.html", "data/status.csv"} <= {
        file["name"] for file in manifest["files"]
    }


def test_a_preview_shows_the_same_protected_numbers_as_the_release_that_follows(world, freeze, session, app, later):
    world.year()
    with app.app_context():
        profile, ring = app.extensions["profile"], app.extensions["key_ring"]
        seen = service.preview(session, ring, profile, calendar_year(2025), later, demonstration=False)
    assert seen["number"] is None
    assert archive.document_of(session, freeze())["tables"] == seen["tables"]


def test_a_release_holds_the_log_to_its_head(world, freeze, session, run, now):
    world.year()
    record(session, action="case.moved", subject="complaint:X", actor=Actor.command(), now=now)
    session.commit()
    freeze()
    session.commit()
    released = session.execute(sa.select(Release.audit_sequence, Release.audit_digest)).one()
    assert archive.heads_in_releases(session) == {released.audit_sequence: released.audit_digest}
    event = session.get_one(AuditEvent, released.audit_sequence)
    assert event.digest == released.audit_digest
    told = run("audit", "verify")
    assert told.exit_code == 0
    assert "1 published heads agree" in told.output
