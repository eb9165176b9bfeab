"""The form on paper asks what the form on the screen asks, in every language, on tagged pages."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict

from complaints.intake.forms import FORMS, Circumstances
from complaints.intake.forms.counter import CounterForm
from complaints.intake.pages import FINDER
from complaints.intake.paper import blank as papers
from complaints.intake.paper.questions import LEFT_OUT, Answer, parts
from complaints.platform.jurisdiction.localised import Localised
from tests.intake.conftest import FILLED
from tests.reports.editions.pdf_structure import fonts, headings, is_embedded, open_pdf, stated, structure, text_of

LANGUAGES = ("en", "es", "bs", "vi", "zh", "ar")


@pytest.fixture
def circumstances(app, technologies, now):
    """What a form knows in a language: `circumstances("es")`."""

    def knowing(language="en"):
        return Circumstances(app.extensions["profile"], language, now.date(), technologies)

    with app.test_request_context():
        yield knowing


def asked(circumstances):
    return [question for part in parts(circumstances) for question in part.questions]


def test_every_field_of_the_form_is_on_the_paper_once(circumstances):
    here = circumstances()
    on_paper = [name for question in asked(here) for name in question.names]
    assert len(on_paper) == len(set(on_paper))
    on_screen = {
        field.name
        for page, form in FORMS.items()
        if page not in FINDER
        for field in form(MultiDict(), here)
        if field.name not in LEFT_OUT
    }
    assert set(on_paper) == on_screen


def test_the_parts_come_in_the_order_of_the_form(circumstances):
    pages = [part.page for part in parts(circumstances())]
    assert pages == [page for page in FORMS if page in pages]
    assert set(FILLED) <= set(pages)


def test_a_clerk_finds_every_answer_of_the_paper_on_the_staff_page(circumstances):
    here = circumstances()
    on_screen = {field.name for field in CounterForm(MultiDict(), here)}
    # The caller's language is asked once there, as the language of the complaint.
    missing = {name for question in asked(here) for name in question.names} - on_screen
    assert missing <= {"reply_language"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_offers_what_the_screen_offers(circumstances, language):
    here = circumstances(language)
    with force_locale(language):
        fields = {
            field.name: field for page, form in FORMS.items() if page not in FINDER for field in form(MultiDict(), here)
        }
        for question in asked(here):
            if question.answer in (Answer.ONE, Answer.SEVERAL):
                offered = [str(choice.label) for choice in fields[question.names[0]].iter_choices() if choice.value]
                assert [label for label, _hint in question.choices] == offered
            if question.answer is not Answer.DATE:
                assert question.label == str(fields[question.names[0]].label.text)


def test_what_the_screen_insists_on_is_marked(circumstances):
    needed = {question.names[0] for question in asked(circumstances()) if question.is_needed}
    assert {"technologies", "kinds", "narrative", "about", "mode", "month"} <= needed
    assert not needed & {"name", "place_text", "wants", "when_text"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_and_has_every_question(client, session, technologies, circumstances, language):
    prefix = "" if language == "en" else f"/{language}"
    answer = client.get(f"{prefix}/paper.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert f"complaint-form-{language}.pdf" in answer.headers["Content-Disposition"]
    reader = open_pdf(answer.data)
    assert (stated(reader, "pdfuaid:part"), stated(reader, "pdfaid:part")) == ("1", "2")
    assert all(is_embedded(font) for font in fonts(reader))
    assert reader.trailer["/Root"]["/Lang"].startswith(language)
    assert set(headings(reader)) == {1, 2}
    items = [element for element in structure(reader).all() if element.kind == "LI"]
    with force_locale(language):
        questions = asked(circumstances(language))
    assert len(items) == sum(len(question.choices) for question in questions)
    if language == "en":
        text = text_of(answer.data)
        for question in questions:
            assert question.label in text
            for label, _hint in question.choices:
                assert label in text


def test_the_pdf_is_the_same_all_day_and_the_page_sets_no_cookie(client, session, technologies, clock):
    first = client.get("/paper.pdf")
    clock.advance(hours=1)
    assert client.get("/paper.pdf").data == first.data
    for answer in (first, client.get("/paper")):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_the_page_asks_the_same(client, session, technologies, circumstances):
    page = client.get("/paper")
    words = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
    for question in asked(circumstances()):
        assert " ".join(question.label.split()) in words
        for label, _hint in question.choices:
            assert " ".join(label.split()) in words
    assert "You need not give your name, and you need not sign." in words
    assert "style=" not in page.text
    assert "<script>" not in page.text


def test_no_address_is_invented(client, session, technologies):
    assert "City of St. Louis has not stated an address for paper forms." in client.get("/paper").text


def test_the_citys_own_words_say_where_to_bring_it(client, app, session, technologies):
    profile = app.extensions["profile"]
    told = Localised((("en", "Bring it to room 7 of the town hall."),), "en")
    app.extensions["profile"] = replace(profile, texts={**profile.texts, papers.WHERE_TEXT: told})
    assert "Bring it to room 7 of the town hall." in client.get("/paper").text
    assert "has not stated an address" not in client.get("/paper").text
