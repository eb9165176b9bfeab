"""A name given after the complaint was filed: appended, sealed, and never in place of what was said before.

How a complaint was filed stays as it was, and with it every count: this says only what is known of who complains now.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from complaints.intake.answers import Identity, canonical
from complaints.intake.identity_models import LaterIdentity
from complaints.intake.models import Complaint, Mailbox
from complaints.intake.rules import FilingMode
from complaints.platform.audit import Actor, record
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing, Recipient, open_sealed, seal

OPEN_TO: Final = {
    FilingMode.ANONYMOUS: (FilingMode.CONFIDENTIAL, FilingMode.NAMED),
    FilingMode.CONFIDENTIAL: (FilingMode.NAMED,),
    FilingMode.NAMED: (),
}
"""What a complaint can become by a name given later; nothing leads back."""


class CannotBecome(ValueError):
    """A name that would take back what is known already, or that names nobody."""


def hold(session: Db, complaint_id: int) -> None:
    """Let of two forms of one complainant that come at once the second wait for the first, where the database can."""
    session.execute(sa.select(Mailbox.complaint_id).where(Mailbox.complaint_id == complaint_id).with_for_update())


def later_identities(session: Db, complaint_id: int) -> Sequence[LaterIdentity]:
    """Every name given later, oldest first."""
    query = sa.select(LaterIdentity).where(LaterIdentity.complaint_id == complaint_id).order_by(LaterIdentity.id)
    return session.scalars(query).all()


def mode_now(complaint: Complaint, later: Sequence[LaterIdentity]) -> FilingMode:
    """How much of themselves the complainant has given by now; `complaint.mode` stays how they filed."""
    return later[-1].mode if later else complaint.mode


def sealed_name(session: Db, complaint: Complaint) -> tuple[bytes, str] | None:
    """The newest name of who complains, sealed, and what it is bound to; None for nobody's."""
    later = later_identities(session, complaint.id)
    if later:
        return later[-1].sealed_identity, later[-1].context
    first = session.scalars(sa.select(Complaint.sealed_identity).where(Complaint.id == complaint.id)).one()
    return None if first is None else (first, complaint.context("identity"))


def name_given(session: Db, complaint: Complaint, private_key: X25519PrivateKey) -> Identity:
    """What the complainant said of themselves last, for them to read; empty where they said nothing."""
    found = sealed_name(session, complaint)
    if found is None:
        return Identity()
    return Identity(**json.loads(open_sealed(found[0], context=found[1], private_key=private_key)))


def _key(complaint: Complaint, form_id: str) -> bytes:
    return hashlib.sha256(f"{complaint.number}/name/{form_id}".encode()).digest()


def was_sent(session: Db, complaint: Complaint, form_id: str) -> bool:
    """Whether this very form brought a name before."""
    key = _key(complaint, form_id)
    return session.scalars(sa.select(LaterIdentity.id).where(LaterIdentity.submission_key == key)).first() is not None


def add_name(
    session: Db,
    ring: KeyRing,
    complaint: Complaint,
    public_key: bytes,
    identity: Identity,
    mode: FilingMode,
    form_id: str,
    now: datetime,
) -> bool:
    """Append a name, sealed to staff and to the complainant; False when this very form was sent before.

    Raises CannotBecome for an empty name, and for what was named or confidential and would be less.
    """
    hold(session, complaint.id)
    if was_sent(session, complaint, form_id):
        return False
    if identity.is_empty or mode not in OPEN_TO[mode_now(complaint, later_identities(session, complaint.id))]:
        raise CannotBecome(mode.value)
    seal_id = secrets.token_hex(16)
    later = LaterIdentity(
        complaint_id=complaint.id, mode=mode, seal_id=seal_id, submission_key=_key(complaint, form_id), given_at=now
    )
    readers = [ring.staff, Recipient.of(public_key)]
    later.sealed_identity = seal(canonical(asdict(identity)), context=later.context, readers=readers)
    session.add(later)
    record(
        session,
        action="identity.added",
        subject=f"complaint:{complaint.number}",
        actor=Actor.resident(),
        now=now,
        details={"mode": mode.value},
    )
    return True
