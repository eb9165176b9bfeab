"""A release that was not attacked, or whose certificate is not good, does not leave, whoever signed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.reports import archive, service
from complaints.reports.models import Release
from complaints.reports.periods import calendar_year
from complaints.reports.rules import Tampered
from complaints.reports.two_people import NotProven
from tests import cast

Change = Callable[[dict[str, Any], dict[str, Any]], object]


@pytest.fixture
def frozen_around_the_door(world, session, app, later):
    """Freezes and signs a draft after `change` was at its tables and its report."""
    world.year()

    def make(change: Change) -> Release:
        profile, ring = app.extensions["profile"], app.extensions["key_ring"]
        draft = service.prepare(session, ring, profile, calendar_year(2025), later, demonstration=False)
        change(draft.proof, draft.document)
        release = service.freeze(session, ring, draft, [], Actor.command(), later)
        session.commit()
        return release

    return make


def nothing(_proof, _document):
    """As it came through the door."""


def shown_after_all(proof, _document):
    """Somebody shows one of the hidden cells, with the value of the first witness."""
    name = proof["hidden"].pop(0)
    place = proof["witness_cell_order"].index(name)
    cell = next(cell for cell in proof["cells"] if cell["id"] == name)
    cell["value"] = proof["witnesses"][0][place]


def without_witnesses(proof, _document):
    del proof["witnesses"][1:]


def another_count(_proof, document):
    document["tables"][0]["rows"][0]["cells"][0] += 1


def narrow_ranges(proof, _document):
    """Every range is said to need covering nowhere, and one alternative is left: nothing is hidden in truth."""
    row = dict(zip(proof["witness_cell_order"], proof["witnesses"][0], strict=True))
    proof["required_range"] = {name: [row[name], row[name]] for name in proof["required_range"]}
    del proof["witnesses"][1:]
    for name in proof["hidden"][1:]:
        cell = next(cell for cell in proof["cells"] if cell["id"] == name)
        cell["value"] = row[name]
    del proof["hidden"][1:]


def publish(session, app, release, later):
    commander = Actor.staff(cast.staff(session, Role.COMMANDER).id)
    service.publish(session, app.extensions["key_ring"], release, commander, later)


def test_what_came_through_the_door_is_published(frozen_around_the_door, session, app, later):
    release = frozen_around_the_door(nothing)
    publish(session, app, release, later)
    assert release.published_at == later


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (shown_after_all, "report.json gives a range|proves nothing"),
        (without_witnesses, "The certificate in disclosure.json proves nothing"),
        (another_count, "report.json says"),
    ],
)
def test_what_the_verifier_refuses_is_not_published(frozen_around_the_door, session, app, later, change, words):
    release = frozen_around_the_door(change)
    with pytest.raises(Tampered, match=words):
        publish(session, app, release, later)
    session.rollback()
    assert session.scalars(sa.select(Release.published_at)).one() is None


def test_what_only_the_attacker_sees_is_not_published(frozen_around_the_door, session, app, later):
    """The certificate was made to ask for nothing, and the report has no table to compare: the attack finds it."""

    def change(proof, document):
        narrow_ranges(proof, document)
        document["tables"] = []

    release = frozen_around_the_door(change)
    assert service.stored_faults(session, app.extensions["key_ring"], release) == []
    with pytest.raises(NotProven, match="gives away a hidden number"):
        publish(session, app, release, later)


def test_a_release_that_left_an_earlier_one_out_is_not_published(world, freeze, session, app, later):
    world.year()
    freeze("2024", publish=True)
    profile, ring = app.extensions["profile"], app.extensions["key_ring"]
    draft = service.prepare(session, ring, profile, calendar_year(2025), later, demonstration=False)
    alone = replace(draft, proof={**draft.proof, "history": []})
    release = service.freeze(session, ring, alone, [], Actor.command(), later)
    with pytest.raises((NotProven, Tampered)):
        publish(session, app, release, later)


def test_a_page_says_so_and_nothing_is_published(frozen_around_the_door, client, session):
    frozen_around_the_door(without_witnesses)
    cast.sign_in(client, cast.staff(session, Role.COMMANDER))
    answer = cast.send(client, "/staff/releases/1/publish")
    assert (answer.status_code, "It cannot be published. Tell the administrator." in answer.text) == (409, True)
    session.expire_all()
    assert archive.releases(session, published_only=True) == []
