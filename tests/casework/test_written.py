"""What somebody has half written on the page of a case stays there while they look something up."""

from __future__ import annotations

import re

from complaints.platform.accounts.permissions import Role
from tests import cast


def text_of(response):
    return response.get_data(as_text=True)


def form_of(page, tag):
    return re.search(r'form="([^"]+)"', re.search(tag, page).group(0)).group(1)


def test_opening_something_keeps_the_note_and_the_message_that_are_half_written(signed_in, filed):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    typed = {"note-body": "Half a note", "note-form_id": "n1", "body": "Half a message", "form_id": "m1"}
    page = text_of(cast.send(client, f"/staff/cases/{filed}/open", what="statement", **typed))
    assert "An officer looked me up" in page
    assert ">\nHalf a note</textarea>" in page
    assert ">\nHalf a message</textarea>" in page
    assert 'name="note-form_id" value="n1"' in page
    assert 'name="form_id" value="m1"' in page


def test_the_button_that_opens_and_both_texts_belong_to_one_form(signed_in, filed):
    page = text_of(signed_in(Role.TRIAGE_SUPERVISOR).get(f"/staff/cases/{filed}"))
    tags = ['<textarea[^>]* name="note-body"[^>]*>', '<textarea[^>]* name="body"[^>]*>',
            '<button[^>]* value="statement"[^>]*>',
            '<button[^>]*/notes"[^>]*>', '<button[^>]*/messages#[^>]*>']  # fmt: skip
    assert {form_of(page, tag) for tag in tags} == {"written"}
    assert page.count('id="written"') == 1


def test_a_note_that_is_refused_keeps_the_message_and_the_other_way_round(signed_in, filed):
    client = signed_in(Role.TRIAGE_SUPERVISOR)
    refused = cast.send(client, f"/staff/cases/{filed}/notes", **{"note-body": " ", "body": "Half a message"})
    assert "Half a message</textarea>" in text_of(refused)
    refused = cast.send(client, f"/staff/cases/{filed}/messages", **{"note-body": "Half a note", "body": " "})
    assert "Half a note</textarea>" in text_of(refused)
