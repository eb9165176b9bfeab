"""Large requests: read for whoever has a page with a form for files, and for nobody who merely knows an address."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import EnvironBuilder, encode_multipart

from tests.applications import Clock, MakeApp
from tests.evidence.conftest import Complainant, FileIt, recording

LARGE = recording() + bytes(3_000_000)


class Untouched(io.BytesIO):
    """A request's body that notes whether any of it was read."""

    was_read = False

    def read(self, *size: int | None) -> bytes:
        self.was_read = True
        return super().read(*size)


def action(who: Complainant, where: str) -> str:
    found = re.search(rf'action="([^"]+{where}[^"]*)"', who.last.text)
    assert found
    return found[1]


def posted(who: Complainant, address: str) -> int:
    """The answer to a large file that is sent there."""
    # Encoded here, in memory: the client would leave a temporary file open.
    data = {"page": who.page, "body": "x", "files": FileStorage(io.BytesIO(LARGE), "voice.wav")}
    boundary, body = encode_multipart(data)
    return who.client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}").status_code


@pytest.mark.parametrize("where", ["files/add", "message/files", "page"])
@pytest.mark.parametrize(
    "ticket", ["", "?ticket=1.ff", "?ticket=%C3%A9", "?ticket=496000.00000000000000000000000000000000"]
)
def test_nothing_large_is_read_without_a_ticket(rosa: Complainant, where: str, ticket: str) -> None:
    body = Untouched(b"x" * 3_000_000)
    builder = EnvironBuilder(
        path=f"/follow/{where}",
        query_string=ticket.removeprefix("?"),
        method="POST",
        input_stream=body,
        content_type="multipart/form-data; boundary=b",
        content_length=3_000_000,
    )
    assert rosa.client.open(builder).status_code == 413
    assert not body.was_read


def test_the_form_of_the_page_brings_its_ticket(rosa: Complainant) -> None:
    address = action(rosa, "/files/add")
    assert posted(rosa, address) == 200


def test_changing_the_language_takes_large_files_along(rosa: Complainant) -> None:
    rosa.send("message/files", body="x")
    address = action(rosa, "es/follow/message/files")
    assert posted(rosa, address) == 200


def test_a_ticket_is_good_for_half_a_day_and_the_same_for_everybody(
    make_app: MakeApp, file_it: FileIt, rosa: Complainant, clock: Clock
) -> None:
    address = action(rosa, "/files/add")
    assert action(file_it(secret=b"o" * 32), "/files/add") == address
    clock.advance(hours=13)
    rosa.enter(to="files")
    assert posted(rosa, address) == 413
