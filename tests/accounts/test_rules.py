"""Passwords, addresses and ways back, as rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.passwords import _HASHER, _NOBODY, hashed, verified
from complaints.platform.accounts.permissions import ALLOWED, Permission, Role
from complaints.platform.accounts.rules import (
    PasswordFault,
    canonical_email,
    is_email,
    is_local_path,
    password_fault,
    unit_code,
)
from complaints.platform.accounts.words import ROLE_DUTIES, ROLE_NAMES, SCOPE_NAMES


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short words", PasswordFault.TOO_SHORT),
        ("x" * 201, PasswordFault.TOO_LONG),
        ("abababababab", PasswordFault.TOO_FEW_CHARACTERS),
        ("ada.aldous1234", PasswordFault.ABOUT_YOU),
        ("AldousExample!1", PasswordFault.ABOUT_YOU),
        ("Password123456", PasswordFault.ABOUT_YOU),
        ("tall trees by the river", None),
        ("aldous walks to the river", None),
        ("крепкий замок у реки", None),
    ],
)
def test_a_password_must_be_long_and_not_made_of_ones_own_name(password, fault):
    assert password_fault(password, "ada.aldous@example.org", "Ada Aldous") is fault


@pytest.mark.parametrize("path", ["/staff/queue", "/staff/cases/7K2M-94QX-3?tab=notes", "/staff/"])
def test_the_way_back_after_signing_in_may_be_any_staff_page(path):
    assert is_local_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "//evil.example/staff/",
        "https://evil.example/staff/",
        "/staff//evil.example",
        "/staff/\\evil.example",
        "/staff/../complain",
        "/complain",
        "/staff",
        "/staff/queue\r\nSet-Cookie: a=b",
        "/staff/sign-out",
        "/staff/setup/abc",
        "javascript:alert(1)",
    ],
)
def test_the_way_back_after_signing_in_leads_nowhere_else(path):
    assert not is_local_path(path)


@pytest.mark.parametrize("text", ["ada@example.org", "a.b+c_d'e@mail-1.a.org", "x@xn--bcher-kva.example", "1@2.co"])
def test_what_mail_reaches_is_an_address(text):
    assert is_email(canonical_email(text))


@pytest.mark.parametrize(
    "text",
    [
        *("", "ada", "ada@", "@example.org", "ada@example", "a b@example.org", "a@b@c.org", "x" * 250 + "@a.org"),
        *("x" * 65 + "@example.org", "ada@" + "x" * 64 + ".org", "a..b@x.org", ".a@x.org", "a.@x.org"),
        *("ada@-x.org", "ada@x-.org", "ada@x..org", "ada@example.org.", "ada@[127.0.0.1]", '"a b"@example.org'),
        # Mail programs read the first two as something else than is written there (RFC 2047).
        *("=?utf-8?q??=@x.y", "=?utf-8?q?a=0d=0abcc=3aevil=40x.y?=@x.example", "a@x.y=?utf-8?q?=0a?="),
        *("ü@example.org", "ada@ü.example", "ada@x.\u200by", "\u202eada@x.example", "ada@x.example\u00ad", "ada@x.y\n"),
        *("ada@x.y>", "ada@x.y/../", "ada@x,y.org", "a(b)@x.org", "\U000e0041@x.example", "ada@x.\ud83d"),
    ],
)
def test_what_mail_cannot_reach_is_no_address(text):
    assert not is_email(canonical_email(text) if "\n" not in text else text)


@given(st.emails())
def test_an_address_in_its_kept_form_stays_as_it_is(address):
    assert canonical_email(canonical_email(address)) == canonical_email(address)


def test_an_address_is_the_same_however_it_is_typed():
    assert canonical_email("  Ada@Example.ORG ") == "ada@example.org"


def test_a_unit_is_the_same_however_it_is_spelled():
    assert unit_code("Real-Time Crime Center") == unit_code("real_time  crime center") == "real_time_crime_center"


def test_every_role_has_a_name_a_duty_and_its_own_account():
    assert set(ROLE_NAMES) == set(ROLE_DUTIES) == set(ALLOWED) == set(Role)
    assert set(SCOPE_NAMES) == set(Scope)
    assert all(Permission.OWN_ACCOUNT in allowed for allowed in ALLOWED.values())


def test_who_manages_accounts_cannot_read_a_case():
    reading = {Permission.CASE_READ, Permission.CASE_UNSEAL, Permission.IDENTITY_UNSEAL}
    assert all(reading.isdisjoint(allowed) for allowed in ALLOWED.values() if Permission.ACCOUNT_MANAGE in allowed)


def test_a_password_opens_its_own_hash_and_no_other():
    stored = hashed("tall trees by the river")
    assert verified(stored, "tall trees by the river")
    assert not verified(stored, "tall trees by the rivers")
    assert not verified("not a hash at all", "tall trees by the river")


def test_without_an_account_the_same_work_is_done_and_nothing_opens():
    assert not _HASHER.check_needs_rehash(_NOBODY)
    assert not verified(None, "the account that is not there")
    assert not verified(None, "anything else")
