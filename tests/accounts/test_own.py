"""Opening an account with its link, the second factor, and one's own password."""

from __future__ import annotations

import base64
import re
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from complaints.platform.accounts import second_factor, service
from complaints.platform.accounts.models import SetupLink, Staff
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from tests.accounts.conftest import PASSWORD, post, token_of

NEW = "quiet lanterns over water"


@pytest.fixture
def link(session, now):
    """A new account's link."""
    staff = service.add_staff(session, "sam@example.org", "Sam Sample", Role.AUDITOR, "", Actor.command(), now)
    token = service.issue_link(session, staff, Actor.command(), now)
    session.commit()
    return f"/staff/setup/{token}"


def secret_on(page):
    return re.search(r"<bdi[^>]*>([A-Z2-7 ]+)</bdi>", page.text)[1].replace(" ", "")


def test_a_link_a_password_and_a_telephone_make_an_account(client, session, link, clock):
    assert "Choose a password for Sam Sample." in client.get(link).text
    answer = post(client, link, password=NEW, again=NEW)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/enrol")
    page = client.get("/staff/enrol")
    secret = secret_on(page)
    sent = re.search(r'name="secret" value="([^"]+)"', page.text)[1]
    data = {"csrf_token": token_of(page), "secret": sent, "code": second_factor.code_at(secret, clock())}
    answer = client.post("/staff/enrol", data=data)
    assert answer.status_code == 303
    assert client.get("/staff/account").status_code == 200
    stored = session.scalar(sa.select(Staff).where(Staff.email == "sam@example.org"))
    assert secret not in stored.sealed_totp
    assert NEW not in stored.password_hash
    assert len(base64.b32decode(secret)) * 8 == 160


