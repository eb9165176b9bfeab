"""The registry's verbs on a real database."""

from __future__ import annotations

import threading
from datetime import date

import pytest
import sqlalchemy as sa

from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from complaints.platform.extensions import db
from complaints.platform.jurisdiction.errors import ProfileError
from complaints.registry import service
from complaints.registry.loading import parse_registry, shipped
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.rules import TechnologyType


def counted(session):
    return session.scalar(sa.select(sa.func.count()).select_from(TechnologyVersion))


def test_the_profile_loads_once_however_often_it_is_loaded(session, now):
    first = service.load_profile_registry(session, now, "st_louis")
    session.commit()
    assert len(first) == 10
    assert service.load_profile_registry(session, now, "st_louis") == []
    session.commit()
    assert counted(session) == 10


def test_loading_again_leaves_what_staff_wrote(session, now, registry):
    cameras = service.by_slug(session, "fixed-cameras")
    service.edit(session, cameras, {"name": "Street cameras"}, Actor.system(), now, "", 1)
    session.commit()
    service.load_profile_registry(session, now, "st_louis")
    session.commit()
    assert service.by_slug(session, "fixed-cameras").current.name == "Street cameras"


def test_a_profile_without_a_registry_still_gathers_what_is_not_known(session, now):
    assert service.load_profile_registry(session, now, "springfield") == ["not-known"]


def test_the_profile_states_what_the_city_stated_and_nothing_more():
    entries = {entry.slug: entry.content for entry in shipped("st_louis")}
    assert entries["gunshot-detection"]["area"] == "6.26 square miles, about 10% of the city’s land."
    days = {slug: content["retention_days"] for slug, content in entries.items() if "retention_days" in content}
    assert days == {"fixed-cameras": 30, "mobile-camera-trailers": 30, "license-plate-readers": 90}
    unknown = {"units_count", "funding", "requests", "partnerships", "policy_url", "policy_since", "effectiveness"}
    assert all(unknown.isdisjoint(content) for content in entries.values())


def test_the_list_is_one_query_with_every_current_version_in_it(session, registry):
    session.expire_all()
    statements = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *told: statements.append(told[2]))
    names = [technology.current.name for technology in service.listed(session)]
    assert (len(names), sum(words.startswith("SELECT") for words in statements)) == (10, 1)
    assert names[0] == "Gunshot detection"
    assert names[-1] == "Technology not known"


def test_history_is_newest_first_and_says_what_changed(session, registry, now, clock):
    cameras = service.by_slug(session, "fixed-cameras")
    later = clock.advance(days=1)
    service.edit(session, cameras, {"use": "Watches.", "retention_days": 31}, Actor.system(), later, "why", 1)
    session.commit()
    newest, first = service.history(session, cameras)
    assert [(each.field, each.before, each.after) for each in newest.differences] == [
        ("use", "", "Watches."),
        ("retention_days", 30, 31),
    ]
    assert (newest.version.change_note, newest.version.changed_at, newest.changed_by) == ("why", later, "")
    assert first.differences == ()


def test_an_edit_of_an_old_version_is_refused_and_nothing_is_stored(session, registry, now):
    cameras = service.by_slug(session, "fixed-cameras")
    service.edit(session, cameras, {"use": "Watches."}, Actor.system(), now, "", 1)
    with pytest.raises(service.StaleEdit):
        service.edit(session, cameras, {"use": "Records."}, Actor.system(), now, "", 1)
    session.commit()
    assert service.by_slug(session, "fixed-cameras").current.use == "Watches."


def test_of_two_edits_at_the_very_same_time_one_wins(app, session, registry, now):
    session.commit()
    barrier, outcomes = threading.Barrier(2), []

    def edit(words):
        with app.app_context():
            cameras = service.by_slug(db.session, "fixed-cameras")
            db.session.commit()
            barrier.wait()
            try:
                service.edit(db.session, cameras, {"use": words}, Actor.system(), now, "", 1)
                db.session.commit()
                outcomes.append("won")
            except service.StaleEdit:
                db.session.rollback()
                outcomes.append("told")

    threads = [threading.Thread(target=edit, args=(words,)) for words in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told", "won"]
    assert counted(session) == 11


def test_a_field_that_no_entry_has_is_a_mistake_of_the_program(session, registry, now):
    with pytest.raises(KeyError):
        service.edit(session, service.by_slug(session, "fixed-cameras"), {"slug": "x"}, Actor.system(), now, "", 1)
    with pytest.raises(KeyError):
        service.add(session, "drones", TechnologyType.DRONE, {"colour": "red"}, Actor.system(), now)


def test_an_address_is_given_once(session, registry, now):
    with pytest.raises(service.SlugTaken):
        service.add(session, "fixed-cameras", TechnologyType.DRONE, {"name": "Drones"}, Actor.system(), now)
    with pytest.raises(ValueError, match="cannot be an address"):
        service.add(session, "Drones!", TechnologyType.DRONE, {"name": "Drones"}, Actor.system(), now)


def test_a_change_that_is_rolled_back_leaves_no_trace_in_the_log(session, registry, now):
    before = session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
    cameras = service.by_slug(session, "fixed-cameras")
    service.retire(session, cameras, date(2025, 6, 16), Actor.system(), now)
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == before
    assert session.scalar(sa.select(Technology.retired_on).where(Technology.slug == "fixed-cameras")) is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[registry", 0, "this is not TOML"),
        ('[registry]\nsource = "A plan"\n[[technologies]]\nslug = "A b"\ntype = "drone"\nname = "D"', 4, "address"),
        ('[registry]\nsource = "A plan"\n[[technologies]]\nslug = "a"\ntype = "laser"\nname = "D"', 5, '"laser"'),
        ('[registry]\nsource = "A plan"\n[[technologies]]\nslug = "a"\ntype = "drone"', 3, '"name" is missing'),
        ('[registry]\nsource = "A"\n[[technologies]]\nslug = "a"\ntype = "drone"\nname = "D"\nunit = 3', 7, '"unit"'),
        ('[registry]\nsource = "A"\n[[technologies]]\nslug = "a"\ntype = "drone"\nname = "D"\narea = 3', 7, "text"),
    ],
)
def test_a_registry_file_with_an_error_is_refused_with_its_line(text, line, words):
    with pytest.raises(ProfileError) as refused:
        parse_registry(text, "springfield.toml")
    assert refused.value.line == line
    assert words in str(refused.value)
