"""Names of files in every script: handed out to both sides, and never turned into another one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.evidence.keeping import told_name
from complaints.evidence.models import Evidence
from tests.evidence.conftest import Complainant, photo


@pytest.mark.parametrize("name", ["صورة الشارع.jpg", "ảnh chụp.jpg", "照片.jpg", "Žarkova ulica.jpg"])
def test_a_file_of_any_name_comes_back(rosa: Complainant, session: Session, name: str) -> None:
    assert f"<bdi>{name}</bdi>" in rosa.add((photo(), name)).text
    back = rosa.open(session.scalars(sa.select(Evidence)).one().seal_id)
    assert back.status_code == 200
    assert back.headers["Content-Disposition"].isascii()
    assert "filename*=UTF-8''" in back.headers["Content-Disposition"]


def test_a_name_that_turns_the_reading_around_is_kept_without_that(rosa: Complainant) -> None:
    answer = rosa.add((photo(), "photo\u202egpj.exe.jpg"))
    assert "photogpj.exe.jpg" in answer.text
    assert "\u202e" not in answer.text
    assert "\u202e" not in rosa.send("files").text


def test_half_a_character_and_controls_go_and_a_long_name_keeps_its_beginning() -> None:
    assert told_name("a\ud800b\x00\r\nc\td.jpg") == "ab c d.jpg"
    assert told_name("x" * 500) == "x" * 120
    # The marks of Arabic writing belong to its words.
    assert told_name("\u200fصورة.jpg") == "\u200fصورة.jpg"


def test_that_a_name_stays_is_said_before_anything_is_chosen(rosa: Complainant) -> None:
    for page in (rosa.send("files"), rosa.send("message/files", body="x")):
        assert "If it tells who you are, give it another name first." in page.text
