"""Receiving a complaint: sealed, numbered and stored once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

import sqlalchemy as sa
from blinker import Signal
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from complaints.intake.answers import Answers, canonical
from complaints.intake.models import Allegation, Complaint, ComplaintTechnology, Mailbox, sealing_context
from complaints.intake.number import new_number
from complaints.intake.receipt import Receipt
from complaints.intake.rules import Channel, FilingMode, Flag
from complaints.platform.audit import Actor, record
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.store.model import Db
from complaints.platform.vault import KeyRing, Recipient, mailbox_from_passphrase, new_passphrase, seal
from complaints.platform.vault.mailbox import SALT_BYTES
from complaints.registry.models import Technology

received = Signal("a complaint was received, within its transaction")
"""Sent before the commit with complaint, technologies, allegations (without their ids), now and profile."""


class UnknownTechnology(LookupError):
    """A complaint names a technology that the registry does not have, or has no more."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A complaint ready to be stored: everything sealed and derived, so that no lock is held meanwhile.

    `received_at` is in whole seconds: the row and the receipt must say the same.
    """

    answers: Answers = field(repr=False)
    number: str
    passphrase: str = field(repr=False)
    submission_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    verifier: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sealed_statement: bytes = field(repr=False)
    sealed_identity: bytes | None = field(repr=False)
    digest: bytes = field(repr=False)
    received_at: datetime
    channel: Channel
    language: str
    is_demonstration: bool

    def receipt(self, profile: Profile) -> Receipt:
        """What proves this filing, once it is stored."""
        return Receipt(self.number, self.received_at, self.digest, profile.code)


@dataclass(frozen=True, slots=True)
class Stored:
    """What is known of a complaint that one draft has made already."""

    number: str
    received_at: datetime
    digest: bytes
    language: str

    def receipt(self, profile: Profile) -> Receipt:
        """The same receipt as the first time."""
        return Receipt(self.number, self.received_at, self.digest, profile.code)


def prepare(
    answers: Answers,
    secret: bytes,
    ring: KeyRing,
    locale: str,
    now: datetime,
    channel: Channel,
    *,
    received_at: datetime | None = None,
    is_demonstration: bool = False,
    attempt: int = 0,
) -> Prepared:
    """Seal the answers and derive everything from the draft's `secret` (32 random bytes); no database is asked.

    The same secret gives the same number, passphrase and submission key, so a form sent twice is one complaint. A
    number that somebody else has already is made anew by the next `attempt`. `received_at`: a letter came earlier.
    """
    number = new_number(_derived(secret, f"complaint number 1/{attempt}", 32))
    passphrase = new_passphrase(secret, locale)
    salt = _derived(secret, "mailbox salt 1", SALT_BYTES)
    mailbox = mailbox_from_passphrase(passphrase, salt)
    readers = [ring.staff, Recipient.of(mailbox.public_key)]
    # The nonce hangs on every answer: the digest then shows whether a form that is sent again says the same.
    nonce = hmac.digest(_derived(secret, "statement nonce 1", 32), answers.everything(), "sha256")
    return Prepared(
        answers=answers,
        number=number,
        passphrase=passphrase,
        submission_key=_derived(secret, "submission key 1", 32),
        salt=salt,
        verifier=mailbox.verifier,
        public_key=mailbox.public_key,
        sealed_statement=_sealed_statement(answers, nonce, number, readers),
        sealed_identity=_sealed_identity(answers, number, readers),
        digest=hashlib.sha256(nonce + canonical(answers.statement())).digest(),
        received_at=(received_at or now).replace(microsecond=0),
        channel=channel,
        language=locale,
        is_demonstration=is_demonstration,
    )


def _sealed_statement(answers: Answers, nonce: bytes, number: str, readers: Sequence[Recipient]) -> bytes:
    whole = canonical({**answers.statement(), "nonce": nonce.hex()})
    return seal(whole, context=sealing_context(number, "statement"), readers=readers)


def _sealed_identity(answers: Answers, number: str, readers: Sequence[Recipient]) -> bytes | None:
    if answers.mode is FilingMode.ANONYMOUS:
        return None
    return seal(canonical(asdict(answers.identity)), context=sealing_context(number, "identity"), readers=readers)


def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDFExpand(SHA256(), length, purpose.encode()).derive(secret)


def chosen(listed: Sequence[Technology], slugs: Sequence[str]) -> list[Technology]:
    """The technologies of those slugs, in the registry's order. Raises UnknownTechnology."""
    found = [technology for technology in listed if technology.slug in slugs]
    if len(found) != len(set(slugs)):
        raise UnknownTechnology("the registry does not list every technology named")
    return found


