"""A page in Spanish has no English left: not a word of the catalogue, and no sentence that never went through it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from complaints.intake import finder
from complaints.intake.rules import Flag
from complaints.platform.accounts.permissions import Role
from complaints.platform.web.filters import moment, number
from complaints.platform.web.locale import ENVIRON_KEY, regional
from tests import cast
from tests.applications import NOW
from tests.intake.conftest import FILLED, PAGES, Resident, words_on
from tests.translations.visible import left_in_english

TYPED = {answer for page in FILLED.values() for answer in page.values() if isinstance(answer, str)}
"""What the resident of these tests wrote: it stays as it is in any language."""
OPEN_PAGES = (
    "/", "/complain", "/complain?technology=license-plate-readers", "/follow", "/verify", "/technologies",
    "/technologies/license-plate-readers", "/technologies/mugshot-comparison", "/technologies/not-known", "/reports",
    "/privacy", "/accessibility", "/staff/sign-in", "/no-such-page",
)  # fmt: skip
SIGN = {way.code: way.signs[0].code for way in finder.WAYS}
"""One thing noticed, for each way of noticing."""


def walks(client, clock):
    """A resident at the Spanish form and one at the English."""
    both = Resident(client, "/es"), Resident(client)
    clock.advance(minutes=1)
    return both


@pytest.fixture
def names(reader):
    return reader.names | TYPED


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_a_page_that_is_open_to_all_is_whole(reader, registry, path):
    assert not reader.untranslated(path)


def test_an_english_sentence_on_a_page_is_seen():
    spanish = "<html lang='es'><p>Una frase.</p><p>Follow your complaint</p><p>Nobody put this through.</p></html>"
    assert left_in_english(spanish, "<p>Nobody put this through.</p>") == [
        "Follow your complaint",
        "Nobody put this through.",
    ]


def test_what_is_marked_as_english_is_let_pass():
    page = "<p lang='en'>About 650 cameras and trailers together.</p><p translate='no'>Follow your complaint</p>"
    assert not left_in_english(page, page)


def test_every_step_of_the_form_is_whole(client, clock, registry, names):
    spanish, english = walks(client, clock)
    for step, target in pairwise(PAGES):
        assert not left_in_english(spanish.page.text, english.page.text, names), step
        spanish.post(target, step, **FILLED[step])
        english.post(target, step, **FILLED[step])
    assert "Revise sus respuestas" in spanish.text
    assert not left_in_english(spanish.page.text, english.page.text, names)


@pytest.mark.parametrize("step", [page for page in PAGES if page not in ("where", "wants", "contact", "review")])
def test_every_refusal_of_the_form_is_whole(client, clock, registry, names, step):
    spanish, english = walks(client, clock)
    target = PAGES[PAGES.index(step) + 1]
    for resident in (spanish, english):
        resident.walk(until=step)
        assert resident.post(target, step).status_code == 422
    assert not left_in_english(spanish.page.text, english.page.text, names)


@pytest.mark.parametrize("way", [way.code for way in finder.WAYS])
def test_the_questions_that_find_a_technology_are_whole(client, clock, registry, names, way):
    spanish, english = walks(client, clock)
    steps = (("find", "technology", {}), ("signs", "find", {"way": way}), ("likely", "signs", {"signs": [SIGN[way]]}))
    for target, step, fields in steps:
        for resident in (spanish, english):
            assert resident.post(target, step, **fields).status_code == 200
        assert not left_in_english(spanish.page.text, english.page.text, names), target


def filed(resident):
    """Send the complaint; its number and passphrase as the resident notes them down."""
    resident.walk()
    assert resident.send().status_code == 200
    number = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", resident.text)[0]
    return {"number": number, "passphrase": words_on(resident.page)}


def test_the_receipt_and_the_page_of_a_complaint_are_whole(client, clock, registry, names):
    spanish, english = walks(client, clock)
    keys = filed(spanish), filed(english)
    assert not left_in_english(spanish.page.text, english.page.text, names)
    pages = [client.post(f"{prefix}/follow", data=key) for prefix, key in zip(("/es", ""), keys, strict=True)]
    assert "Lectores de placas" in pages[0].text
    assert not left_in_english(pages[0].text, pages[1].text, names)
    wrong = {"number": keys[0]["number"], "passphrase": "one two three four five six seven eight"}
    refused = [client.post(f"{prefix}/follow", data=wrong) for prefix in ("/es", "")]
    assert not left_in_english(refused[0].text, refused[1].text, {*names, wrong["passphrase"]})


def lists_of(app):
    """The staff pages that need nothing but a person who may open them; the log is in codes, and no prose."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/staff/") and not rule.arguments)
    left_out = {"accounts.sign_in", "accounts.start", "audit.log", "registry_staff.export"}
    return [rule.rule for rule in rules if "GET" in (rule.methods or ()) and rule.endpoint not in left_out]


@pytest.mark.parametrize("role", list(Role))
def test_the_staff_pages_of_each_role_are_whole(reader, app, session, registry, role):
    cast.file_complaint(session, app)
    person = cast.staff(session, role, unit="")
    session.commit()
    reader.sign_in(person)
    opened = [path for path in lists_of(app) if reader.client.get(path).status_code == 200]
    assert opened
    assert not {path: left for path in opened if (left := reader.untranslated(path))}


def test_the_page_of_a_case_and_its_steps_are_whole(reader, app, session, registry):
    investigator = cast.staff(session, Role.INVESTIGATOR)
    case = cast.case_being_investigated(session, app, investigator, flags=frozenset({Flag.SAFETY_RISK}))
    number, supervisor = case.complaint.number, cast.staff(session, Role.TRIAGE_SUPERVISOR)
    session.commit()
    reader.names |= {investigator.name, supervisor.name}
    for person, paths in (
        (supervisor, ("", "/conflicts")),
        (investigator, ("", "/moves/hold", "/moves/send_to_review")),
    ):
        reader.sign_in(person)
        wrong = {path: reader.untranslated(f"/staff/cases/{number}{path}") for path in paths}
        assert not {path: left for path, left in wrong.items() if left}


def test_numbers_and_hours_are_written_as_the_country_of_the_city_writes_them(app):
    with app.test_request_context("/", environ_overrides={ENVIRON_KEY: "es"}):
        assert number(12_345) == "12,345"
        assert moment(NOW) == "16 de junio de 2025 a las 10:00\u202fa.m."
    assert regional("es", "Europe/Madrid") == "es_ES"
    assert regional("bs", "America/Chicago") == "bs"
