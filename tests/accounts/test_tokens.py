"""What a machine's token opens, and why it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.tokens import Reason, TokenRefused, issue_token, revoke_token, verify_token
from complaints.platform.audit import Actor


def refusal(session, text, now):
    with pytest.raises(TokenRefused) as refused:
        verify_token(session, text, Scope.AGGREGATES_READ, now)
    return refused.value.reason


@pytest.mark.parametrize("text", ["", "x", "complaints_" + "x" * 43, "\ud800", "x" * 100_000])
def test_what_we_never_made_is_unknown(session, now, text):
    assert refusal(session, text, now) is Reason.UNKNOWN


def test_a_token_ends_with_its_last_day(session, now):
    _, text = issue_token(session, "Job", Scope.AGGREGATES_READ, 30, Actor.command(), now)
    assert verify_token(session, text, Scope.AGGREGATES_READ, now + timedelta(days=30, seconds=-1)).name == "Job"
    assert refusal(session, text, now + timedelta(days=30)) is Reason.EXPIRED


def test_an_ended_token_says_so_even_when_it_has_run_out_too(session, now):
    token, text = issue_token(session, "Job", Scope.AGGREGATES_READ, 30, Actor.command(), now)
    revoke_token(session, token.id, Actor.command(), now)
    revoke_token(session, token.id, Actor.command(), now + timedelta(days=1))
    assert token.revoked_at == now
    assert refusal(session, text, now + timedelta(days=31)) is Reason.REVOKED


def test_only_a_hash_is_stored_and_no_two_are_alike(session, now):
    first, text = issue_token(session, "Job", Scope.AGGREGATES_READ, 30, Actor.command(), now)
    second, other = issue_token(session, "Job", Scope.AGGREGATES_READ, 30, Actor.command(), now)
    assert text != other
    assert first.token_hash != second.token_hash
    assert len(first.token_hash) == 32
    assert text.encode() not in first.token_hash


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x" * 81, 30), ("Job", 0), ("Job", 731)])
def test_a_token_without_name_or_end_is_not_made(session, now, name, days):
    with pytest.raises(ValueError, match="needs a name"):
        issue_token(session, name, Scope.AGGREGATES_READ, days, Actor.command(), now)
