"""Managing accounts and tokens on the staff site."""

from __future__ import annotations

import html
import re

import pytest
import sqlalchemy as sa

from complaints.platform.accounts import service, tokens
from complaints.platform.accounts.models import ApiToken, Scope, Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit.service import events_about
from tests.cast import send, sign_in, staff


@pytest.fixture
def boss(session, client):
    """An administrator, signed in on `client`."""
    person = staff(session, Role.ADMINISTRATOR, "Bo Boss")
    session.commit()
    return sign_in(client, person)


@pytest.fixture
def other(session):
    """An investigator whose account is managed."""
    person = staff(session, Role.INVESTIGATOR, "Iva Other")
    session.commit()
    return person


@pytest.mark.parametrize("path", ["", "/new", "/1", "/tokens"])
@pytest.mark.parametrize("role", [Role.COMMANDER, Role.AUDITOR])
def test_only_an_administrator_opens_the_accounts(client, session, path, role):
    sign_in(client, staff(session, role))
    session.commit()
    assert client.get(f"/staff/accounts{path}").status_code == 403


def test_a_new_account_shows_its_link_once(client, session, boss):
    fields = {"name": "Nia New", "email": "Nia@example.org", "role": "auditor", "unit": "Records Unit"}
    answer = send(client, "/staff/accounts/new", **fields)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).text
    link = re.search(r"http://127\.0\.0\.1:8000(/staff/setup/[\w-]+)", page)[1]
    assert "/staff/setup/" not in client.get(answer.headers["Location"]).text
    assert "Choose a password for Nia New." in client.get(link).text
    made = session.scalar(sa.select(Staff).where(Staff.email == "nia@example.org"))
    assert (made.role, made.unit) == (Role.AUDITOR, "records_unit")
    assert [event.action for event in events_about(session, f"staff:{made.id}")] == ["staff.added", "staff.link_issued"]


def test_the_link_does_not_stand_readable_in_the_cookie(client, session, boss, other):
    answer = send(client, f"/staff/accounts/{other.id}/link")
    with client.session_transaction("/staff/") as held:
        carried = str(dict(held))
    link = re.search(r"/staff/setup/([\w-]+)", client.get(answer.headers["Location"]).text)[1]
    assert link not in carried


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Write the person’s name."),
        ({"name": "x" * 121}, "Use at most 120 characters."),
        ({"name": "a\x00b"}, "There is a character in this text that cannot be shown."),
        ({"email": "a\x00b@example.org"}, "Write a whole e-mail address"),
        ({"email": "nobody"}, "Write a whole e-mail address"),
        ({"email": "BO.boss@example.org"}, "There is an account with this address already."),
        ({"role": ""}, "Choose a role."),
        ({"role": "emperor"}, "Choose a role."),
        ({"unit": "x" * 81}, "Use at most 80 characters."),
    ],
)
def test_a_new_account_that_cannot_be_is_refused_and_what_was_typed_stays(client, session, boss, fields, words):
    typed = {"name": "Nia New", "email": "nia@example.org", "role": "auditor", "unit": "kept as typed"} | fields
    answer = send(client, "/staff/accounts/new", **typed)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert words in page
    assert f'value="{typed["unit"]}"' in page
    assert session.scalar(sa.select(sa.func.count()).select_from(Staff)) == 1


def test_another_role_ends_the_sessions(client, make_app, session, boss, other):
    browser = make_app("staff").test_client()
    sign_in(browser, other)
    assert browser.get("/staff/account").status_code == 200
    answer = send(client, f"/staff/accounts/{other.id}", role="auditor", unit="")
    assert answer.status_code == 303
    assert session.get(Staff, other.id).role is Role.AUDITOR
    assert browser.get("/staff/account").status_code == 303


def test_saving_a_role_without_a_change_ends_nothing(client, session, boss, other):
    send(client, f"/staff/accounts/{other.id}", role="investigator", unit="")
    assert session.get(Staff, other.id).session_epoch == 0


