"""`flask demo load`: loads once, says how to sign in, and never beside real people's complaints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from complaints.demo.loading import load
from complaints.intake.models import Complaint
from complaints.platform.accounts.models import ApiToken, Scope
from complaints.platform.accounts.permissions import Role
from complaints.platform.settings import DEMONSTRATION_MARK
from complaints.registry.service import load_profile_registry
from complaints.reports.models import Release
from tests import cast
from tests.applications import NOW
from tests.cast import file_complaint

LOAD = ["demo", "load", "--complaints", "5", "--seed", "78"]


def load_registry(session):
    """The shipped technologies."""
    load_profile_registry(session, NOW, "st_louis")
    session.commit()


def password_in(text):
    """What the command says everybody signs in with."""
    return re.search(r"Password: (\S+)", text)[1]


@pytest.mark.slow
def test_a_second_load_adds_nothing_and_says_again_how_to_sign_in(app, runner, session):
    load_registry(session)
    first = runner.invoke(args=LOAD)
    assert first.exit_code == 0, first.output
    assert "Invented 5 complaints" in first.output
    assert "are published as release 2" in first.output
    assert (Path(app.instance_path) / DEMONSTRATION_MARK).exists()
    second = runner.invoke(args=LOAD)
    assert second.exit_code == 0
    assert "5 invented complaints already; nothing was added" in second.output
    assert "cut off" not in second.output
    assert password_in(first.output) == password_in(second.output)
    session.expire_all()
    assert session.scalar(sa.select(sa.func.count()).select_from(Complaint)) == 5


def test_it_refuses_to_stand_beside_a_real_complaint(app, runner, session):
    load_registry(session)
    file_complaint(session, app)
    session.commit()
    refused = runner.invoke(args=LOAD)
    assert refused.exit_code == 1
    assert "complaints of real people (1)" in refused.output
    assert "FLASK_INSTANCE_PATH" in refused.output


def real_account(session, app):
    """Somebody who signed in."""
    cast.staff(session, Role.INVESTIGATOR).signed_in_at = NOW


def machine(session, app):
    """A token."""
    session.add(ApiToken(name="x", scope=Scope.AGGREGATES_READ, token_hash=bytes(32), created_at=NOW, expires_at=NOW))


def release(session, app):
    """Counts that were published."""
    session.add(
        Release(
            number=1,
            period="2024",
            starts_on=NOW.date(),
            ends_on=NOW.date(),
            frozen_at=NOW,
            manifest={},
            manifest_digest=bytes(32),
            signature=bytes(64),
            audit_sequence=1,
            audit_digest=bytes(32),
        )
    )


@pytest.mark.parametrize("sign", [real_account, machine, release])
def test_it_refuses_a_database_that_is_in_use_before_the_first_complaint(app, runner, session, sign):
    load_registry(session)
    sign(session, app)
    session.commit()
    refused = runner.invoke(args=LOAD)
    assert refused.exit_code == 1
    assert "use this database already" in refused.output
    assert not (Path(app.instance_path) / DEMONSTRATION_MARK).exists()


def test_a_load_that_only_began_has_left_its_mark(app, runner, session, monkeypatch):
    load_registry(session)

    def broken(*_arguments):
        raise RuntimeError("cut off")

    monkeypatch.setattr("complaints.demo.cli._show", broken)
    assert runner.invoke(args=["demo", "load", "--complaints", "60"]).exit_code == 1
    assert (Path(app.instance_path) / DEMONSTRATION_MARK).exists()


def test_an_empty_registry_is_told_with_what_to_do(runner):
    refused = runner.invoke(args=LOAD)
    assert refused.exit_code == 1
    assert "registry load-profile" in refused.output


@pytest.mark.parametrize("complaints", ["0", "-1", "100001", "many", ""])
def test_a_number_that_cannot_be_is_refused(runner, complaints):
    assert runner.invoke(args=["demo", "load", "--complaints", complaints]).exit_code == 2


def test_a_load_that_was_cut_off_is_told(app, runner, session):
    load_registry(session)
    ring, profile = app.extensions["key_ring"], app.extensions["profile"]
    work = load(session, ring, profile, count=60, seed=78, password_hash="!", now=NOW)
    next(work)
    session.commit()
    work.close()
    again = runner.invoke(args=LOAD)
    assert again.exit_code == 0
    assert "cut off" in again.output
