"""Invented photos, letters and a recording on some of the newest complaints, so that staff see what they look like."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Final

import sqlalchemy as sa
from PIL import Image, ImageDraw

from complaints.casework.models import Case
from complaints.evidence.handing import hand_in
from complaints.evidence.rules import Source
from complaints.evidence.service import Keeping, Sender, Upload, owner_of
from complaints.intake.models import Complaint
from complaints.intake.rules import Channel
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.store import Db

MOST: Final = 4
"""Complaints that get files: enough to look at, and soon done."""
_SKY, _WALL, _ROAD, _POLE = "#8fb3cf", "#b9a48a", "#5a5f66", "#2c2f33"


def street() -> bytes:
    """A picture of a street with a camera on a pole."""
    picture = Image.new("RGB", (640, 420), _SKY)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 120, 300, 330), fill=_WALL)
    draw.rectangle((0, 330, 640, 420), fill=_ROAD)
    draw.rectangle((448, 90, 460, 340), fill=_POLE)
    draw.rectangle((404, 76, 462, 104), fill=_POLE)
    draw.ellipse((396, 82, 416, 98), fill="#ffffff")
    draw.text((16, 16), "An invented picture", fill=_POLE, font_size=22)
    return _saved(picture, "JPEG")


def letter() -> bytes:
    """A letter of one page."""
    page = Image.new("RGB", (595, 842), "#ffffff")
    draw = ImageDraw.Draw(page)
    draw.text((60, 70), "An invented letter", fill="#111111", font_size=26)
    for line in range(14):
        draw.rectangle((60, 140 + line * 34, 520 - line % 4 * 45, 150 + line * 34), fill="#9aa3ad")
    return _saved(page, "PDF")


def voice() -> bytes:
    """A second of silence, as a phone would record it."""
    samples = bytes([128]) * 8000
    rate = (8000).to_bytes(4, "little")
    form = b"fmt " + (16).to_bytes(4, "little") + b"\x01\x00\x01\x00" + rate * 2 + b"\x01\x00\x08\x00"
    body = b"WAVE" + form + b"data" + len(samples).to_bytes(4, "little") + samples
    return b"RIFF" + len(body).to_bytes(4, "little") + body


PAPERS: Final[tuple[tuple[str, str, Callable[[], bytes]], ...]] = (
    ("street.jpg", "The camera at my corner", street),
    ("letter.pdf", "The letter I got", letter),
    ("voice.wav", "What I said into my phone that night", voice),
)


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def hand_in_some(session: Db, keeping: Keeping, now: datetime) -> int:
    """Add files to the newest open complaints; how many files. Each is committed by itself."""
    newest = sa.select(Complaint.id).join(Case, Case.complaint_id == Complaint.id).where(Case.is_open == sa.true())
    numbers = list(session.scalars(newest.order_by(Complaint.registered_at.desc(), Complaint.id.desc()).limit(MOST)))
    clerk = session.scalars(sa.select(Staff.id).where(Staff.role == Role.INTAKE_CLERK).order_by(Staff.id)).first()
    kept = 0
    for place, complaint_id in enumerate(numbers):
        complaint = session.scalars(sa.select(Complaint).where(Complaint.id == complaint_id)).one()
        came_by_site = complaint.channel is Channel.WEB or clerk is None
        sender = Sender(Source.COMPLAINANT) if came_by_site else Sender(Source.CLERK, clerk)
        owner = owner_of(session, complaint)
        for name, words, make in PAPERS[: 1 + place % len(PAPERS)]:
            upload = Upload(io.BytesIO(make()), name, words, consents=True)
            kept += hand_in(session, keeping, owner, sender, upload, now).is_kept
    return kept
