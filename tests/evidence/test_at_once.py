"""Several files that come at the same moment: none goes over the limit, none is kept twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.evidence.models import Evidence
from complaints.platform.settings import ROOT
from tests.applications import MakeApp
from tests.evidence.conftest import FileIt

Stored = Callable[[], list[Path]]


def count(session: Session) -> int:
    session.rollback()
    return session.scalar(sa.select(sa.func.count()).select_from(Evidence)) or 0


def all_at_once(make_app: MakeApp, file_it: FileIt, session: Session, contents: list[bytes], most: int) -> list[int]:
    app = make_app(ATTACHMENTS_FILES=most)
    who = file_it(browser=app.test_client())
    session.commit()

    def add(content: bytes) -> int:
        data = {"page": who.page, "files": (io.BytesIO(content), "a.txt")}
        return app.test_client().post("/follow/files/add", data=data).status_code

    with ThreadPoolExecutor(4) as pool:
        return sorted(pool.map(add, contents))


def test_only_as_many_as_may_be_are_kept(make_app: MakeApp, file_it: FileIt, session: Session, stored: Stored) -> None:
    contents = [f"text {number}".encode() for number in range(4)]
    assert all_at_once(make_app, file_it, session, contents, 2) == [200, 200, 422, 422]
    assert count(session) == len(stored()) == 2


def test_one_file_sent_four_times_at_once_is_kept_once(
    make_app: MakeApp, file_it: FileIt, session: Session, stored: Stored
) -> None:
    assert all_at_once(make_app, file_it, session, [b"the same"] * 4, 20) == [200] * 4
    assert count(session) == len(stored()) == 1


def test_the_script_is_small() -> None:
    assert (ROOT / "complaints" / "static" / "upload.js").stat().st_size <= 3584
