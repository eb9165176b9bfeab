"""Who may open which page: nobody without a permission, and no view without one."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from complaints.platform.accounts.permissions import ALLOWED, Permission, Role
from complaints.platform.web.access import Public, UndeclaredView, access_of, check_every_view
from tests.applications import MakeApp
from tests.cast import send, sign_in, staff


def address(rule: Rule) -> str:
    """An address that the rule answers to."""
    values = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        match converter:
            case IntegerConverter():
                values[name] = "1"
            case AnyConverter():
                values[name] = next(iter(converter.items))
            case _:
                values[name] = "x"
    found = rule.build(values)
    assert found is not None
    return found[1]


def closed_rules(app: Flask) -> list[Rule]:
    """Every address that asks for a permission."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if (access := access_of(app, rule.endpoint)) and not isinstance(access.permission, Public)
    ]


def test_no_closed_page_opens_without_signing_in(app: Flask, client: FlaskClient) -> None:
    rules = closed_rules(app)
    assert len(rules) > 30
    for rule in rules:
        if "GET" in (rule.methods or ()):
            answer = client.get(address(rule))
            assert answer.status_code == 303, rule
            assert "/staff/sign-in" in answer.headers["Location"], rule
        if "POST" in (rule.methods or ()):
            assert client.post(address(rule)).status_code == 401, rule


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_nothing_it_was_not_given(app: Flask, client: FlaskClient, session: Session, role: Role) -> None:
    person = staff(session, role)
    session.commit()
    sign_in(client, person)
    refused = 0
    for rule in closed_rules(app):
        access = access_of(app, rule.endpoint)
        assert access is not None
        if access.permission in ALLOWED[role]:
            continue
        answer = client.get(address(rule)) if "GET" in (rule.methods or ()) else send(client, address(rule))
        assert answer.status_code == 403, (role, rule)
        refused += 1
    assert refused > 10


def test_every_permission_is_somebodys_and_every_role_has_some() -> None:
    given = frozenset().union(*ALLOWED.values())
    assert given == frozenset(Permission)
    assert all(ALLOWED[role] for role in Role)


def test_who_manages_accounts_cannot_read_a_case() -> None:
    cases = {permission for permission in Permission if permission.value.startswith(("case:", "identity:"))}
    assert not ALLOWED[Role.ADMINISTRATOR] & cases
    assert not ALLOWED[Role.AUDITOR] & cases


def test_a_staff_form_without_its_token_changes_nothing(client: FlaskClient, session: Session) -> None:
    person = staff(session, Role.ADMINISTRATOR)
    session.commit()
    sign_in(client, person)
    assert client.post("/staff/accounts/new", data={"email": "x@example.org"}).status_code == 400


def test_an_app_with_an_undeclared_view_does_not_start(app: Flask) -> None:
    app.view_functions["casework.queue"] = lambda: "open to all"
    with pytest.raises(UndeclaredView, match="queue"):
        check_every_view(app)


@pytest.mark.parametrize("site", ["public", "staff"])
def test_each_site_has_only_its_own_pages(make_app: MakeApp, site: str) -> None:
    app = make_app(site)
    paths = [rule.rule for rule in app.url_map.iter_rules()]
    assert any(path.startswith("/staff") for path in paths) == (site == "staff")
    assert ("/complain" in paths) == (site == "public")
    assert ("/follow" in paths) == (site == "public")
