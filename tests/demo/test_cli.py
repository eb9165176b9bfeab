"""`flask demo load`: loads once, says how to sign in, and never beside real people's complaints."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from complaints.demo.loading import load
from complaints.intake.models import Complaint
from complaints.registry.service import load_profile_registry
from tests.applications import NOW
from tests.cast import file_complaint

LOAD = ["demo", "load", "--complaints", "5", "--seed", "78"]


def load_registry(session):
    """The shipped technologies."""
    load_profile_registry(session, NOW)
    session.commit()


def password_in(text):
    """What the command says everybody signs in with."""
    return re.search(r"Password: (\S+)", text)[1]


@pytest.mark.slow
def test_a_second_load_adds_nothing_and_says_again_how_to_sign_in(runner, session):
    load_registry(session)
    first = runner.invoke(args=LOAD)
    assert first.exit_code == 0, first.output
    assert "Invented 5 complaints" in first.output
    assert "are published as release 2" in first.output
    assert "FLASK_DEMONSTRATION=true" in first.output
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
