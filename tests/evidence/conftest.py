"""A complainant at their page, and files to send: a photo that says where it was taken, a PDF with a script."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from complaints.intake.answers import Answers, Identity
from complaints.intake.rules import AllegationKind, Channel, FilingMode, Standing, SubjectKind
from complaints.intake.service import chosen, prepare, receive
from complaints.platform.vault import KeyRing
from complaints.registry.service import listed, load_profile_registry
from tests.applications import NOW

SECRET = "DEVICE-SERIAL-77-QUIMBY"
"""Stands in a photo beside its picture, and must be nowhere afterwards."""


def photo(colour: str = "red", size: tuple[int, int] = (64, 48)) -> bytes:
    """A JPEG with a position and a serial number in it."""
    exif = Image.Exif()
    exif[0x010F] = SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 37.0, 38.0), 3: "W", 4: (90.0, 11.0, 52.0)})
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


@cache
def paper() -> bytes:
    """A PDF with an author and a script."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.docinfo["/Author"] = SECRET
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(out)
    return out.getvalue()


def recording() -> bytes:
    """A short WAV of silence."""
    samples = bytes(1600)
    head = b"RIFF" + (36 + len(samples)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    head += (1).to_bytes(2, "little") * 2 + (8000).to_bytes(4, "little") * 2 + b"\x01\x00\x08\x00"
    return head + b"data" + len(samples).to_bytes(4, "little") + samples


@dataclass
class Complainant:
    """Somebody with number and passphrase, and the page they are on."""

    client: FlaskClient
    number: str
    passphrase: str
    page: str = ""
    last: Any = field(default=None, repr=False)

    def enter(self, **more: str) -> TestResponse:
        """Open the complaint's page, or the one named by `to`."""
        return self._on(self.client.post("/follow", data=self.words | more))

    @property
    def words(self) -> dict[str, str]:
        """What they wrote down."""
        return {"number": self.number, "passphrase": self.passphrase}

    def send(self, where: str, **data: Any) -> TestResponse:
        """Press a button of the page at hand."""
        return self._on(self.client.post(f"/follow/{where}", data={"page": self.page} | data))

    def add(self, *files: tuple[bytes, str], **more: Any) -> TestResponse:
        """Add files, each its content and its name."""
        sent = [FileStorage(io.BytesIO(content), name) for content, name in files]
        # Encoded here, in memory: the client would leave a temporary file open for a large one.
        boundary, body = encode_multipart({"page": self.page, "files": sent} | more)
        kind = f"multipart/form-data; boundary={boundary}"
        return self._on(self.client.post("/follow/files/add", data=body, content_type=kind))

    def open(self, ref: str, **more: Any) -> TestResponse:
        """Download one's own."""
        return self.client.post("/follow/files/open", data={"page": self.page, "file": ref} | more)

    def _on(self, answer: TestResponse) -> TestResponse:
        found = re.search(r'name="page" value="([^"]+)"', answer.text)
        if found:
            self.page = found[1]
        self.last = answer
        return answer


FileIt = Callable[..., Complainant]


@pytest.fixture
def file_it(app: Flask, session: Session, ring: KeyRing, client: FlaskClient) -> FileIt:
    """Files a complaint and gives its complainant, on the page of their files."""
    load_profile_registry(session, NOW, "st_louis")

    def file(mode: FilingMode = FilingMode.CONFIDENTIAL, secret: bytes = b"r" * 32, browser: Any = None) -> Complainant:
        identity = Identity() if mode is FilingMode.ANONYMOUS else Identity(name="Rosalind Quimby")
        answers = Answers(
            technologies=("license-plate-readers",),
            kinds=(AllegationKind.OUTSIDE_POLICY,),
            narrative="A plate reader took my car eleven times in one night.",
            about=SubjectKind.UNKNOWN_EMPLOYEE,
            mode=mode,
            standing=Standing.AFFECTED,
            identity=identity,
        )
        prepared = prepare(answers, secret, ring, "en", NOW, Channel.WEB)
        receive(session, prepared, chosen(listed(session), answers.technologies), NOW, app.extensions["profile"])
        session.commit()
        who = Complainant(browser or client, prepared.number, prepared.passphrase)
        who.enter(to="files")
        return who

    return file


@pytest.fixture
def rosa(file_it: FileIt) -> Complainant:
    """Somebody who gave a name in confidence, on the page of their files."""
    return file_it()


@pytest.fixture
def stored(app: Flask) -> Callable[[], list[Path]]:
    """The contents that lie in the store."""
    folder = Path(app.config["INSTANCE_PATH"]) / "attachments"
    return lambda: sorted(folder.iterdir()) if folder.is_dir() else []
