"""From a resident's complaint to the published report: five people in one real browser, nothing skipped."""

from __future__ import annotations

import io
import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
from flask import Flask
from playwright.sync_api import Page, expect

from tests.applications import Clock
from tests.browsers import DESK, PHONE, LiveServer, NewPage, press
from tests.journeys.people import (
    Receipt,
    Told,
    begin_work,
    choose,
    complain,
    follow,
    give_code,
    go_on,
    open_case,
    sign_in,
    step,
)

READERS = "license-plate-readers"
ENGLISH = Told(READERS, "false_reason", "An officer looked my car up again and again.", "confidential", "Rosa Quimby")
SPANISH = Told(READERS, "outside_policy", "Un lector de placas vigila nuestra iglesia.")
Axe = Callable[[Page], list[str]]


def residents_complain(url: str, new_page: NewPage, axe: Axe) -> tuple[Receipt, Receipt]:
    """One with JavaScript in English, one without it in Spanish, both on a phone."""
    with_script = new_page(PHONE)
    first = complain(with_script, url, ENGLISH)
    assert axe(with_script) == []
    without = new_page(PHONE, javascript=False, locale="es-US")
    second = complain(without, f"{url}/es/", SPANISH)
    expect(without.locator("html")).to_have_attribute("lang", "es")
    expect(without.locator("main")).not_to_contain_text("We have your complaint")
    return first, second


def triage_assigns(page: Page, url: str, receipt: Receipt) -> None:
    """Take it up, see why it came here, give it to the investigator."""
    open_case(page, url, receipt.number)
    expect(page.locator("main")).not_to_contain_text(ENGLISH.narrative)
    step(page, "Take up for triage")
    step(page, "Assign", track="misconduct", investigator=re.compile("ines"), reason="Access logs must be read.")
    expect(page.locator(".case-head")).to_contain_text("Assigned")


def investigator_works(page: Page, url: str, receipt: Receipt) -> None:
    """Begin, read what was said, and ask the resident a question."""
    open_case(page, url, receipt.number)
    step(page, "Begin the investigation")
    press(page.get_by_role("button", name="Open the statement"))
    expect(page.locator("#statement")).to_contain_text(ENGLISH.narrative)
    page.fill("textarea[name=body]", "Which night was it?")
    press(page.get_by_role("button", name="Send the message"))
    expect(page.locator("main")).to_contain_text("Your message is with the complainant.")


def resident_answers(page: Page, url: str, receipt: Receipt) -> None:
    """Read the question and answer it, without having given a name."""
    follow(page, url, receipt)
    expect(page.locator(".messages")).to_contain_text("Which night was it?")
    page.fill("textarea[name=body]", "The night of the twelfth.")
    go_on(page)
    expect(page.locator(".messages")).to_contain_text("The night of the twelfth.")


def investigator_finds(page: Page, url: str, receipt: Receipt) -> None:
    """Read the answer, write the finding, send it to somebody else."""
    open_case(page, url, receipt.number)
    press(page.get_by_role("button", name="Open the messages"))
    expect(page.locator(".messages")).to_contain_text("The night of the twelfth.")
    press(page.get_by_role("link", name=re.compile("Write the finding")).last)
    choose(page, "finding", "sustained")
    page.fill("textarea[name=rationale]", "The log shows eleven look-ups with a false case number.")
    go_on(page)
    step(page, "Send to review", reason="Please look at the log.")
    expect(page.locator(".case-head")).to_contain_text("In review")


def commander_closes(page: Page, url: str, receipt: Receipt) -> None:
    """Approve what somebody else found, say what was done, close."""
    open_case(page, url, receipt.number)
    step(page, "Approve and close")
    choose(page, "outcomes", "access_revoked")
    page.fill("textarea[name=letter]", "We looked into it. You were right: the look-ups had no lawful reason.")
    go_on(page)
    expect(page.locator(".case-head")).to_contain_text("Closed")


