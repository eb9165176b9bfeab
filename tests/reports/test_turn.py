"""Publishing one release after the other: a release tells of those frozen before it, so it never goes first."""

from __future__ import annotations

import re

import pytest

from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.reports import archive, service
from complaints.reports.turn import NotItsTurn, refuse_overtaking
from tests import cast

SENTENCE = (
    "Release 1 for 2024 is frozen and not published. What this release shows takes it in: publish that one first."
)
PUBLIC = ("", "/report.json", "/disclosure.json", "/files", "/manifest.json")


@pytest.fixture
def two(world, freeze):
    """2024 and 2025, frozen one after the other and not published."""
    world.year()
    return [freeze(period) for period in ("2024", "2025")]


def publish(session, app, number, at):
    who = Actor.staff(cast.staff(session, Role.COMMANDER).id)
    found = archive.release_by_number(session, number, published_only=False)
    service.publish(session, app.extensions["key_ring"], found, who, at)
    session.commit()


def test_a_release_waits_for_the_one_frozen_before_it(two, session, app, later):
    with pytest.raises(NotItsTurn, match=re.escape(SENTENCE)):
        publish(session, app, 2, later)
    session.rollback()
    assert archive.releases(session, published_only=True) == []
    publish(session, app, 1, later)
    publish(session, app, 2, later)
    assert len(archive.releases(session, published_only=True)) == 2


def test_every_release_that_waits_is_named(two, freeze, session):
    third = archive.release_by_number(session, freeze("2023").number, published_only=False)
    with pytest.raises(NotItsTurn, match=r"Release 1 for 2024, Release 2 for 2025 are .* takes them in: publish those"):
        refuse_overtaking(session, third)


def test_an_invented_release_does_not_hold_up_a_real_one(world, freeze, session, app, later):
    world.complaint({"alpr": ["other"]}, later.replace(year=2024), demonstration=True)
    world.year()
    app.config["DEMONSTRATION"] = True
    freeze("2024")
    app.config["DEMONSTRATION"] = False
    freeze("2025")
    publish(session, app, 2, later)
    assert [each.number for each in archive.releases(session, published_only=True)] == [2]


def test_the_page_says_why_in_place_of_the_button(two, client, session):
    cast.sign_in(client, cast.staff(session, Role.COMMANDER))
    page = client.get("/staff/releases/2").text
    assert "Release 1 (2024) is frozen and not published." in page
    assert "Publish release 2" not in page
    answer = cast.send(client, "/staff/releases/2/publish")
    assert (answer.status_code, "publish that one first" in answer.text) == (409, True)
    assert cast.send(client, "/staff/releases/1/publish").status_code == 303
    assert "Publish release 2" in client.get("/staff/releases/2").text


def test_a_command_is_refused_and_the_public_sees_neither(two, client, run):
    result = run("reports", "publish", "2")
    assert (result.exit_code, SENTENCE in result.output) == (1, True)
    for number in (1, 2):
        assert {client.get(f"/reports/{number}{path}").status_code for path in PUBLIC} == {404}
        assert client.get(f"/api/v1/releases/{number}").status_code == 404
    assert run("reports", "publish", "1").exit_code == 0
    assert run("reports", "publish", "2").exit_code == 0


def test_freezing_and_publishing_at_once_freezes_and_waits_with_the_rest(two, run, session):
    result = run("reports", "freeze", "--period", "2023", "--publish")
    assert (result.exit_code, "publish those first" in result.output) == (1, True)
    assert archive.releases(session, published_only=True) == []
