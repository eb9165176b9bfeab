"""A file that comes back is what was kept, however it is sent."""

from __future__ import annotations

import gzip

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.evidence.models import Evidence
from tests.evidence.conftest import Complainant


def test_a_text_comes_back_whole_where_the_browser_takes_it_compressed(rosa: Complainant, session: Session) -> None:
    words = b"The same words again and again. " * 20_000
    rosa.add((words, "letter.txt"))
    data = {"page": rosa.page, "file": session.scalars(sa.select(Evidence.seal_id)).one()}
    answer = rosa.client.post("/follow/files/open", data=data, headers={"Accept-Encoding": "gzip"})
    packed = answer.headers.get("Content-Encoding") == "gzip"
    assert (gzip.decompress(answer.data) if packed else answer.data) == words
    assert answer.content_length in (None, len(answer.data))
