"""The name under which a file leaves: whole for every script, in a header that every server can send."""

from __future__ import annotations

import pytest
from werkzeug.http import parse_options_header

from complaints.platform.web.downloads import disposition, file_name


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("صورة.jpg", "file.jpg"),
        ("ảnh chụp.jpg", "anh chup.jpg"),
        ("照片 2.jpg", "2.jpg"),
        ("Žarko ‚Grüße‘.jpg", "Zarko Grue.jpg"),
    ],
)
def test_a_name_of_any_script_is_said_in_latin_letters_and_in_its_own(name: str, plain: str) -> None:
    said = disposition("attachment", file_name(name, "image/jpeg"))
    assert said.isascii()
    assert parse_options_header(said.partition("; filename*")[0])[1] == {"filename": plain}
    # What is said in UTF-8 is what a browser takes.
    assert parse_options_header("attachment; filename*" + said.partition("filename*")[2])[1] == {"filename": name}


def test_half_a_character_breaks_no_header() -> None:
    assert disposition("attachment", file_name("a\ud800b\u202egpj.jpg", "image/jpeg")).startswith(
        "attachment; filename="
    )


@pytest.mark.parametrize("name", ["CON.png", "con", "Aux.tar.png", "LPT1.png", "com¹.png", "nul .png"])
def test_a_name_that_windows_keeps_for_a_device_is_another_one(name: str) -> None:
    assert file_name(name, "image/png").startswith("file-")


def test_a_name_that_only_begins_like_a_device_stays() -> None:
    assert file_name("CONCERT.png", "image/png") == "CONCERT.png"
    assert file_name("com10.png", "image/png") == "com10.png"
