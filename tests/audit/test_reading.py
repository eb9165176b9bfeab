"""The command and the page through which the log is checked and read."""

from __future__ import annotations

import re

import pytest

from complaints.intake.number import new_number
from complaints.platform.accounts.models import ApiToken, Scope
from complaints.platform.accounts.permissions import Permission, Role, allows
from complaints.platform.audit import Actor, heads, record
from tests import cast
from tests.applications import NOW


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def auditor(client, session):
    return cast.sign_in(client, cast.staff(session, Role.AUDITOR))


def numbers_on(page):
    return [int(number) for number in re.findall(r'<td class="number"[^>]*>(\d+)</td>', page)]


def test_the_command_says_that_all_is_well_and_ends_with_0(runner, log):
    log(3)
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 0
    assert "3 events, each as it was written" in result.output


def test_the_command_names_each_fault_and_ends_with_1(runner, log, tamper):
    log(6)
    tamper("DELETE FROM audit_event WHERE sequence = 2", "UPDATE audit_event SET actor = 'x' WHERE sequence = 5")
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "event 2 is missing" in result.output
    assert "event 5 was changed or does not belong" in result.output


def test_the_command_compares_what_rooms_published(runner, log, monkeypatch):
    log(3)
    monkeypatch.setattr(heads, "_tellers", [lambda _session: {2: bytes(32)}])
    result = runner.invoke(args=["audit", "verify"])
    assert result.exit_code == 1
    assert "event 2 differs from the head that was published" in result.output


@pytest.mark.parametrize("role", Role)
def test_only_who_audits_reads_the_log(client, session, role):
    cast.sign_in(client, cast.staff(session, role))
    assert (client.get("/staff/audit").status_code == 200) is allows(role, Permission.AUDIT_READ)


def test_the_log_is_read_page_by_page_in_both_directions(client, auditor, log):
    log(120)
    page = text_of(client.get("/staff/audit"))
    assert numbers_on(page) == list(range(120, 70, -1))
    older = re.search(r'rel="next" href="([^"]+)"', page).group(1)
    page = text_of(client.get(older))
    assert numbers_on(page) == list(range(70, 20, -1))
    page = text_of(client.get(re.search(r'rel="next" href="([^"]+)"', page).group(1)))
    assert numbers_on(page) == list(range(20, 0, -1))
    assert 'rel="next"' not in page
    newer = re.search(r'rel="prev" href="([^"]+)"', page).group(1)
    assert numbers_on(text_of(client.get(newer))) == list(range(70, 20, -1))


def test_the_log_is_narrowed_to_one_subject(client, auditor, log):
    log(2, "complaint:7K2M-94QX-3")
    log(1, "thing:1")
    assert numbers_on(text_of(client.get("/staff/audit?subject=thing:1"))) == [3]
    assert "Nothing is known of this" in text_of(client.get("/staff/audit?subject=nobody"))


def test_a_complaint_is_found_however_its_number_is_typed(client, auditor, log):
    number = new_number(bytes(range(16)))
    log(2, f"complaint:{number}")
    plain = number.replace("-", "")
    spaced, dashed = f" {' '.join(plain)} ", number.replace("-", "\u2013")
    for typed in (number, number.lower(), plain, spaced, dashed, f"complaint:{plain}"):
        page = client.get("/staff/audit", query_string={"subject": typed})
        assert numbers_on(text_of(page)) == [2, 1], typed


def test_a_machine_is_shown_by_its_name(client, session, auditor):
    token = ApiToken(
        name="Open data mirror", scope=Scope.AGGREGATES_READ, token_hash=bytes(32), created_at=NOW, expires_at=NOW
    )
    session.add(token)
    session.flush()
    record(session, action="thing.read", subject="thing:1", actor=Actor.token(token.id), now=NOW)
    session.commit()
    assert "Open data mirror" in text_of(client.get("/staff/audit"))


@pytest.mark.parametrize("query", ["before=x", "after=-1", "before=99999999999999999999", "after=", "subject=%00"])
def test_a_broken_address_is_answered_plainly(client, auditor, log, query):
    log(1)
    assert client.get(f"/staff/audit?{query}").status_code == 200


def test_the_names_of_staff_are_shown_and_no_complainant_is_named(client, session, app, auditor):
    number = cast.file_complaint(session, app).number
    cast.sign_in(client, cast.staff(session, Role.TRIAGE_SUPERVISOR))
    cast.send(client, f"/staff/cases/{number}/open", what="identity")
    cast.sign_in(client, auditor)
    page = text_of(client.get("/staff/audit"))
    assert "Theo Triage" in page
    assert "A complainant" in page
    assert "Rosa" not in page


def test_the_check_on_the_page_says_what_is_wrong(client, auditor, log, tamper):
    log(4)
    assert "Nothing was tampered with" in text_of(cast.send(client, "/staff/audit"))
    tamper("DELETE FROM audit_event WHERE sequence = 2")
    page = text_of(cast.send(client, "/staff/audit"))
    assert "The log is not as it was written" in page
    assert "Event 2:" in page


def test_a_row_whose_details_were_broken_is_shown_as_it_stands(client, auditor, log, tamper):
    log(1)
    tamper("UPDATE audit_event SET details = 'not json' WHERE sequence = 1")
    assert "not json" in text_of(client.get("/staff/audit"))


def test_long_details_wrap_beside_the_rest(live_server, new_page, session):
    details = {"digest": "0123456789abcdef" * 12, "fields": ",".join(["retention_days"] * 20)}
    record(session, action="thing.done", subject="thing:1", actor=Actor.system(), now=NOW, details=details)
    session.commit()
    client = live_server.app.test_client()
    cast.sign_in(client, cast.staff(session, Role.AUDITOR))
    session.commit()
    page = new_page({"width": 1280, "height": 900})
    cookie = client.get_cookie("staff", path="/staff").value
    page.context.add_cookies([{"name": "staff", "value": cookie, "url": f"{live_server.url}/staff"}])
    page.goto(f"{live_server.url}/staff/audit")
    assert page.locator(".log-details").count() == 1
    assert page.evaluate("(box => box.scrollWidth <= box.clientWidth)(document.querySelector('.table-box'))")