def receive(
    session: Db,
    prepared: Prepared,
    technologies: Sequence[Technology],
    now: datetime,
    profile: Profile,
    actor: Actor | None = None,
) -> Complaint:
    """Store a complaint with its mailbox, mentions and allegations, and let routing and casework do their part.

    The first statement is the complaint's own insert: IntegrityError there means that this draft was sent before, or
    that its number is taken; the caller rolls back and asks `already_sent`.
    """
    complaint = _complaint(prepared, now)
    session.add(complaint)
    session.flush()
    allegations = [
        Allegation(complaint_id=complaint.id, technology_id=technology.id, kind=kind)
        for technology in technologies
        for kind in prepared.answers.kinds
    ]
    _add_all(session, complaint.id, prepared, technologies, allegations)
    record(
        session,
        action="complaint.received",
        subject=f"complaint:{complaint.number}",
        actor=actor or Actor.resident(),
        now=now,
        details={
            "channel": complaint.channel.value,
            "technologies": len(technologies),
            "kinds": len(prepared.answers.kinds),
        },
    )
    received.send(
        session, complaint=complaint, technologies=list(technologies), allegations=allegations, now=now, profile=profile
    )
    return complaint


def _add_all(
    session: Db,
    complaint_id: int,
    prepared: Prepared,
    technologies: Sequence[Technology],
    allegations: Sequence[Allegation],
) -> None:
    """One statement a table: as objects, SQLite would take one for each allegation to learn its id."""
    session.execute(
        sa.insert(Mailbox),
        {
            "complaint_id": complaint_id,
            "salt": prepared.salt,
            "verifier": prepared.verifier,
            "public_key": prepared.public_key,
        },
    )
    session.execute(
        sa.insert(ComplaintTechnology),
        [{"complaint_id": complaint_id, "technology_id": technology.id} for technology in technologies],
    )
    session.execute(
        sa.insert(Allegation),
        [
            {"complaint_id": complaint_id, "technology_id": each.technology_id, "kind": each.kind}
            for each in allegations
        ],
    )


def _complaint(prepared: Prepared, now: datetime) -> Complaint:
    answers, span = prepared.answers, prepared.answers.span
    return Complaint(
        number=prepared.number,
        submission_key=prepared.submission_key,
        received_at=prepared.received_at,
        registered_at=now,
        channel=prepared.channel,
        language=prepared.language,
        mode=answers.mode,
        standing=answers.standing,
        about=answers.about,
        incident_on=answers.incident_on,
        incident_precision=answers.precision,
        incident_from=span[0] if span else None,
        incident_until=span[1] if span else None,
        neighbourhood=answers.neighbourhood,
        is_safety_risk=Flag.SAFETY_RISK in answers.flags,
        is_possible_crime=Flag.POSSIBLE_CRIME in answers.flags,
        is_federal_use=Flag.FEDERAL_USE in answers.flags,
        is_demonstration=prepared.is_demonstration,
        reply_language=answers.reply_language or prepared.language,
        needs_interpreter=answers.needs_interpreter,
        contact_wishes=[wish.value for wish in answers.contact_wishes],
        sealed_identity=prepared.sealed_identity,
        sealed_statement=prepared.sealed_statement,
        digest=prepared.digest,
    )


def already_sent(session: Db, submission_key: bytes) -> Stored | None:
    """What the draft behind that key has made already, if anything."""
    row = session.execute(
        sa.select(Complaint.number, Complaint.received_at, Complaint.digest, Complaint.language).where(
            Complaint.submission_key == submission_key
        )
    ).one_or_none()
    return None if row is None else Stored(*row)