def test_closing_an_account_ends_its_sessions_at_once_and_it_can_be_opened_again(
    client, make_app, session, boss, other
):
    browser = make_app("staff").test_client()
    sign_in(browser, other)
    assert send(client, f"/staff/accounts/{other.id}/disable").status_code == 303
    assert browser.get("/staff/account").status_code == 303
    assert "Nobody can sign in to this account." in client.get(f"/staff/accounts/{other.id}").text
    assert send(client, f"/staff/accounts/{other.id}/link").status_code == 409
    assert send(client, f"/staff/accounts/{other.id}/enable").status_code == 303
    assert not session.get(Staff, other.id).is_disabled
    assert browser.get("/staff/account").status_code == 303


def test_nobody_closes_or_changes_their_own_account(client, session, boss):
    assert send(client, f"/staff/accounts/{boss.id}/disable").status_code == 403
    assert send(client, f"/staff/accounts/{boss.id}", role="auditor").status_code == 403
    assert "This is your own account." in client.get(f"/staff/accounts/{boss.id}").text


def test_the_last_administrator_stays(session, now, other):
    from complaints.platform.audit import Actor

    last = staff(session, Role.ADMINISTRATOR, "Last")
    with pytest.raises(service.LastAdministrator):
        service.disable(session, last, Actor.command(), now)
    with pytest.raises(service.LastAdministrator):
        service.change_role(session, last, Role.AUDITOR, "", Actor.command(), now)
    staff(session, Role.ADMINISTRATOR, "Another")
    service.disable(session, last, Actor.command(), now)
    assert last.is_disabled


def test_a_lost_telephone_is_forgotten_with_the_new_link(client, session, boss, other):
    send(client, f"/staff/accounts/{other.id}/link")
    assert session.get(Staff, other.id).sealed_totp is not None
    send(client, f"/staff/accounts/{other.id}/link", forget="y")
    assert session.get(Staff, other.id).sealed_totp is None


def test_an_unknown_account_is_not_found(client, boss):
    for number in ("999", "99999999999999999999"):
        assert client.get(f"/staff/accounts/{number}").status_code == 404
    assert send(client, "/staff/accounts/999/disable").status_code == 404


def test_a_token_is_shown_once_and_opens_its_scope_until_it_is_ended(client, session, boss, now):
    page = client.get("/staff/accounts/tokens").text
    assert "No tokens yet" in page
    answer = send(client, "/staff/accounts/tokens", name="Report job", scope="aggregates:read", days="30")
    assert answer.headers["Location"] == "/staff/accounts/tokens"
    text = re.search(r"complaints_[\w-]{43}", client.get("/staff/accounts/tokens").text)[0]
    assert text not in client.get("/staff/accounts/tokens").text
    token = tokens.verify_token(session, text, Scope.AGGREGATES_READ, now)
    assert token.name == "Report job"
    assert send(client, f"/staff/accounts/tokens/{token.id}/revoke").status_code == 303
    with pytest.raises(tokens.TokenRefused) as refused:
        tokens.verify_token(session, text, Scope.AGGREGATES_READ, now)
    assert (refused.value.reason, refused.value.token_id) == (tokens.Reason.REVOKED, token.id)
    told = [event.action for event in events_about(session, f"token:{token.id}")]
    assert told == ["token.issued", "token.revoked"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": ""}, "Write what the token is for."),
        ({"name": "x" * 81}, "Use at most 80 characters."),
        ({"name": "a\x00b"}, "There is a character in this text that cannot be shown."),
        ({"scope": "everything"}, "Choose what it may do."),
        ({"days": "0"}, "Write a whole number from 1 to 730."),
        ({"days": "731"}, "Write a whole number from 1 to 730."),
        ({"days": "a month"}, "Write a whole number from 1 to 730."),
        ({"days": ""}, "Write a whole number from 1 to 730."),
    ],
)
def test_a_token_that_cannot_be_is_refused(client, session, boss, fields, words):
    answer = send(
        client, "/staff/accounts/tokens", **({"name": "Job", "scope": "aggregates:read", "days": "30"} | fields)
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalar(sa.select(sa.func.count()).select_from(ApiToken)) == 0


def test_an_unknown_token_cannot_be_ended(client, boss):
    for number in ("7", "99999999999999999999"):
        assert send(client, f"/staff/accounts/tokens/{number}/revoke").status_code == 404
