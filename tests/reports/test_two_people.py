"""Freezing and publishing by two different people where the profile says so, by command and in the database."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.service import disable
from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from complaints.reports import service
from complaints.reports.models import Release
from complaints.reports.rules import SamePerson
from complaints.reports.two_people import PersonNeeded, refuse_same_person
from tests import cast

OFFICER, COMMANDER = "somebody.of.records_officer@example.org", "cora.commander@example.org"


@pytest.fixture
def people(world, session):
    """A records officer and a commander, and a year to count."""
    world.year()
    return cast.staff(session, Role.RECORDS_OFFICER), cast.staff(session, Role.COMMANDER)


@pytest.fixture
def one_person(app):
    """A profile in which one person may do both."""
    profile = app.extensions["profile"]
    app.extensions["profile"] = replace(profile, reporting=replace(profile.reporting, two_people=False))


def only(session):
    return session.scalars(sa.select(Release)).one()


def events(session, action):
    query = sa.select(AuditEvent.actor, AuditEvent.details).where(AuditEvent.action == action)
    return [(actor, json.loads(details)) for actor, details in session.execute(query)]


@pytest.mark.parametrize(
    ("made_by", "publishing", "refusal"),
    [(1, 1, SamePerson), (1, None, PersonNeeded), (None, None, None), (1, 2, None), (None, 2, None)],
)
def test_two_people_are_two_named_ones_or_a_machine_and_anybody(made_by, publishing, refusal):
    refuse_same_person(made_by, publishing, two_people=False)
    if refusal is None:
        refuse_same_person(made_by, publishing, two_people=True)
    else:
        with pytest.raises(refusal):
            refuse_same_person(made_by, publishing, two_people=True)


def test_who_froze_a_release_does_not_publish_it(people, freeze, session, app, later):
    officer, commander = people
    release = session.get(Release, freeze(actor=Actor.staff(officer.id)).id)
    ring = app.extensions["key_ring"]
    with pytest.raises(SamePerson):
        service.publish(session, ring, release, Actor.staff(officer.id), later)
    service.publish(session, ring, release, Actor.staff(commander.id), later)
    assert release.published_by_id == commander.id


def test_a_command_that_names_nobody_does_both_and_says_that_no_person_did(people, run, session, later):
    result = run("reports", "freeze", "--period", "2025", "--publish")
    assert result.exit_code == 0, result.output
    assert "Release 1 is published, by this command alone: the log names no person." in result.output
    assert only(session).published_at == later
    assert [actor for actor, _ in events(session, "release.published")] == ["command"]


def test_a_command_that_names_nobody_does_not_publish_what_a_person_froze(people, run, session, later):
    run("reports", "freeze", "--period", "2025", "--as", OFFICER)
    result = run("reports", "publish", "1")
    assert result.exit_code == 1
    assert "It is not published: here one person freezes and another publishes." in result.output
    assert only(session).published_at is None


def test_a_command_that_names_one_person_for_both_does_not_publish(people, run, session, later):
    result = run("reports", "freeze", "--period", "2025", "--publish", "--as", OFFICER)
    assert (result.exit_code, "somebody else must" in result.output) == (1, True)
    assert (only(session).frozen_by_id, only(session).published_at) == (people[0].id, None)


def test_commands_that_name_two_people_publish_and_the_log_says_both_shell_and_claim(people, run, session, later):
    assert run("reports", "freeze", "--period", "2025", "--as", OFFICER).exit_code == 0
    assert run("reports", "publish", "1", "--as", COMMANDER).exit_code == 0
    assert (only(session).frozen_by_id, only(session).published_by_id) == (people[0].id, people[1].id)
    [(actor, details)] = events(session, "release.published")
    assert (actor, details["on_behalf_of"]) == ("command", f"staff:{people[1].id}")


@pytest.mark.parametrize("email", [COMMANDER, "nobody@example.org", "", "aldo.auditor@example.org"])
def test_only_somebody_who_may_freeze_can_be_named(people, run, session, later, email):
    cast.staff(session, Role.AUDITOR)
    result = run("reports", "freeze", "--period", "2025", "--as", email)
    assert (result.exit_code, "is nobody of the staff who may do this" in result.output) == (2, True)
    assert session.scalar(sa.select(sa.func.count()).select_from(Release)) == 0


def test_a_closed_account_cannot_be_named(people, run, session, later, now):
    disable(session, people[1], Actor.command(), now)
    run("reports", "freeze", "--period", "2025", "--as", OFFICER)
    assert run("reports", "publish", "1", "--as", COMMANDER).exit_code == 2
    assert only(session).published_at is None


def test_where_the_profile_asks_for_one_a_command_does_both(people, one_person, run, session, later):
    result = run("reports", "freeze", "--period", "2025", "--publish")
    assert result.exit_code == 0, result.output
    assert only(session).published_at == later
    assert only(session).manifest["two_people"] is False


@pytest.mark.parametrize("publisher", ["NULL", "frozen_by_id"])
def test_the_database_holds_the_rule_too(people, freeze, session, publisher):
    freeze(actor=Actor.staff(people[0].id))
    statement = f"""UPDATE "release" SET published_at = frozen_at, published_by_id = {publisher}"""
    with pytest.raises(sa.exc.IntegrityError, match="takes_two"):
        session.execute(sa.text(statement))
    session.rollback()
