"""Every field × everything that is bad for it: a clear answer in place, what was typed kept, nothing stored, no 500."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import func, select

from complaints.intake.forms import FORMS
from complaints.intake.models import Complaint
from complaints.intake.pages import Page
from complaints.intake.rules import MOST_CHARACTERS
from tests.intake.conftest import FILLED, PAGES

TEXTS = {
    "technology_text": ("technology", "technology_text"),
    "narrative": ("what", "narrative"),
    "when_text": ("when", "when"),
    "place_text": ("where", "place"),
    "about_text": ("about", "about"),
    "wants_text": ("wants", "wants_text"),
    "interpreter_text": ("contact", "interpreter"),
    "contact_text": ("contact", "contact"),
    "name": ("who", "name"),
    "email": ("who", "email"),
    "phone": ("who", "phone"),
    "address": ("who", "address"),
    "whom_text": ("whom", "whom"),
}
"""Fields of words: their page, and their row among the longest answers."""
NUMBERS = ("month", "day", "year", "until_month", "until_day", "until_year")
ONE_OF = {"safety": "safety", "neighbourhood": "where", "about": "about", "reply_language": "contact",
          "mode": "you", "standing": "you", "whom_knows": "whom"}  # fmt: skip
SOME_OF = {"technologies": "technology", "kinds": "wrong", "flags": "about", "wants": "wants",
           "contact_wishes": "contact", "way": "find", "signs": "signs"}  # fmt: skip
TICKS = {"day_unknown": "when", "is_several": "when", "needs_interpreter": "contact"}
UNSEEN = {"seen", "looking_for", "looked_for", "shown", "pressed"}
"""Not answers: what was shown, and what was searched for."""

SCRIPT = "<script>alert(1)</script>"
STRANGE = {
    "a control character": "be\x07fore",
    "a NUL byte": "be\x00fore",
    "an override of direction": "be\u202efore",
    "an isolate of direction": "be\u2066fore\u2069",
}
FINE = {
    "a picture": "👩‍👩‍👧 🚓",
    "a mark of right-to-left writing": "مرحبا\u200f!",
    "a script": SCRIPT,
    "a formula": "=1+1",
    "SQL": "'); DROP TABLE complaint;--",
    "a template": "{{ 7*7 }}${7*7}",
}
BAD_PARTS = ("June", "2nd", "-6", "+6", "6.0", "1_0", "0", "99", "", " ", "\x00", "\u202e6", "9" * 5000, SCRIPT,
             "👩‍👩‍👧", "٦٦", "½", "²")  # fmt: skip
"""No part of a date."""
BAD_CHOICES = ("", "nonsense", "YES", "\x00", "\u202eyes", SCRIPT, "👩‍👩‍👧", "x" * 100_000)
MAY_BE_EMPTY = {"neighbourhood", "flags", "wants", "contact_wishes"}
BODY = 10 * 1024 * 1024


def target_of(page):
    """Where Continue of that page leads."""
    return {"find": "signs", "signs": "likely", "whom": "review"}.get(page) or PAGES[PAGES.index(page) + 1]


@pytest.fixture
def at(resident):
    """Walks to a page: `at("whom")`; every page before it is answered rightly."""

    def walk(page):
        if page == "whom":
            resident.walk(you={**FILLED["you"], "standing": "guardian"})
        elif page in ("find", "signs"):
            resident.walk(until="technology")
            resident.post("find", "technology")
            if page == "signs":
                resident.post("signs", "find", way="device")
        else:
            resident.walk(until=page)
        return resident

    return walk


def filled(page, **fields):
    """The right answers of a page but for some."""
    others = {"whom": {"whom_knows": "yes"}, "find": {"way": "device"}, "signs": {"signs": ["trailer"]}}
    return {**(others.get(page) or FILLED[page]), **fields}


@pytest.fixture(autouse=True)
def _nothing_is_stored(session):
    yield
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


def shown_again(answer, field, text):
    """Whether the field holds that text, as the browser would show it."""
    area = re.search(rf'<textarea[^>]*name="{field}"[^>]*>\n?(.*?)</textarea>', answer.text, re.DOTALL)
    line = re.search(rf'<input[^>]*name="{field}"[^>]*value="([^"]*)"', answer.text)
    held = html.unescape((area or line)[1])
    return held == text


def test_the_matrix_knows_every_field_there_is():
    known = {*TEXTS, *NUMBERS, *ONE_OF, *SOME_OF, *TICKS, *UNSEEN}
    asked = {
        name for page, form in FORMS.items() if page is not Page.LIKELY for name in dir(form)
        if hasattr(getattr(form, name), "field_class")
    }  # fmt: skip
    assert asked <= known
    assert known - asked <= UNSEEN


@pytest.mark.parametrize("field", TEXTS)
def test_what_cannot_be_kept_is_taken_out_and_said_and_the_rest_stands_there(at, field):
    page, _row = TEXTS[field]
    resident = at(page)
    draft = resident.draft
    for name, strange in STRANGE.items():
        text = f"{strange}@example.org 555-0100" if field == "phone" else strange
        answer = resident.post(target_of(page), page, draft, **filled(page, **{field: text}))
        assert answer.status_code == 422, name
        assert "could not be kept" in resident.text, name
        assert shown_again(answer, field, re.sub("[\x00\x07\u202e\u2066\u2069]", "", text)), name


@pytest.mark.parametrize("field", [name for name in TEXTS if name not in ("email", "phone")])
def test_what_only_looks_dangerous_is_taken_as_written_and_never_runs(at, field):
    page, _row = TEXTS[field]
    resident = at(page)
    draft = resident.draft
    for name, fine in FINE.items():
        answer = resident.post(target_of(page), page, draft, **filled(page, **{field: fine}))
        assert answer.status_code == 200, name
        back = resident.post(page, target_of(page), **(FILLED.get(target_of(page)) or {}))
        assert shown_again(back, field, fine), name
        assert SCRIPT not in back.text, name


@pytest.mark.parametrize("field", ["email", "phone"])
def test_what_is_no_address_and_no_number_is_refused_and_kept(at, field):
    resident = at("who")
    draft = resident.draft
    for name, fine in FINE.items():
        answer = resident.post("review", "who", draft, **filled("who", **{field: fine}))
        assert answer.status_code == 422, name
        assert shown_again(answer, field, fine), name
        assert SCRIPT not in answer.text, name


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_that_is_too_long_is_refused_with_every_letter_kept(at, field):
    page, row = TEXTS[field]
    resident = at(page)
    draft = resident.draft
    for over, letter in ((7, "7" if field == "phone" else "ü"), (1_000_000, "7")):
        text = letter * (MOST_CHARACTERS[row] + over)
        answer = resident.post(target_of(page), page, draft, **filled(page, **{field: text}))
        assert answer.status_code == 422, over
        assert f"{over} characters too long" in resident.text, over
        assert shown_again(answer, field, text), over


@pytest.mark.parametrize("field", [*TEXTS, "month", "safety", "kinds"])
def test_ten_megabytes_are_not_read_and_the_page_says_what_to_do(at, field):
    page = TEXTS[field][0] if field in TEXTS else {"safety": "safety", "kinds": "wrong"}.get(field, "when")
    resident = at(page)
    draft = resident.draft
    for prefix in ("", "/es"):
        resident.prefix = prefix
        answer = resident.post(target_of(page), page, draft, **filled(page, **{field: "x" * BODY}))
        assert answer.status_code == 413
        assert f'<html lang="{prefix[1:] or "en"}"' in answer.text
        assert ("too large" in resident.text and "Go back" in resident.text) is (prefix == "")
        assert "xxxx" not in answer.text


@pytest.mark.parametrize("field", NUMBERS)
def test_no_part_of_a_date_is_guessed_at(at, field):
    resident = at("when")
    draft = resident.draft
    whole = {"month": "6", "day": "2", "year": "2025", "until_month": "6", "until_day": "9", "until_year": "2025"}
    for bad in BAD_PARTS:
        answer = resident.post("technology", "when", draft, **{**whole, field: bad})
        if not bad.strip() and field.endswith("day"):
            # A day that is not known leaves the month, and that is an answer.
            assert answer.status_code == 200, ascii(bad)
            continue
        if (bad, field.removeprefix("until_")) == ("June", "month") or (bad, field) == ("99", "year"):
            # The name of a month and a year of two digits are read, not guessed at.
            assert answer.status_code == 200, ascii(bad)
            continue
        assert answer.status_code == 422, ascii(bad)
        assert 'class="field-error"' in answer.text, ascii(bad)
        assert bad == "\x00" or shown_again(answer, field, bad), ascii(bad)
        assert SCRIPT not in answer.text


@pytest.mark.parametrize("field", ["month", "until_month"])
def test_days_that_are_past_are_taken_and_days_to_come_are_not(at, field):
    resident = at("when")
    draft = resident.draft
    day, year = (field.replace("month", part) for part in ("day", "year"))
    first = {"month": "1", "day": "1", "year": "1990"} if field == "until_month" else {}
    for written, status in (
        (("6", "16", "2025"), 200), (("6", "17", "2025"), 422), (("7", "", "2025"), 422), (("", "", "2026"), 422),
        (("", "", "2025"), 200), (("1", "1", "1990"), 200), (("12", "31", "1989"), 422), (("", "", "9999"), 422),
    ):  # fmt: skip
        fields = {**first, **dict(zip((field, day, year), written, strict=True))}
        assert resident.post("technology", "when", draft, **fields).status_code == status, written


@pytest.mark.parametrize("field", [*ONE_OF, *SOME_OF])
def test_an_answer_that_was_not_offered_is_refused_in_place(at, field):
    page = (ONE_OF | SOME_OF)[field]
    resident = at(page)
    draft = resident.draft
    for bad in BAD_CHOICES:
        answer = resident.post(target_of(page), page, draft, **filled(page, **{field: bad or []}))
        if bad == "" and field in (*MAY_BE_EMPTY, "reply_language"):
            assert answer.status_code == 200, field
            continue
        assert answer.status_code == 422, ascii(bad[:20])
        assert f'name="step" value="{page}"' in answer.text
        assert "Please check this page" in resident.text
        assert SCRIPT not in answer.text


@pytest.mark.parametrize("field", TICKS)
def test_a_tick_is_a_tick_whatever_it_holds(at, field):
    page = TICKS[field]
    resident = at(page)
    draft = resident.draft
    for value in ("", "0", "\x00", SCRIPT, "x" * 100_000):
        answer = resident.post(target_of(page), page, draft, **filled(page, **{field: value}))
        assert answer.status_code in (200, 422), ascii(value[:20])
        assert SCRIPT not in answer.text
