"""What routing stores as a complaint comes in, what a person may change of it, and which complaints it links."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from complaints.intake.models import Allegation, Complaint, ComplaintTechnology
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.intake.service import received
from complaints.platform.audit import Actor, AuditEvent
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.rules import TechnologyType
from complaints.routing.models import DuplicateLink, RoutingDecision
from complaints.routing.rules import ClockKind, RefusedDesk, RerouteReason, Track
from complaints.routing.service import alike, decision_in_force, decisions_on, profile_version, reroute, routed


@pytest.fixture
def plate_reader(session, now):
    return _technology(session, now, "plate-reader", TechnologyType.LICENCE_PLATE_READER, 90)


@pytest.fixture
def file(session, profile, plate_reader, now):
    """Files a complaint about the plate reader, or about other technologies, as intake does."""
    count = 0

    def file_one(*, technologies=None, at=now, mode=FilingMode.ANONYMOUS, **facts) -> Complaint:
        nonlocal count
        count += 1
        named = technologies or [plate_reader]
        complaint = Complaint(
            number=f"TEST-{count}",
            submission_key=count.to_bytes(32),
            received_at=at,
            registered_at=at,
            channel=Channel.WEB,
            language="en",
            mode=mode,
            standing=Standing.AFFECTED,
            about=facts.pop("about", SubjectKind.POLICY),
            sealed_identity=None if mode is FilingMode.ANONYMOUS else b"sealed",
            sealed_statement=b"sealed",
            digest=bytes(32),
            **facts,
        )
        session.add(complaint)
        session.flush()
        session.add_all(ComplaintTechnology(complaint_id=complaint.id, technology_id=each.id) for each in named)
        session.flush()
        allegations = [
            Allegation(complaint_id=complaint.id, technology_id=each.id, kind=AllegationKind.UNAUTHORISED_ACCESS)
            for each in named
        ]
        session.add_all(allegations)
        received.send(
            session, complaint=complaint, technologies=named, allegations=allegations, now=at, profile=profile
        )
        session.commit()
        return complaint

    return file_one


def _technology(session, now, slug, kind, retention_days) -> Technology:
    technology = Technology(slug=slug, type=kind)
    session.add(technology)
    session.flush()
    session.add(
        TechnologyVersion(
            technology_id=technology.id, version=1, name=slug, retention_days=retention_days, changed_at=now
        )
    )
    session.commit()
    return session.scalars(
        sa.select(Technology).where(Technology.id == technology.id).execution_options(populate_existing=True)
    ).one()


def _links(session):
    return session.execute(sa.select(DuplicateLink.complaint_id, DuplicateLink.other_id)).all()


def test_a_complaint_that_comes_in_keeps_its_desk_its_track_and_the_reasons_in_two_languages(
    session, file, profile, now
):
    complaint = file(mode=FilingMode.NAMED, about=SubjectKind.NAMED_EMPLOYEE, is_possible_crime=True)
    decision = decision_in_force(session, complaint.id)
    assert (decision.version, decision.desk, decision.track) == (1, "internal_affairs", Track.CRIMINAL)
    assert (decision.copies, decision.proposals) == (["prosecutor_liaison"], ["prosecutor_referral"])
    assert [each["rule_id"] for each in decision.reasons] == [
        "possible_crime",
        "employee_accused",
        "oversight_inactive",
    ]
    assert set(decision.reasons[0]["text"]) >= {"en", "es"}
    assert [each["key"] for each in decision.explanations] == ["oversight_inactive"]
    assert decision.profile_version == profile_version(profile)
    assert (decision.decided_at, decision.decided_by_id) == (now, None)


def test_the_danger_somebody_is_in_is_kept_with_the_decision(session, file):
    decision = decision_in_force(session, file(is_safety_risk=True).id)
    assert (decision.is_urgent, decision.is_restricted, decision.desk) == (True, True, "supervisor")


def test_who_acts_on_the_route_hears_of_it_with_the_clocks(session, file, plate_reader):
    heard = []

    def listen(sender, **said):
        heard.append(said)

    with routed.connected_to(listen):
        complaint = file(incident_on=date(2025, 6, 1))
    assert [said["complaint"] for said in heard] == [complaint]
    assert heard[0]["decision"].complaint_id == complaint.id
    due = {clock.kind: clock.due_on for clock in heard[0]["route"].clocks}
    assert due[ClockKind.PRESERVATION] == date(2025, 8, 30)
    assert due[ClockKind.ACKNOWLEDGEMENT] == date(2025, 6, 24)


def test_the_log_tells_where_it_went_and_nothing_of_who_complained(session, app, file):
    complaint = file(mode=FilingMode.NAMED)
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "complaint.routed")).one_or_none()
    pending = [each for each in session.info.get("audit.pending", []) if each["action"] == "complaint.routed"]
    details = json.loads(event.details if event else pending[-1]["details"])
    assert set(details) == {"desk", "track", "rules", "profile"}
    assert details["desk"] == decision_in_force(session, complaint.id).desk


def test_the_same_day_place_and_technology_is_linked_and_never_merged(session, file):
    first = file(incident_on=date(2025, 6, 1), neighbourhood="soulard")
    second = file(incident_on=date(2025, 6, 1), neighbourhood="soulard")
    assert _links(session) == [(second.id, first.id)]
    assert decision_in_force(session, second.id).proposals == ["duplicate_review"]
    assert decision_in_force(session, first.id).proposals == []
    assert [each.id for each in alike(session, first.id)] == [second.id]
    assert [each.id for each in alike(session, second.id)] == [first.id]
    assert session.scalar(sa.select(sa.func.count()).select_from(Complaint)) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"incident_on": date(2025, 6, 2), "neighbourhood": "soulard"},
        {"incident_on": date(2025, 6, 1), "neighbourhood": "shaw"},
        {"incident_on": None, "neighbourhood": "soulard"},
        {"incident_on": date(2025, 6, 1), "neighbourhood": None},
        {"incident_on": date(2025, 6, 1), "neighbourhood": "soulard", "is_demonstration": True},
    ],
)
def test_what_differs_in_day_or_place_or_is_invented_is_not_linked(session, file, other):
    file(incident_on=date(2025, 6, 1), neighbourhood="soulard")
    file(**other)
    assert _links(session) == []


def test_another_technology_or_another_month_is_not_linked(session, file, now):
    camera = _technology(session, now, "camera", TechnologyType.FIXED_CAMERA, 30)
    file(incident_on=date(2025, 6, 1), neighbourhood="soulard")
    file(incident_on=date(2025, 6, 1), neighbourhood="soulard", technologies=[camera])
    file(incident_on=date(2025, 6, 1), neighbourhood="soulard", at=now + timedelta(days=31))
    assert _links(session) == []


def test_two_technologies_in_common_make_one_link(session, file, plate_reader, now):
    camera = _technology(session, now, "camera", TechnologyType.FIXED_CAMERA, 30)
    first = file(incident_on=date(2025, 6, 1), neighbourhood="soulard", technologies=[plate_reader, camera])
    second = file(incident_on=date(2025, 6, 1), neighbourhood="soulard", technologies=[plate_reader, camera])
    assert _links(session) == [(second.id, first.id)]


def test_a_person_places_it_anew_and_the_earlier_decision_stays(session, file, profile, now):
    complaint = file()
    later = now + timedelta(days=1)
    reroute(
        session,
        complaint,
        actor=Actor.system(),
        now=later,
        profile=profile,
        desk="internal_affairs",
        track=Track.MISCONDUCT,
        reason=RerouteReason.NEW_INFORMATION,
    )
    session.commit()
    first, second = decisions_on(session, complaint.id)
    assert (first.version, first.desk) == (1, "technology_steward")
    assert (second.version, second.desk, second.track) == (2, "internal_affairs", Track.MISCONDUCT)
    assert (second.decided_at, second.copies) == (later, [])
    assert second.reasons[0]["reason"] == "new_information"
    assert decision_in_force(session, complaint.id) is second


@pytest.mark.parametrize("desk", ["technology_steward", "civilian_oversight", "nowhere"])
def test_a_person_cannot_place_a_restricted_complaint_where_it_may_not_be_seen(session, file, profile, now, desk):
    complaint = file(is_safety_risk=True)
    with pytest.raises(RefusedDesk, match=desk):
        reroute(
            session,
            complaint,
            actor=Actor.system(),
            now=now,
            profile=profile,
            desk=desk,
            track=Track.MISCONDUCT,
            reason=RerouteReason.FACTS_DIFFER,
        )
    assert session.scalar(sa.select(sa.func.count()).select_from(RoutingDecision)) == 1


def test_looking_for_likely_duplicates_takes_one_statement(session, file, app):
    file(incident_on=date(2025, 6, 1), neighbourhood="soulard")
    asked = []

    def note(connection, cursor, statement, *rest):
        if statement.startswith("SELECT") and "incident_on =" in statement:
            asked.append(statement)

    sa.event.listen(session.get_bind(), "before_cursor_execute", note)
    file(incident_on=date(2025, 6, 1), neighbourhood="soulard")
    assert len(asked) == 1
