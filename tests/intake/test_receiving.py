"""Receiving: sealed for staff and for the complainant alone, stored with what routing and counts need."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from complaints.intake.answers import Identity, canonical
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology, Mailbox, sealing_context
from complaints.intake.rules import Channel, FilingMode
from complaints.intake.service import UnknownTechnology, already_sent, chosen, prepare, receive, received
from complaints.platform.audit import AuditEvent
from complaints.platform.vault import CannotOpen, mailbox_from_passphrase, open_sealed
from complaints.registry.rules import TechnologyType
from tests.intake.conftest import NAME, NARRATIVE

SECRET = b"s" * 32


@pytest.fixture
def prepared(answers, ring, now):
    return prepare(answers, SECRET, ring, "en", now, Channel.WEB)


@pytest.fixture
def store(session, technologies, profile, now):
    def storing(prepared):
        named = chosen(technologies, prepared.answers.technologies)
        return receive(session, prepared, named, now, profile)

    return storing


def test_the_same_draft_makes_the_same_number_and_passphrase(answers, ring, now, prepared):
    later = prepare(answers, SECRET, ring, "en", now + timedelta(hours=1), Channel.WEB)
    assert (later.number, later.passphrase, later.salt) == (prepared.number, prepared.passphrase, prepared.salt)
    assert (later.submission_key, later.digest) == (prepared.submission_key, prepared.digest)


def test_another_draft_makes_everything_anew(answers, ring, now, prepared):
    other = prepare(answers, b"o" * 32, ring, "en", now, Channel.WEB)
    for name in ("number", "passphrase", "salt", "submission_key", "verifier", "public_key", "digest"):
        assert getattr(other, name) != getattr(prepared, name)


def test_staff_and_the_passphrase_open_the_statement_and_nobody_else(answers, ring, prepared):
    context = sealing_context(prepared.number, "statement")
    said = json.loads(ring.open(prepared.sealed_statement, context=context))
    mailbox = mailbox_from_passphrase(prepared.passphrase, prepared.salt)
    own = open_sealed(prepared.sealed_statement, context=context, private_key=mailbox.private_key)
    assert json.loads(own) == said
    assert said["narrative"] == NARRATIVE
    assert set(said) - {"nonce"} == set(answers.statement())
    wrong = mailbox_from_passphrase("eight wrong words are no passphrase at all", prepared.salt)
    with pytest.raises(CannotOpen):
        open_sealed(prepared.sealed_statement, context=context, private_key=wrong.private_key)


def test_a_sealed_field_opens_only_as_what_it_is(ring, prepared):
    with pytest.raises(CannotOpen):
        ring.open(prepared.sealed_statement, context=sealing_context(prepared.number, "identity"))
    with pytest.raises(CannotOpen):
        ring.open(prepared.sealed_statement, context=sealing_context("0000-0000-0", "statement"))


def test_the_identity_is_sealed_apart_from_the_statement(ring, prepared):
    identity = ring.open(prepared.sealed_identity, context=sealing_context(prepared.number, "identity"))
    assert json.loads(identity)["name"] == NAME
    statement = ring.open(prepared.sealed_statement, context=sealing_context(prepared.number, "statement"))
    assert NAME.encode() not in statement


def test_an_anonymous_complaint_has_no_identity_at_all(answers, ring, now, store, session):
    anonymous = replace(answers, mode=FilingMode.ANONYMOUS, identity=Identity())
    prepared = prepare(anonymous, SECRET, ring, "en", now, Channel.WEB)
    assert prepared.sealed_identity is None
    assert store(prepared).mode is FilingMode.ANONYMOUS


def test_the_digest_is_of_the_nonce_and_the_canonical_statement(ring, prepared):
    said = json.loads(ring.open(prepared.sealed_statement, context=sealing_context(prepared.number, "statement")))
    nonce = bytes.fromhex(said.pop("nonce"))
    assert hashlib.sha256(nonce + canonical(said)).digest() == prepared.digest


def test_the_digest_changes_with_an_answer_that_is_not_in_the_statement(answers, ring, now, prepared):
    changed = prepare(replace(answers, neighbourhood="shaw"), SECRET, ring, "en", now, Channel.WEB)
    assert changed.digest != prepared.digest


def test_a_complaint_is_stored_with_an_allegation_for_each_technology_and_kind(session, store, prepared, technologies):
    complaint = store(prepared)
    named = {t.id for t in technologies if t.slug in prepared.answers.technologies}
    rows = session.execute(select(Allegation.technology_id, Allegation.kind)).all()
    assert {(technology, kind) for technology, kind in rows} == {
        (technology, kind) for technology in named for kind in prepared.answers.kinds
    }
    assert len(rows) == 4
    assert set(session.scalars(select(ComplaintTechnology.technology_id))) == named
    mailbox = session.scalars(select(Mailbox)).one()
    assert (mailbox.complaint_id, mailbox.verifier) == (complaint.id, prepared.verifier)


def test_who_listens_hears_of_it_within_the_transaction(store, prepared, session, profile, now):
    heard = []

    def listen(sender, **told):
        heard.append((sender, told))

    received.connect(listen)
    try:
        complaint = store(prepared)
    finally:
        received.disconnect(listen)
    [(sender, told)] = heard
    assert sender is session
    assert told["complaint"] is complaint
    assert [t.slug for t in told["technologies"]] == ["fixed-cameras", "license-plate-readers"]
    assert len(told["allegations"]) == 4
    assert (told["now"], told["profile"]) == (now, profile)


def test_nothing_is_committed_and_a_rollback_leaves_nothing(session, store, prepared):
    store(prepared)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0
    session.commit()
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action == "complaint.received"))
    assert list(actions) == []


def test_the_log_tells_of_it_in_codes_and_numbers(session, store, prepared):
    complaint = store(prepared)
    session.commit()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "complaint.received")).one()
    assert (event.subject, event.actor) == (f"complaint:{complaint.number}", "resident")
    assert json.loads(event.details) == {"channel": "web", "kinds": 2, "technologies": 2}


def test_not_known_is_a_technology_of_its_own_in_the_registry(answers, ring, now, store, session, technologies):
    unnamed = [t for t in technologies if not t.is_named]
    prepared = prepare(replace(answers, technologies=(unnamed[0].slug,)), SECRET, ring, "en", now, Channel.WEB)
    store(prepared)
    assert session.scalar(select(ComplaintTechnology.technology_id)) == unnamed[0].id
    assert unnamed[0].type is TechnologyType.NOT_KNOWN


def test_an_unknown_technology_is_refused(technologies):
    with pytest.raises(UnknownTechnology):
        chosen(technologies, ["license-plate-readers", "crystal-ball"])


def test_the_same_draft_cannot_be_stored_twice(session, store, prepared):
    store(prepared)
    session.commit()
    with pytest.raises(IntegrityError):
        store(prepared)
    session.rollback()
    stored = already_sent(session, prepared.submission_key)
    assert (stored.number, stored.digest) == (prepared.number, prepared.digest)
    assert already_sent(session, bytes(32)) is None


def test_the_stored_times_and_digests_are_those_of_the_receipt(session, store, prepared, profile):
    store(prepared)
    session.commit()
    stored = already_sent(session, prepared.submission_key)
    assert stored.receipt(profile) == prepared.receipt(profile)


def test_neither_name_nor_passphrase_shows_in_what_a_log_would_print(prepared):
    shown = repr(prepared)
    assert NAME not in shown
    assert prepared.passphrase not in shown
    assert NARRATIVE not in shown
