"""A complaint whose passphrase is known, to knock at the complainant's door with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from complaints.intake.answers import Answers, Identity
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.intake.service import chosen, prepare, receive
from complaints.platform.vault import KeyRing
from complaints.registry.service import listed, load_profile_registry

NARRATIVE = "A plate reader took my car eleven times in one night outside the clinic."


@dataclass(frozen=True)
class Filed:
    """What the resident wrote down."""

    number: str
    passphrase: str


@pytest.fixture
def filed(app: Flask, session: Session, ring: KeyRing, now: datetime) -> Filed:
    """One complaint by somebody who gave a name in confidence."""
    load_profile_registry(session, now, "st_louis")
    session.commit()
    answers = Answers(
        technologies=("license-plate-readers",),
        kinds=(AllegationKind.OUTSIDE_POLICY,),
        narrative=NARRATIVE,
        about=SubjectKind.UNKNOWN_EMPLOYEE,
        mode=FilingMode.CONFIDENTIAL,
        standing=Standing.AFFECTED,
        place_text="Corner of Vista and Tower Grove",
        identity=Identity(name="Rosalind Quimby"),
    )
    prepared = prepare(answers, b"r" * 32, ring, "en", now, Channel.WEB)
    receive(session, prepared, chosen(listed(session), answers.technologies), now, app.extensions["profile"])
    session.commit()
    return Filed(prepared.number, prepared.passphrase)