def command(app: Flask, *arguments: str) -> str:
    """Run a command as the report job's machine does."""
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def fetched(url: str, token: str = "") -> Any:
    """JSON from the API."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
        return json.loads(answer.read())


def row_of(report: Any, table: str, slug: str) -> Any:
    """The row of one technology in one table of a report."""
    found = next(each for each in report["tables"] if each["name"] == table)
    return next(row for row in found["rows"] if row["technology"] == slug)


def exact_details(report: Any, slug: str) -> list[int]:
    """Every detail of a technology that is published as a number above 0: nobody's own complaint may be among them.

    How many were closed is no detail: the order asks for it, and it stands among the totals.
    """
    rows = [row_of(report, table, slug)["cells"] for table in ("finding", "allegation")]
    stages = row_of(report, "status", slug)["cells"][:-1]
    return [cell for row in (*rows, stages) for cell in row if isinstance(cell, int) and cell > 0]


def report_job_publishes(app: Flask, url: str, folder: Path) -> None:
    """Pull the protected aggregates with a token, freeze and publish the year, build its files and check them."""
    printed = command(app, "token", "add", "report job", "--scope", "aggregates:read", "--days", "30")
    token = max(re.findall(r"[\w-]{30,}", printed), key=len)
    preview = fetched(f"{url}/api/v1/aggregates?period=2025", token)["report"]
    assert row_of(preview, "totals", READERS)["cells"] == [2, 1, 1]
    assert exact_details(preview, READERS) == []
    command(app, "reports", "freeze", "--period", "2025")
    # Whoever froze it is a machine; here a person publishes.
    command(app, "reports", "publish", "1", "--as", "cora@example.org")
    command(app, "reports", "build", "1", "--out", str(folder))
    command(app, "reports", "verify", str(folder))
    command(app, "audit", "verify")


def public_reads(page: Page, url: str, axe: Axe) -> None:
    """Find the report, see the technology's count, read the PDF and the API: the same numbers everywhere."""
    page.goto(f"{url}/reports")
    press(page.locator('main a[href$="/reports/1"]').first)
    expect(page.locator("main")).to_contain_text("License plate readers")
    assert axe(page) == []
    pdf = pypdf.PdfReader(io.BytesIO(page.request.get(f"{url}/reports/1/report.pdf").body()))
    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    assert "2\ncomplaints received" in text
    assert re.search(r"License plate readers 2$", text, re.MULTILINE)
    assert "Rosa" not in text
    report = fetched(f"{url}/reports/1/report.json")
    assert row_of(report, "totals", READERS)["cells"] == [2, 1, 1]
    assert exact_details(report, READERS) == []
    totals = fetched(f"{url}/api/v1/releases/1/tables/totals")
    assert {"technology": READERS, "category": "received", "value": 2}.items() <= next(
        cell.items() for cell in totals["cells"] if (cell["technology"], cell["category"]) == (READERS, "received")
    )


def test_a_complaint_goes_all_the_way_to_the_published_report(
    live_server: LiveServer, new_page: NewPage, axe: Axe, clock: Clock, tmp_path: Path
) -> None:
    url, app = live_server.url, live_server.app
    command(app, "registry", "load-profile")
    english, spanish = residents_complain(url, new_page, axe)
    assert english.number != spanish.number

    triage, investigator, commander = new_page(DESK), new_page(DESK), new_page(DESK)
    begin_work(triage, url, app, "theo@example.org", "triage_supervisor")
    begin_work(investigator, url, app, "ines@example.org", "investigator")
    telephone = begin_work(commander, url, app, "cora@example.org", "commander")
    triage_assigns(triage, url, english)
    investigator_works(investigator, url, english)
    resident_answers(new_page(PHONE, javascript=False), url, english)
    investigator_finds(investigator, url, english)

    clock.advance(days=20)
    commander.goto(f"{url}/staff/sign-in")
    sign_in(commander, "cora@example.org")
    give_code(commander, app, telephone)
    commander_closes(commander, url, english)
    resident = new_page(PHONE)
    follow(resident, url, english)
    expect(resident.locator("main")).to_contain_text("You were right")
    assert axe(resident) == []

    clock.advance(days=240)
    report_job_publishes(app, url, tmp_path / "report")
    public_reads(new_page(PHONE), url, axe)
