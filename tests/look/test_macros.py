"""What the macros write: whole HTML, a label for every field, errors beside and above, and no count that is hidden."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

VOID = frozenset(["br", "col", "hr", "img", "input", "link", "meta", "wbr", "path", "rect", "line", "circle"])
ALL = ("fields", "fields?refused", "question", "parts", "staff")


class Reader(HTMLParser):
    """Reads a page strictly: every element closed in turn; keeps ids, references and what it met."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.trouble: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        self.trouble += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if len(named) != len(attrs):
            self.trouble.append(f"an attribute twice: {self.get_starttag_text()}")
        self.elements.append((tag, named))
        self.ids += [value for name, value in attrs if name == "id" and value is not None]
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.refers += (named.get(name) or "").split()
        self.refers += [named["href"][1:]] if tag == "a" and _is_local(named.get("href")) else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.trouble.append(f"closed out of turn: {tag} at {self.getpos()}")


def _is_local(href: str | None) -> bool:
    return bool(href and href.startswith("#") and len(href) > 1)


@pytest.mark.parametrize("name", ALL)
def test_the_html_is_whole_and_every_id_is_there_once(visitor: FlaskClient, name: str) -> None:
    page = Reader(visitor.get(f"/gallery/{name}").text)
    assert page.trouble == []
    assert [id for id, times in Counter(page.ids).items() if times > 1] == []


@pytest.mark.parametrize("name", ["fields", "fields?refused", "question"])
def test_every_reference_of_a_form_leads_somewhere(visitor: FlaskClient, name: str) -> None:
    page = Reader(visitor.get(f"/gallery/{name}").text)
    assert set(page.refers) - {"back"} <= set(page.ids)


@pytest.mark.parametrize("name", ["fields", "fields?refused", "question", "staff"])
def test_every_field_has_a_label(visitor: FlaskClient, name: str) -> None:
    page = Reader(visitor.get(f"/gallery/{name}").text)
    labelled = {attrs.get("for") for tag, attrs in page.elements if tag == "label"}
    fields = [
        attrs
        for tag, attrs in page.elements
        if tag in ("input", "select", "textarea") and attrs.get("type") not in ("hidden", "submit")
    ]
    assert fields
    assert [attrs["id"] for attrs in fields if attrs["id"] not in labelled] == []


@pytest.mark.parametrize("name", ALL)
def test_no_page_carries_a_style_or_a_placeholder(visitor: FlaskClient, name: str) -> None:
    page = Reader(visitor.get(f"/gallery/{name}").text)
    assert not [tag for tag, attrs in page.elements if tag == "style" or "style" in attrs or "placeholder" in attrs]
    assert [attrs["src"] for tag, attrs in page.elements if tag == "script"] == [
        next(str(attrs["src"]) for tag, attrs in page.elements if tag == "script")
    ]


def test_a_refused_form_keeps_what_was_typed_and_says_each_error_twice(visitor: FlaskClient) -> None:
    text = visitor.get("/gallery/fields?refused").text
    assert 'value="yesterday"' in text
    assert "x" * 60 in text
    assert 'value="13"' in text
    assert text.count("Tell us where it happened.") == 2
    assert text.count("Use a month from 1 to 12.") == 2
    assert '<a href="#place">Tell us where it happened.</a>' in text


def test_a_hidden_count_leaves_as_a_range_in_table_and_chart(gallery: Flask) -> None:
    source = """{% from "macros/tables.html" import counts %}{% from "macros/chart.html" import bars %}
    {{ counts("c", "f", ["n"], [("a", [(0, 4)]), ("b", [12])]) }}
    {{ bars("x", "t", [("a", (0, 4)), ("b", 12)], "f", "n") }}"""
    with gallery.test_request_context("/"):
        text = render_template_string(source)
    assert text.count("0–4") == 2
    assert text.count("Hatched: hidden to protect people.") == 2
    assert '<td class="number">12</td>' in text


@pytest.mark.parametrize(
    ("arguments", "level", "words"),
    [
        ("days_left=-2", "late", "2 days late"),
        ("days_left=0", "soon", "due today"),
        ("days_left=7", "soon", "7 days left"),
        ("days_left=8", "fine", "8 days left"),
        ("days_left=-2, paused=true", "paused", "paused"),
        ("days_left=3, met=true", "done", "done in time"),
        ("days_left=-3, met=true", "done", "done late"),
        ("", "fine", "no date"),
    ],
)
def test_a_clock_says_in_words_and_shape_what_its_color_says(
    gallery: Flask, arguments: str, level: str, words: str
) -> None:
    source = '{% from "macros/tags.html" import clock %}{{ clock("Finish", ' + arguments + ") }}"
    with gallery.test_request_context("/"):
        text = render_template_string(source)
    assert f'class="clock clock-{level}"' in text
    assert f"<strong>{words}</strong>" in text
    assert "<svg" in text


def test_what_a_resident_wrote_is_never_markup(gallery: Flask) -> None:
    source = """{% from "macros/timeline.html" import messages %}{% from "macros/summary.html" import row %}
    {{ messages([{"at": none, "body": said, "from_us": false}]) }}{{ row("What", said) }}{{ row("Many", [said]) }}"""
    with gallery.test_request_context("/"):
        text = render_template_string(source, said="<script>alert(1)</script>\n<b>")
    assert "<script" not in text
    assert "<b>" not in text
    assert text.count("&lt;script&gt;") == 3
