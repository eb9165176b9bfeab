"""The invented files of a demonstration."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from complaints.demo.papers import PAPERS, hand_in_some
from complaints.evidence.handing import keeping_of
from complaints.evidence.models import Evidence
from tests.applications import NOW
from tests.evidence.conftest import Complainant, FileIt


def test_some_newest_complaints_get_files_of_every_kind(app: Flask, session: Session, file_it: FileIt) -> None:
    people: list[Complainant] = [file_it(secret=bytes([number]) * 32) for number in (1, 2, 3)]
    with app.app_context():
        assert hand_in_some(session, keeping_of(app), NOW) == 6
    kinds = set(session.scalars(sa.select(Evidence.media_type)))
    assert kinds == {"image/jpeg", "application/pdf", "audio/wav"}
    assert PAPERS[0][1] in people[0].send("files").text
