"""Opening a sealed field: nobody reads one without the log saying so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session, scoped_session

from complaints.platform.audit.actor import Actor
from complaints.platform.audit.service import record
from complaints.platform.vault.ring import KeyRing


def read_sealed(
    session: Session | scoped_session[Session],
    ring: KeyRing,
    envelope: bytes,
    *,
    context: str,
    field: str,
    subject: str,
    actor: Actor,
    now: datetime,
) -> bytes:
    """Open a sealed field and record who read which. The caller commits before it shows anything.

    Raises NoPrivateKey on the public site, CannotOpen for an envelope that was changed or moved.
    """
    plaintext = ring.open(envelope, context=context)
    record(session, action="sealed.read", subject=subject, actor=actor, now=now, details={"field": field})
    return plaintext
