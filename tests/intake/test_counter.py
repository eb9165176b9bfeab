"""Complaints that come by phone, letter or counter: the same answers in one page, the same service."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from complaints.intake.forms import Circumstances
from complaints.intake.models import Complaint
from complaints.intake.paper.questions import parts
from complaints.intake.rules import Channel
from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import AuditEvent
from complaints.platform.vault.mailbox import normalise
from tests.cast import csrf_token, sign_in, staff
from tests.intake.conftest import FILLED, NAME, NARRATIVE, words_on
from tests.reports.editions.pdf_structure import headings, open_pdf, stated

TOLD = {name: value for page in FILLED.values() for name, value in page.items()} | {
    "channel": "phone",
    "received_on": "2025-06-16",
    "language": "en",
}


@pytest.fixture
def clerk(client, session, technologies):
    """The intake clerk, signed in."""
    return sign_in(client, staff(session, Role.INTAKE_CLERK))


@pytest.fixture
def take(client, clerk):
    """Fill in the page and store it: `take(channel="letter")`."""

    def taking(draft=None, **other):
        page = client.get("/staff/intake")
        draft = draft or re.search(r'name="draft" value="([^"]+)"', page.text)[1]
        return client.post("/staff/intake", data={"csrf_token": csrf_token(client), "draft": draft, **TOLD, **other})

    return taking


def shown(page):
    return html.unescape(re.sub(r"<[^>]+>", " ", page.text))


def test_a_call_becomes_a_complaint_with_a_passphrase_to_read_out(take, session, ring, clerk):
    page = take()
    assert page.status_code == 200, shown(page)
    complaint = session.scalars(select(Complaint)).one()
    assert complaint.number in page.text
    assert "for the caller alone" in shown(page)
    assert (complaint.channel, complaint.neighbourhood) == (Channel.PHONE, "dutchtown")
    sealed = session.scalar(select(Complaint.sealed_statement))
    assert json.loads(ring.open(sealed, context=complaint.context("statement")))["narrative"] == NARRATIVE
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "complaint.received")).one()
    assert event.actor == f"staff:{clerk.id}"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_letter_counts_from_the_day_it_came(take, session):
    assert take(channel="letter", received_on="2025-06-10").status_code == 200
    complaint = session.scalars(select(Complaint)).one()
    assert complaint.received_at == datetime(2025, 6, 10, 17, 0, tzinfo=UTC)
    assert complaint.channel is Channel.LETTER


def test_the_passphrase_is_in_the_language_of_the_caller(take, session):
    take(language="es")
    assert session.scalar(select(Complaint.language)) == "es"


def test_the_same_page_sent_twice_is_one_complaint(take, session, client):
    page = client.get("/staff/intake")
    draft = re.search(r'name="draft" value="([^"]+)"', page.text)[1]
    first, second = take(draft), take(draft)
    passphrase = words_on(first)
    assert passphrase in second.text
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1
    changed = take(draft, wants_text="More.")
    assert changed.status_code == 409
    assert "This page was sent already" in shown(changed)
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_a_letter_of_last_week_shows_its_passphrase_again_for_five_minutes(take, client, clock):
    page = client.get("/staff/intake")
    draft = re.search(r'name="draft" value="([^"]+)"', page.text)[1]
    letter = {"channel": "letter", "received_on": "2025-06-10"}
    first = take(draft, **letter)
    passphrase = words_on(first)
    clock.advance(minutes=5)
    assert passphrase == words_on(take(draft, **letter))
    clock.advance(minutes=1)
    later = take(draft, **letter)
    assert later.status_code == 200
    assert words_on(later) == ""
    assert "The passphrase is shown only at the time of sending." in shown(later)


@pytest.mark.parametrize("other", [
    {"channel": "web"}, {"channel": "pigeon"}, {"channel": ""}, {"received_on": "2025-06-17"}, {"received_on": "soon"},
    {"received_on": ""}, {"received_on": "2024-01-01"}, {"received_on": "2025-06-01"}, {"language": "tlh"},
    {"technologies": []}, {"technologies": ["crystal-ball"]}, {"kinds": []}, {"narrative": ""},
    {"narrative": "x" * 10_001}, {"narrative": "a\x00b"}, {"month": "13"}, {"neighbourhood": "atlantis"}, {"about": ""},
    {"standing": "guardian"}, {"contact_wishes": ["shout"]}, {"safety": ""},
    {"mode": "anonymous"}, {"mode": ""}, {"standing": ""}, {"name": "", "email": ""},
], ids=str)  # fmt: skip
def test_a_wrong_answer_is_refused_with_everything_kept(take, session, other):
    page = take(**other)
    assert page.status_code == 422
    assert "Please check this page" in shown(page)
    assert 'class="field-error"' in page.text
    if "name" not in other:
        assert NAME in html.unescape(page.text)
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


@pytest.mark.parametrize("draft", ["nonsense", "A" * 300])
def test_a_broken_page_is_refused_with_everything_kept(take, session, draft):
    page = take(draft)
    assert page.status_code == 422
    assert "Press the button again" in shown(page)
    assert NARRATIVE in html.unescape(page.text)
    fresh = re.search(r'name="draft" value="([^"]+)"', page.text)[1]
    assert take(fresh).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.INTAKE_CLERK, Role.TRIAGE_SUPERVISOR)])
def test_who_does_not_take_complaints_cannot(client, session, technologies, role):
    sign_in(client, staff(session, role))
    assert client.get("/staff/intake").status_code == 403
    assert client.post("/staff/intake", data={"csrf_token": csrf_token(client), **TOLD}).status_code == 403


def test_nobody_gets_in_without_signing_in_or_from_another_site(client, session, technologies):
    assert client.get("/staff/intake").status_code == 303
    sign_in(client, staff(session, Role.INTAKE_CLERK))
    assert client.post("/staff/intake", data=TOLD).status_code == 400


def test_the_menu_leads_there(client, clerk):
    assert 'href="/staff/intake" aria-current="page"' in client.get("/staff/intake").text


def test_the_page_asks_in_the_order_of_the_paper(client, clerk, app, technologies, now):
    page = client.get("/staff/intake").text
    with app.test_request_context():
        here = Circumstances(app.extensions["profile"], "en", now.date(), technologies)
        names = [name for part in parts(here) for question in part.questions for name in question.names]
    # The caller's language is asked first.
    names = [name for name in names if name != "reply_language"]
    places = {name: page.find(f'name="{name}"') for name in names}
    assert not [name for name, place in places.items() if place < 0]
    assert sorted(places, key=places.get) == names


def test_what_the_clerk_says_first_is_on_the_page(client, clerk):
    words = shown(client.get("/staff/intake"))
    assert "You need not tell me your name." in words
    assert "Nobody can find the passphrase again." in words
    assert "nobody can be formally disciplined" in words


@pytest.fixture
def letter(take, client):
    """The caller's letter as PDF: `letter("es")`; other fields replace what the page holds."""

    def printing(language="en", **other):
        page = take(language=language)
        form = re.search(r'action="/staff/intake/letter".*?</form>', page.text, re.DOTALL)[0]
        told = {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
        return told, client.post("/staff/intake/letter", data=told | other)

    return printing


@pytest.mark.parametrize("language", ["en", "es", "bs", "vi", "zh", "ar"])
def test_the_letter_keeps_number_and_passphrase_on_two_sheets(letter, session, language):
    told, answer = letter(language)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    number = session.scalars(select(Complaint)).one().number
    reader = open_pdf(answer.data)
    first, second = (normalise(page.extract_text()) for page in reader.pages)
    number, words = normalise(number), normalise(told["passphrase"])
    assert number in first
    assert number not in second
    numbered = [f"{place} {word}" for place, word in enumerate(words.split(), start=1)]
    assert [each for each in numbered if each not in second] == []
    assert words not in first
    assert numbered[0] not in first
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    assert stated(reader, "pdfuaid:part") == "1"
    assert headings(reader)[0] == 1


def test_the_letter_is_kept_nowhere(letter, session):
    told, _answer = letter()
    for text in session.scalars(select(AuditEvent.details)):
        assert told["passphrase"] not in str(text)


@pytest.mark.parametrize("other", [
    {"receipt": ""}, {"receipt": "-----BEGIN RECEIPT-----\nAAAA\n-----END RECEIPT-----"}, {"passphrase": " "},
    {"passphrase": "x" * 201},
], ids=str)  # fmt: skip
def test_there_is_no_letter_for_what_is_not_ours(letter, other):
    assert letter(**other)[1].status_code == 400


def test_a_letter_in_a_language_nobody_speaks_here_is_in_the_citys_own(letter, client):
    told, _answer = letter("es")
    answer = client.post("/staff/intake/letter", data=told | {"language": "tlh"})
    assert open_pdf(answer.data).trailer["/Root"]["/Lang"].startswith("en")


def test_only_who_takes_complaints_prints_letters(client, session, technologies):
    sign_in(client, staff(session, Role.INVESTIGATOR))
    assert client.post("/staff/intake/letter", data={"csrf_token": csrf_token(client)}).status_code == 403
