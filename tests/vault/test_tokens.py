"""State that travels in a page comes back as it was, in time, for its purpose, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.vault import tokens
from complaints.platform.vault.tokens import BrokenToken, open_token, seal_token

KEY, NOW, DAY = b"k" * 32, datetime(2025, 6, 16, tzinfo=UTC), timedelta(days=1)


@given(st.recursive(st.text() | st.integers() | st.none() | st.booleans(), st.lists, max_leaves=8))
def test_state_comes_back_as_it_was(state: object) -> None:
    token = seal_token(KEY, "draft", state, now=NOW)
    assert open_token(KEY, "draft", token, now=NOW, max_age=DAY) == state


def test_a_token_is_readable_by_nobody_else() -> None:
    token = seal_token(KEY, "draft", {"narrative": "seen at home"}, now=NOW)
    with pytest.raises(BrokenToken):
        open_token(b"x" * 32, "draft", token, now=NOW, max_age=DAY)


def test_a_token_is_good_for_its_purpose_only() -> None:
    token = seal_token(KEY, "draft", 1, now=NOW)
    with pytest.raises(BrokenToken):
        open_token(KEY, "follow", token, now=NOW, max_age=DAY)


@pytest.mark.parametrize("token", ["", "A", "not base64 !", "AAAA", "é" * 40, "A" * 60])
def test_what_is_no_token_is_refused_as_one(token: str) -> None:
    with pytest.raises(BrokenToken):
        open_token(KEY, "draft", token, now=NOW, max_age=DAY)


def test_every_changed_character_is_noticed() -> None:
    token = seal_token(KEY, "draft", {"a": 1}, now=NOW)
    for index, sign in enumerate(token[:-1]):
        changed = token[:index] + ("A" if sign != "A" else "B") + token[index + 1 :]
        with pytest.raises(BrokenToken):
            open_token(KEY, "draft", changed, now=NOW, max_age=DAY)


def test_an_old_token_says_that_it_is_stale() -> None:
    token = seal_token(KEY, "draft", 1, now=NOW)
    assert open_token(KEY, "draft", token, now=NOW + DAY, max_age=DAY) == 1
    with pytest.raises(BrokenToken) as refusal:
        open_token(KEY, "draft", token, now=NOW + DAY + timedelta(seconds=1), max_age=DAY)
    assert refusal.value.is_stale


def test_a_token_that_unfolds_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    token = seal_token(KEY, "draft", "a" * 4000, now=NOW)
    monkeypatch.setattr(tokens, "MAX_STATE_BYTES", 3000)
    with pytest.raises(BrokenToken):
        open_token(KEY, "draft", token, now=NOW, max_age=DAY)
