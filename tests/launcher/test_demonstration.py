"""A folder of invented complaints says so for ever, and any other never does."""

from __future__ import annotations

from complaints.platform.settings import DEMONSTRATION_MARK


def test_a_marked_folder_stays_a_demonstration(make_app, tmp_path):
    assert not make_app().config["DEMONSTRATION"]
    (tmp_path / "instance" / DEMONSTRATION_MARK).touch()
    assert make_app().config["DEMONSTRATION"]
    assert make_app(DEMONSTRATION=False).config["DEMONSTRATION"], "a setting does not make invented complaints real"