def test_the_picture_holds_the_secret_and_names_account_and_site(client, link):
    post(client, link, password=NEW, again=NEW)
    uri = second_factor.enrolment_uri("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "sam@example.org", "A site")
    assert unquote(uri).startswith(
        "otpauth://totp/A site:sam@example.org?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=A site"
    )
    assert "data:image/svg+xml" in client.get("/staff/enrol").text


@pytest.mark.parametrize("when", ["used", "old", "replaced", "closed", "unknown"])
def test_a_link_that_counts_no_more_says_only_that(client, session, link, clock, now, when):
    staff = session.scalar(sa.select(Staff).where(Staff.email == "sam@example.org"))
    match when:
        case "used":
            post(client, link, password=NEW, again=NEW)
        case "old":
            clock.advance(hours=48)
        case "replaced":
            service.issue_link(session, staff, Actor.command(), now)
        case "closed":
            service.disable(session, staff, Actor.command(), now)
        case "unknown":
            link = "/staff/setup/" + "x" * 43
    session.commit()
    answer = client.get(link)
    assert answer.status_code == 410
    assert "This link does not work" in answer.text
    sent = {
        "csrf_token": token_of(client.get("/staff/sign-in")),
        "password": "another fine password",
        "again": "another fine password",
    }
    if when != "used":
        assert client.post(link, data=sent).status_code == 410


def test_looking_at_a_link_does_not_use_it_up(client, link):
    assert [client.get(link).status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("", "", "Use at least 12 characters."),
        ("short", "short", "Use at least 12 characters."),
        ("samsample1234", "samsample1234", "This is easy to guess."),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "The same few characters repeat."),
        (NEW, NEW + "s", "The two are not the same."),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(client, link, password, again, words):
    answer = post(client, link, password=password, again=again)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert post(client, link, password=NEW, again=NEW).status_code == 303


def test_the_link_is_stored_as_a_hash_for_two_days(session, link, now):
    stored = session.scalar(sa.select(SetupLink))
    assert link.rpartition("/")[2].encode() not in stored.token_hash
    assert (stored.expires_at - now).total_seconds() == 48 * 3600


@pytest.mark.parametrize("code", ["", "000000", "letters"])
def test_a_wrong_code_shows_the_same_picture_again(client, link, code):
    post(client, link, password=NEW, again=NEW)
    page = client.get("/staff/enrol")
    sent = re.search(r'name="secret" value="([^"]+)"', page.text)[1]
    answer = client.post("/staff/enrol", data={"csrf_token": token_of(page), "secret": sent, "code": code})
    assert answer.status_code == 422
    assert secret_on(answer) == secret_on(page)
    assert client.get("/staff/account").status_code == 303


def test_a_picture_made_for_somebody_else_or_changed_does_not_count(client, session, link, newcomer, make_app, clock):
    post(client, link, password=NEW, again=NEW)
    other = make_app("staff").test_client()
    post(other, "/staff/sign-in", email="new@example.org", password=PASSWORD)
    page = other.get("/staff/enrol")
    foreign = re.search(r'name="secret" value="([^"]+)"', page.text)[1]
    code = second_factor.code_at(secret_on(page), clock())
    for sent in (foreign, foreign[:-5], ""):
        data = {"csrf_token": token_of(client.get("/staff/enrol")), "secret": sent, "code": code}
        assert client.post("/staff/enrol", data=data).headers["Location"] == "/staff/enrol"
    assert client.get("/staff/account").status_code == 303


def test_nobody_replaces_a_second_factor_with_the_password_alone(client, session, ada):
    post(client, "/staff/sign-in", email="ada@example.org", password=PASSWORD)
    assert client.get("/staff/enrol").headers["Location"] == "/staff/sign-in"


def test_nobody_sets_one_up_without_signing_in(client):
    assert client.get("/staff/enrol").headers["Location"] == "/staff/sign-in"
    assert client.get("/staff/second-factor").headers["Location"] == "/staff/sign-in"


def test_a_new_password_ends_every_other_session(client, make_app, session, ada, enter):
    elsewhere = make_app("staff").test_client()
    enter(ada, browser=elsewhere)
    enter(ada)
    answer = post(client, "/staff/account", current=PASSWORD, password=NEW, again=NEW)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/account")
    assert "Your password is changed." in client.get("/staff/account").text
    assert elsewhere.get("/staff/account").status_code == 303
    assert (
        post(make_app("staff").test_client(), "/staff/sign-in", email="ada@example.org", password=PASSWORD).status_code
        == 422
    )


@pytest.mark.parametrize(
    ("current", "password", "words"),
    [
        ("not my password", NEW, "This is not your password."),
        ("", NEW, "Write the password you have now."),
        (PASSWORD, "ada aldous 1", "This is easy to guess."),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it(client, session, ada, enter, current, password, words):
    enter(ada)
    answer = post(client, "/staff/account", current=current, password=password, again=password)
    assert (answer.status_code, words in answer.text) == (422, True)
    session.expire_all()
    assert session.get(Staff, ada.account.id).password_hash == ada.account.password_hash


def test_the_first_administrator_says_who_they_are(client, session, runner, now):
    session.commit()
    told = runner.invoke(args=["staff", "first-admin"]).output
    link = re.search(r"http://127\.0\.0\.1:8000(/staff/setup/\S+)", told)[1]
    assert "You are the first administrator." in client.get(link).text
    wrong = post(client, link, name="", email="nobody", password=NEW, again=NEW)
    assert wrong.status_code == 422
    assert "Write your name." in wrong.text
    assert "Write a whole e-mail address" in wrong.text
    answer = post(client, link, name="Fay First", email="Fay@Example.org", password=NEW, again=NEW)
    assert answer.headers["Location"] == "/staff/enrol"
    made = session.scalar(sa.select(Staff))
    assert (made.name, made.email, made.role) == ("Fay First", "fay@example.org", Role.ADMINISTRATOR)


def test_the_first_administrator_cannot_take_an_address_that_is_taken(client, session, runner, ada, now):
    stand_in = service.add_staff(
        session, service.FIRST_ADMINISTRATOR, "First", Role.ADMINISTRATOR, "", Actor.command(), now
    )
    link = f"/staff/setup/{service.issue_link(session, stand_in, Actor.command(), now)}"
    session.commit()
    answer = post(client, link, name="Fay", email="ada@example.org", password=NEW, again=NEW)
    assert (answer.status_code, "There is an account with this address already." in answer.text) == (422, True)
    assert post(client, link, name="Fay", email="fay@example.org", password=NEW, again=NEW).status_code == 303
