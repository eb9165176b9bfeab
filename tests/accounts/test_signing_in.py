"""Signing in as a person does it, and as one who should not get in tries it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from complaints.platform.accounts import service
from complaints.platform.accounts.models import Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.audit.models import AuditEvent
from tests.accounts.conftest import PASSWORD, Person, make_person, post, token_of


def actions(session):
    return list(session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.sequence)))


def cookies(answer):
    return [header.partition("=")[0] for header in answer.headers.getlist("Set-Cookie")]


def test_password_and_code_let_in(client, session, ada, enter):
    answer = enter(ada)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/accounts")
    assert "Ada Aldous" in client.get("/staff/accounts").text
    assert session.get(Staff, ada.account.id).signed_in_at is not None
    assert actions(session)[-1] == "staff.signed_in"


def test_the_session_goes_to_staff_pages_alone_and_no_script_reads_it(client, ada, enter):
    answer = enter(ada)
    for header in answer.headers.getlist("Set-Cookie"):
        assert "; Path=/staff" in header
        assert "HttpOnly" in header
        assert "SameSite=Strict" in header
    assert cookies(client.get("/")) == []
    assert "Ada Aldous" not in client.get("/").text


def test_over_https_the_form_works_and_cookies_stay_on_https(make_app, session, ada, clock):
    client = make_app("staff", SECURE_COOKIES=True).test_client()
    page = client.get("/staff/sign-in", base_url="https://staff.example.org")
    data = {"csrf_token": token_of(page), "email": "ada@example.org", "password": PASSWORD}
    answer = client.post("/staff/sign-in", data=data, base_url="https://staff.example.org")
    assert answer.status_code == 303
    assert all("Secure" in header for header in answer.headers.getlist("Set-Cookie"))


def test_the_password_alone_opens_nothing(client, ada):
    answer = post(client, "/staff/sign-in", email="ada@example.org", password=PASSWORD)
    assert answer.headers["Location"] == "/staff/second-factor"
    for url in ("/staff/accounts", "/staff/account", "/staff/"):
        assert client.get(url).headers["Location"].startswith("/staff/sign-in?next=")


def test_somebody_without_a_second_factor_can_only_set_one_up(client, session, newcomer, clock):
    answer = post(client, "/staff/sign-in", email="new@example.org", password=PASSWORD)
    assert answer.headers["Location"] == "/staff/enrol"
    assert client.get("/staff/account").headers["Location"].startswith("/staff/sign-in")
    page = client.get("/staff/enrol").text
    assert 'src="data:image/svg+xml' in page


def test_where_it_is_optional_the_password_lets_in(make_app, session, newcomer):
    client = make_app("staff", SECOND_FACTOR="optional").test_client()
    post(client, "/staff/sign-in", email="new@example.org", password=PASSWORD)
    assert client.get("/staff/account").status_code == 200


def test_when_it_becomes_required_a_session_without_it_ends(make_app, session, newcomer):
    client = make_app("staff", SECOND_FACTOR="optional").test_client()
    post(client, "/staff/sign-in", email="new@example.org", password=PASSWORD)
    client.application.config["SECOND_FACTOR"] = "required"
    assert client.get("/staff/account").status_code == 303


def test_invented_staff_of_a_demonstration_need_no_telephone(make_app, session, newcomer):
    outside, inside = make_app("staff").test_client(), make_app("staff", DEMONSTRATION=True).test_client()
    session.get(Staff, newcomer.account.id).is_demonstration = True
    session.commit()
    sent = {"email": "new@example.org", "password": PASSWORD}
    assert post(outside, "/staff/sign-in", **sent).headers["Location"] == "/staff/enrol"
    assert post(inside, "/staff/sign-in", **sent).headers["Location"] != "/staff/enrol"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.org", "tall trees by the lake"),
        ("nobody@example.org", PASSWORD),
        ("new@example.org", ""),
        ("ada@example.org\x00", PASSWORD),
        ("x" * 5000, PASSWORD),
        ("ada@example.org", "x" * 5000),
    ],
)
def test_every_refusal_says_the_same_and_keeps_the_address_not_the_password(client, session, ada, email, password):
    answer = post(client, "/staff/sign-in", email=email, password=password or "wrong but typed")
    assert answer.status_code == 422
    assert "Address and password do not belong together." in answer.text
    assert 'type="password" autocomplete' in answer.text
    assert PASSWORD not in answer.text
    assert actions(session)[-1] == "staff.sign_in_refused"


def test_a_closed_account_and_one_without_a_password_are_refused_alike(client, session, ada, newcomer, now):
    service.disable(session, session.get(Staff, newcomer.account.id), Actor.system(), now)
    service.add_staff(session, "waits@example.org", "Waits", Role.AUDITOR, "", Actor.system(), now)
    session.commit()
    for email in ("new@example.org", "waits@example.org"):
        answer = post(client, "/staff/sign-in", email=email, password=PASSWORD)
        assert (answer.status_code, "do not belong together" in answer.text) == (422, True)


def test_an_empty_form_is_told_field_by_field(client):
    answer = post(client, "/staff/sign-in")
    assert answer.status_code == 422
    assert "Write your e-mail address." in answer.text
    assert "Write your password." in answer.text


def test_the_log_names_no_address(client, session, ada):
    post(client, "/staff/sign-in", email="ada@example.org", password="wrong but typed")
    post(client, "/staff/sign-in", email="secret@example.org", password="wrong but typed")
    rows = session.execute(sa.select(AuditEvent.subject, AuditEvent.actor, AuditEvent.details)).all()
    assert "example.org" not in str(rows)
    assert [row.subject for row in rows[-2:]] == [f"staff:{ada.account.id}", "staff:unknown"]


def test_a_code_counts_once(client, make_app, session, ada, enter, clock):
    code = ada.code(clock.advance(seconds=60))
    for browser, status in ((client, 303), (make_app("staff").test_client(), 422)):
        post(browser, "/staff/sign-in", email="ada@example.org", password=PASSWORD)
        assert post(browser, "/staff/second-factor", code=code).status_code == status


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "１２３４５６", "1234567890123"])
def test_a_wrong_code_lets_nobody_in(client, session, ada, code):
    post(client, "/staff/sign-in", email="ada@example.org", password=PASSWORD)
    assert post(client, "/staff/second-factor", code=code).status_code == 422
    assert client.get("/staff/account").status_code == 303


def test_a_code_may_be_one_step_late_and_no_more(client, make_app, session, ada, clock):
    post(client, "/staff/sign-in", email="ada@example.org", password=PASSWORD)
    old = ada.code(clock())
    clock.advance(seconds=61)
    assert post(client, "/staff/second-factor", code=old).status_code == 422
    late = ada.code(clock())
    clock.advance(seconds=30)
    assert post(client, "/staff/second-factor", code=f"{late[:3]} {late[3:]}").status_code == 303


def test_between_password_and_code_no_more_than_a_quarter_of_an_hour_passes(client, session, ada, clock):
    post(client, "/staff/sign-in", email="ada@example.org", password=PASSWORD)
    token = token_of(client.get("/staff/second-factor"))
    clock.advance(minutes=16)
    answer = client.post("/staff/second-factor", data={"csrf_token": token, "code": ada.code(clock())})
    assert answer.headers["Location"] == "/staff/sign-in"
    assert "That took too long." in client.get("/staff/sign-in").text


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/staff/account?x=1", "/staff/account?x=1"),
        ("https://evil.example/", "/staff/accounts"),
        ("//evil.example/staff/", "/staff/accounts"),
        ("/staff/sign-out", "/staff/accounts"),
    ],
)
def test_after_signing_in_one_goes_on_where_one_wanted_to_within_the_staff_site(ada, enter, wanted, location):
    assert enter(ada, next=wanted).headers["Location"] == location


def test_a_page_that_needs_signing_in_leads_there_and_back(client, ada, enter):
    there = client.get("/staff/accounts/new").headers["Location"]
    assert there == "/staff/sign-in?next=/staff/accounts/new"
    assert 'name="next" value="/staff/accounts/new"' in client.get(there).text


def test_in_another_language_signing_in_stays_in_it(client, ada, clock):
    answer = post(client, "/es/staff/sign-in", email="ada@example.org", password=PASSWORD, next="/staff/account")
    assert answer.headers["Location"] == "/es/staff/second-factor"
    clock.advance(seconds=60)
    answer = post(client, "/es/staff/second-factor", code=ada.code(clock()))
    assert answer.headers["Location"] == "/es/staff/account"
    assert client.get("/es/staff/account").status_code == 200


def test_signing_out_ends_the_session(client, session, ada, enter):
    enter(ada)
    token = token_of(client.get("/staff/account"))
    answer = client.post("/staff/sign-out", data={"csrf_token": token})
    assert answer.headers["Location"] == "/staff/sign-in"
    assert client.get("/staff/account").status_code == 303
    assert "You are signed out." in client.get("/staff/sign-in").text
    assert actions(session)[-1] == "staff.signed_out"


def test_nobody_is_signed_out_by_a_link_or_a_foreign_form(client, ada, enter):
    enter(ada)
    assert client.get("/staff/sign-out").status_code == 405
    assert client.post("/staff/sign-out").status_code == 400
    assert client.get("/staff/account").status_code == 200


def test_a_session_ends_by_itself_after_a_working_day(client, ada, enter, clock):
    enter(ada)
    clock.advance(hours=9, minutes=59)
    assert client.get("/staff/account").status_code == 200
    clock.advance(minutes=2)
    assert client.get("/staff/account").status_code == 303


def test_somebody_who_is_in_is_not_asked_again(client, ada, enter):
    enter(ada)
    assert client.get("/staff/sign-in").headers["Location"] == "/staff/accounts"


def test_a_form_without_its_token_lets_nobody_in(client, ada):
    assert client.post("/staff/sign-in", data={"email": "ada@example.org", "password": PASSWORD}).status_code == 400


class TestAttempts:
    """How often somebody may try."""

    @pytest.fixture
    def counting(self, make_app):
        return make_app("staff", RATELIMIT_ENABLED=True, RATELIMIT_STORAGE_URI="memory://", TRUSTED_PROXIES=1)

    def attempt(self, browser, email="ada@example.org", password="wrong but typed", address="192.0.2.1"):
        headers = {"X-Forwarded-For": address}
        page = browser.get("/staff/sign-in", headers=headers)
        data = {"csrf_token": token_of(page), "email": email, "password": password}
        return browser.post("/staff/sign-in", data=data, headers=headers)

    def test_after_six_wrong_passwords_the_caller_waits(self, counting, session, ada):
        browser = counting.test_client()
        told = [self.attempt(browser).status_code for _ in range(7)]
        assert told == [422] * 6 + [429]
        answer = self.attempt(browser, password=PASSWORD)
        assert answer.status_code == 429
        assert "Too many attempts." in answer.text

    def test_an_unknown_address_is_counted_alike(self, counting, session, ada):
        browser = counting.test_client()
        assert [self.attempt(browser, "nobody@example.org").status_code for _ in range(7)] == [422] * 6 + [429]

    def test_a_stranger_does_not_lock_somebody_out_at_home(self, counting, session, ada):
        stranger, home = counting.test_client(), counting.test_client()
        assert self.attempt(stranger).status_code == 422
        for _ in range(7):
            self.attempt(stranger)
        assert self.attempt(home, password=PASSWORD, address="192.0.2.2").status_code == 303

    def test_many_strangers_do_not_lock_out_a_browser_that_has_been_in_before(self, counting, session, ada, clock):
        home = counting.test_client()
        self.attempt(home, password=PASSWORD)
        clock.advance(seconds=60)
        page = home.get("/staff/second-factor")
        home.post("/staff/second-factor", data={"csrf_token": token_of(page), "code": ada.code(clock())})
        told = set()
        for number in range(11):
            stranger = counting.test_client()
            told |= {self.attempt(stranger, address=f"198.51.100.{number}").status_code for _ in range(6)}
        assert told == {422, 429}
        fresh = counting.test_client()
        assert self.attempt(fresh, password=PASSWORD, address="192.0.2.9").status_code == 429
        home.post("/staff/sign-out", data={"csrf_token": token_of(home.get("/staff/account"))})
        assert self.attempt(home, password=PASSWORD).status_code == 303

    def test_codes_are_counted_too(self, counting, session, ada):
        browser = counting.test_client()
        self.attempt(browser, password=PASSWORD)
        page = browser.get("/staff/second-factor")
        data = {"csrf_token": token_of(page), "code": "000000"}
        assert [browser.post("/staff/second-factor", data=data).status_code for _ in range(7)] == [422] * 6 + [429]


def test_a_person_of_another_account_is_not_let_in_by_the_code_of_this_one(client, session, app, ada, clock, now):
    other: Person = make_person(session, app, "bob@example.org", Role.AUDITOR, now)
    post(client, "/staff/sign-in", email="bob@example.org", password=PASSWORD)
    assert post(client, "/staff/second-factor", code=ada.code(clock())).status_code == 422
    assert post(client, "/staff/second-factor", code=other.code(clock())).status_code == 303
