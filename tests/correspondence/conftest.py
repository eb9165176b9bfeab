"""A complaint whose passphrase is known, to knock at the complainant's door with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


FileOne = Callable[..., Filed]


@pytest.fixture
def file_one(app: Flask, session: Session, ring: KeyRing, now: datetime) -> FileOne:
    """Files a complaint in a mode; `answers` are those of intake."""

    def file(mode: FilingMode = FilingMode.CONFIDENTIAL, **answers: Any) -> Filed:
        load_profile_registry(session, now, "st_louis")
        session.commit()
        told: dict[str, Any] = {
            "technologies": ("license-plate-readers",),
            "kinds": (AllegationKind.OUTSIDE_POLICY,),
            "narrative": NARRATIVE,
            "about": SubjectKind.UNKNOWN_EMPLOYEE,
            "standing": Standing.AFFECTED,
            "place_text": "Corner of Vista and Tower Grove",
            "identity": Identity() if mode is FilingMode.ANONYMOUS else Identity(name="Rosalind Quimby"),
        }
        whole = Answers(mode=mode, **(told | answers))
        prepared = prepare(whole, b"r" * 32, ring, "en", now, Channel.WEB)
        receive(session, prepared, chosen(listed(session), whole.technologies), now, app.extensions["profile"])
        session.commit()
        return Filed(prepared.number, prepared.passphrase)

    return file


@pytest.fixture
def filed(file_one: FileOne) -> Filed:
    """One complaint by somebody who gave a name in confidence."""
    return file_one()
