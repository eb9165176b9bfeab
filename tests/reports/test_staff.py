"""Staff pages of the releases: who may do what, and what each refusal says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from complaints.intake.rules import AllegationKind
from complaints.platform.accounts.permissions import Role
from complaints.reports.models import Release
from tests import cast

OFFICER, COMMANDER = Role.RECORDS_OFFICER, Role.COMMANDER


@pytest.fixture
def enter(client, session):
    """Signs the browser in as somebody of a role."""

    def sign_in(role):
        return cast.sign_in(client, cast.staff(session, role))

    return sign_in


def release(session):
    return session.scalars(sa.select(Release)).one_or_none()


def test_a_records_officer_previews_and_freezes_and_a_commander_publishes(client, world, session, enter, later):
    world.year()
    officer = enter(OFFICER)
    assert "No release yet." in client.get("/staff/releases").text
    preview = client.get("/staff/releases/preview?period=2025").text
    assert "Freeze 2025" in preview
    assert "the true numbers are shown to nobody" in preview
    answer = cast.send(client, "/staff/releases", period="2025", sure="y")
    assert (answer.status_code, answer.location) == (303, "/staff/releases/1")
    assert release(session).frozen_by_id == officer.id
    page = client.get("/staff/releases/1").text
    assert "somebody else must publish it" in page
    commander = enter(COMMANDER)
    assert "Publish release 1" in client.get("/staff/releases/1").text
    assert cast.send(client, "/staff/releases/1/publish").status_code == 303
    assert release(session).published_by_id == commander.id
    assert client.get("/reports/1").status_code == 200
    assert "Cora Commander" in client.get("/staff/releases").text


def test_a_freeze_before_its_day_wants_a_second_look(client, world, session, enter, later):
    world.year()
    enter(OFFICER)
    preview = client.get("/staff/releases/preview?period=2025").text
    assert "Nobody has set its day yet." in preview
    assert "The registry lacks" in preview
    assert "/staff/releases/missing?period=2025" in preview
    answer = cast.send(client, "/staff/releases", period="2025")
    assert (answer.status_code, "Tick that you have read this." in answer.text) == (422, True)
    assert release(session) is None


def test_who_froze_it_is_refused_at_publishing(client, world, session, enter, later):
    world.year()
    enter(OFFICER)
    cast.send(client, "/staff/releases", period="2025", sure="y")
    answer = cast.send(client, "/staff/releases/1/publish")
    assert answer.status_code == 409
    assert "You froze this release, so somebody else must publish it." in answer.text
    assert release(session).published_at is None


def test_publishing_twice_is_refused(client, world, freeze, enter):
    world.year()
    freeze(publish=True)
    enter(COMMANDER)
    answer = cast.send(client, "/staff/releases/1/publish")
    assert (answer.status_code, "published already" in answer.text) == (409, True)


def test_freezing_twice_is_refused(client, world, freeze, enter):
    world.year()
    freeze()
    enter(OFFICER)
    answer = cast.send(client, "/staff/releases", period="2025", sure="y")
    assert (answer.status_code, "frozen already" in answer.text) == (409, True)


@pytest.mark.parametrize(("period", "words"), [("2026", "not over"), ("", "no such period"), ("<b>", "no such period")])
def test_a_wrong_period_is_refused_with_what_was_typed_still_there(client, world, session, enter, later, period, words):
    world.year()
    enter(OFFICER)
    answer = cast.send(client, "/staff/releases", period=period)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert f'value="{period.replace("<", "&lt;").replace(">", "&gt;")}"' in answer.text
    assert release(session) is None
    preview = client.get("/staff/releases/preview", query_string={"period": period})
    assert (preview.status_code, words in preview.text) == (422, True)


def test_a_year_before_the_first_complaint_is_not_frozen(client, world, session, enter, later):
    world.year()
    enter(OFFICER)
    answer = cast.send(client, "/staff/releases", period="2021")
    assert (answer.status_code, "took no complaints yet" in answer.text) == (422, True)
    assert release(session) is None


def test_a_preview_of_a_frozen_period_shows_what_was_frozen(client, world, freeze, enter):
    world.year()
    freeze()
    enter(OFFICER)
    page = client.get("/staff/releases/preview?period=2025").text
    assert "This period is frozen. You see what was frozen." in page
    assert "Freeze 2025" not in page


def test_staff_read_the_files_before_they_are_published(client, world, freeze, enter):
    world.year()
    freeze()
    enter(COMMANDER)
    assert client.get("/staff/releases/1/report.en.pdf").data.startswith(b"%PDF")
    assert client.get("/staff/releases/1/manifest.json").json["number"] == 1
    assert client.get("/staff/releases/1/nothing").status_code == 404
    assert client.get("/staff/releases/9").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_only_those_named_see_preview_freeze_or_publish(client, world, session, enter, freeze, role):
    world.year()
    world.complaint({"alpr": [AllegationKind.OTHER]}, datetime(2024, 6, 16, tzinfo=UTC))
    freeze("2024")
    enter(role)
    may_see = role in (OFFICER, COMMANDER)
    for path in ("", "/preview?period=2025", "/1", "/1/report.json"):
        assert client.get(f"/staff/releases{path}").status_code == (200 if may_see else 403)
    sent = cast.send(client, "/staff/releases", period="2025", sure="y")
    assert sent.status_code == (303 if role is OFFICER else 403)
    assert cast.send(client, "/staff/releases/1/publish").status_code == (303 if may_see else 403)


def test_without_signing_in_nothing_is_shown(client, world, freeze):
    world.year()
    freeze()
    for path in ("", "/preview?period=2025", "/1", "/1/report.json"):
        assert client.get(f"/staff/releases{path}").status_code == 303
    assert client.post("/staff/releases", data={"period": "2025"}).status_code == 401
