"""What a message may be."""

from __future__ import annotations

import pytest

from complaints.correspondence.rules import MOST, UnusableBody, checked_body


@pytest.mark.parametrize("body", ["", "   ", "\r\n\t ", "\x00"])
def test_a_message_without_a_word_is_refused(body: str) -> None:
    with pytest.raises(UnusableBody) as refusal:
        checked_body(body)
    assert refusal.value.is_empty


def test_the_longest_message_passes_and_one_more_character_does_not() -> None:
    assert len(checked_body("a" * MOST)) == MOST
    with pytest.raises(UnusableBody) as refusal:
        checked_body("a" * (MOST + 1))
    assert not refusal.value.is_empty
    assert refusal.value.over == 1


def test_line_ends_are_made_one_kind_and_the_text_is_otherwise_kept() -> None:
    assert checked_body("  one\r\ntwo\rthree ☂  ") == "one\ntwo\nthree ☂"
