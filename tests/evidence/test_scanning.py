"""Files and the scanner: asked as a file comes, asked again where it gave no answer, and harmful ones not kept."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from complaints.evidence.models import Evidence
from complaints.evidence.rules import ScanState
from tests.applications import MakeApp
from tests.attachments.test_scanning import EICAR, Clamd
from tests.evidence.conftest import Complainant, FileIt

Stored = Callable[[], list[Path]]
NOBODY = "127.0.0.1:1"


@pytest.fixture
def scanner() -> Iterator[str]:
    """The address of a scanner on this machine."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def browser(make_app: MakeApp, scanner: str) -> FlaskClient:
    return make_app(CLAMD=scanner).test_client()


def state_of(session: Session) -> ScanState:
    return session.scalars(sa.select(Evidence.scan)).one()


def run(make_app: MakeApp, scanner: str) -> tuple[str, int]:
    result = make_app(CLAMD=scanner).test_cli_runner().invoke(args=["jobs", "run", "files.scan"])
    return result.output, result.exit_code


def test_what_the_scanner_finds_harmful_is_not_kept(
    make_app: MakeApp, file_it: FileIt, session: Session, stored: Stored, scanner: str
) -> None:
    who = file_it(browser=browser(make_app, scanner))
    answer = who.add((EICAR, "note.txt"), (b"harmless", "other.txt"))
    assert "We found a harmful program in this file" in answer.text
    assert state_of(session) is ScanState.NOTHING_FOUND
    assert len(stored()) == 1


def test_what_it_did_not_see_is_shown_to_it_again(
    make_app: MakeApp, file_it: FileIt, session: Session, scanner: str
) -> None:
    who: Complainant = file_it(browser=browser(make_app, NOBODY))
    who.add((b"harmless", "note.txt"))
    assert state_of(session) is ScanState.NOT_SCANNED
    session.commit()
    output, code = run(make_app, NOBODY)
    assert ("1 without an answer" in output, code) == (True, 1)
    output, code = run(make_app, scanner)
    assert ("1 scanned, 0 harmful" in output, code) == (True, 0)
    session.expire_all()
    assert state_of(session) is ScanState.NOTHING_FOUND


def test_what_it_finds_later_stays_and_is_marked(
    make_app: MakeApp, file_it: FileIt, session: Session, stored: Stored, scanner: str
) -> None:
    who = file_it(browser=browser(make_app, ""))
    who.add((EICAR, "note.txt"))
    assert state_of(session) is ScanState.NOT_ASKED
    session.commit()
    output, _ = run(make_app, scanner)
    assert "1 harmful" in output
    session.expire_all()
    assert state_of(session) is ScanState.HARMFUL
    assert len(stored()) == 1
