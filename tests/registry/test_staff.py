"""The steward's pages."""

from __future__ import annotations

import html
import io
import re
from datetime import date

import pytest

from complaints.platform.accounts.permissions import Role
from complaints.platform.audit import Actor
from complaints.platform.audit.service import events_about
from complaints.registry import service
from complaints.registry.models import PolicyFile
from tests.cast import csrf_token, send, sign_in, staff

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
EDIT = "/staff/technologies/fixed-cameras"


def typed(page):
    """What stands in the form of a page, by field."""
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n([^<]*)</textarea>', page))
    fields.pop("remove_file", None)
    return {name: html.unescape(text) for name, text in fields.items()}


def save(client, slug="fixed-cameras", **changes):
    url = f"/staff/technologies/{slug}"
    return client.post(url, data={**typed(client.get(url).text), "csrf_token": csrf_token(client), **changes})


def upload(client, url, content, **fields):
    """A form with a file, as bytes: the test client would put a large one into a temporary file and forget it."""
    edge = "b0undary"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="policy_file"; filename="policy.pdf"\r\n\r\n'
    body = "".join([*parts, head]).encode() + content + f"\r\n--{edge}--\r\n".encode()
    return client.post(url, data=body, content_type=f"multipart/form-data; boundary={edge}")


@pytest.mark.parametrize("path", ["", "/new", "/import", "/export.csv", "/fixed-cameras", "/fixed-cameras/history"])
def test_only_the_steward_opens_the_registry(client, session, registry, path):
    url = f"/staff/technologies{path}"
    assert client.get(url).headers["Location"].startswith("/staff/sign-in?next=")
    sign_in(client, staff(session, Role.AUDITOR))
    assert client.get(url).status_code == 403
    sign_in(client, staff(session, Role.TECHNOLOGY_STEWARD))
    assert client.get(url).status_code == 200


def test_an_edit_keeps_the_old_version_with_who_and_when(client, session, registry, steward, clock):
    clock.advance(hours=9)
    answer = save(client, funding="Paid by a state grant.", change_note="Told by the budget office.")
    assert (answer.status_code, answer.headers["Location"]) == (303, EDIT)
    technology = service.by_slug(session, "fixed-cameras")
    assert technology.current.funding == "Paid by a state grant."
    assert technology.current_version == 2
    assert service.version_of(session, technology, 1).funding == ""
    page = client.get(f"{EDIT}/history").text
    assert "Stella Steward" in page
    assert "June 16, 2025 at 7:00\u202fPM" in page
    assert "Told by the budget office." in page
    assert re.search(r"How it is funded.*Not stated.*Paid by a state grant\.", page, re.DOTALL)


def test_an_edit_is_in_the_log_with_names_of_fields_and_no_words(client, session, registry, steward):
    save(client, funding="Paid by a state grant.", retention_days="45")
    event = events_about(session, "technology:fixed-cameras")[-1]
    assert (event.action, event.actor) == ("technology.changed", f"staff:{steward.id}")
    assert event.details == '{"fields":"funding,retention_days","version":2}'


def test_saving_without_a_change_makes_no_version(client, session, registry, steward):
    assert save(client).status_code == 303
    assert "Nothing was changed." in client.get(EDIT).text
    assert service.by_slug(session, "fixed-cameras").current_version == 1


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", " ", "Write something here."),
        ("name", "x" * 121, "This is too long. Use at most 120 characters."),
        ("use", "x" * 5001, "This is too long. Use at most 5000 characters."),
        ("units_count", "about 650", "Write a whole number in digits, without commas or words."),
        ("units_count", "9" * 30, "This number is too large. The most is 1000000."),
        ("retention_days", "-1", "Write a whole number in digits, without commas or words."),
        ("policy_since", "2/23/2024", "Write the date as year, month and day, like 2024-02-23."),
        ("policy_since", "2025-06-17", "This date is in the future."),
        ("policy_url", "javascript:alert(1)", "Write a whole web address that begins with https://."),
        ("policy_url", "https://user@example.org", "Write a whole web address that begins with https://."),
        ("source", "a\x00b", "There is a character in this text that cannot be shown. Type the text again."),
        ("use", "a\x85b", "There is a character in this text that cannot be shown. Type the text again."),
        ("use", "a\ue000b", "There is a character in this text that cannot be shown. Type the text again."),
        ("name", "a\ufffeb", "There is a character in this text that cannot be shown. Type the text again."),
        ("name", "a\U000f0000b", "There is a character in this text that cannot be shown. Type the text again."),
        ("change_note", "x" * 301, "This is too long. Use at most 300 characters."),
        ("change_note", "a\x00b", "There is a character in this text that cannot be shown. Type the text again."),
    ],
)
def test_a_field_that_cannot_be_is_refused_beside_it_and_everything_typed_stays(
    client, session, registry, steward, field, text, words
):
    answer = save(client, **{"funding": "A grant, typed before.", field: text})
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"[^>]*>.*?{re.escape(words)}', answer.text, re.DOTALL)
    assert "A grant, typed before." in answer.text
    assert service.by_slug(session, "fixed-cameras").current_version == 1


def test_of_two_who_edit_at_once_the_second_is_told_and_keeps_what_was_typed(client, session, registry, steward, now):
    mine = {**typed(client.get(EDIT).text), "funding": "My words on funding.", "area": "My area."}
    other = service.by_slug(session, "fixed-cameras")
    theirs = {"use": "Their words on use.", "area": "Their area."}
    service.edit(session, other, theirs, Actor.system(), now, "", 1)
    session.commit()
    answer = send(client, EDIT, **mine)
    assert answer.status_code == 409
    assert "Somebody else changed this entry meanwhile" in answer.text
    assert "You both changed: Area covered." in answer.text
    again = typed(answer.text)
    assert again["funding"] == "My words on funding."
    assert again["use"] == "Their words on use."
    assert again["area"] == "My area."
    assert send(client, EDIT, **again).status_code == 303
    current = service.by_slug(session, "fixed-cameras").current
    assert (current.version, current.use, current.funding) == (3, "Their words on use.", "My words on funding.")


@pytest.mark.parametrize("version", ["", "x", "0", "2", "99999999999"])
def test_a_form_that_names_a_version_there_is_not_is_refused(client, registry, steward, version):
    assert save(client, expected_version=version).status_code == 400


def test_a_policy_is_kept_as_a_file_and_can_be_taken_off_again(client, session, registry, steward):
    answer = save(client, policy_file=(io.BytesIO(PDF), "../../Camera policy.pdf"))
    assert answer.status_code == 303
    assert "Kept now: Camera-policy.pdf" in client.get(EDIT).text
    kept = service.by_slug(session, "fixed-cameras").current.policy_file_id
    assert kept is not None
    assert save(client, use="Watches streets.").status_code == 303
    assert service.by_slug(session, "fixed-cameras").current.policy_file_id == kept
    assert save(client, remove_file="y").status_code == 303
    assert service.by_slug(session, "fixed-cameras").current.policy_file_id is None
    assert client.get("/technologies/fixed-cameras/versions/2/policy").data == PDF


def test_the_same_file_is_kept_once(client, session, registry, steward):
    save(client, policy_file=(io.BytesIO(PDF), "a.pdf"))
    save(client, slug="in-car-video", policy_file=(io.BytesIO(PDF), "b.pdf"))
    assert session.query(PolicyFile).count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty. Choose another."),
        (b"<html>%PDF-1.7", "This is not a PDF file."),
        (b"%PDF-1.7 cut off", "This is not a PDF file."),
        (b"%PDF-" + b"x" * 1_500_000 + b"%%EOF", "This file is too large. It may have up to 1500 KB."),
    ],
)
def test_a_file_that_is_no_policy_is_refused_and_what_was_typed_stays(
    client, session, registry, steward, content, words
):
    fields = {**typed(client.get(EDIT).text), "csrf_token": csrf_token(client), "use": "Watches streets."}
    answer = upload(client, EDIT, content, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Watches streets." in answer.text
    assert session.query(PolicyFile).count() == 0


def test_a_request_that_is_far_too_large_gets_a_page(client, registry, steward):
    assert upload(client, EDIT, b"x" * 3_000_000, csrf_token=csrf_token(client)).status_code == 413


def test_a_new_technology_gets_its_address_from_its_name_and_comes_last(client, session, registry, steward):
    answer = send(client, "/staff/technologies/new", type="drone", name="Drones (Größe M)", slug="", use="")
    assert answer.headers["Location"] == "/staff/technologies/drones-grosse-m"
    everything = [technology.slug for technology in service.listed(session)]
    assert everything[-2:] == ["drones-grosse-m", "not-known"]
    assert "Drones (Größe M)" in client.get("/technologies").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "Drones", "type": ""}, "Choose a kind."),
        ({"name": "Drones", "type": "not_known"}, "Choose a kind."),
        ({"name": "Drones", "type": "laser"}, "Choose a kind."),
        ({"name": "", "type": "drone"}, "Write something here."),
        ({"name": "Drones", "type": "drone", "slug": "Drones!"}, "Use small letters, digits and single hyphens"),
        ({"name": "Drones", "type": "drone", "slug": "import"}, "Use small letters, digits and single hyphens"),
        ({"name": "дрон", "type": "drone"}, "No address can be made from this name."),
        ({"name": "Fixed cameras", "type": "drone"}, "Another technology has this address already."),
    ],
)
def test_a_new_technology_that_cannot_be_is_refused(client, session, registry, steward, fields, words):
    answer = send(client, "/staff/technologies/new", area="The whole city.", **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert "The whole city." in answer.text
    assert len(service.listed(session, include_retired=True)) == 10


def test_a_retired_technology_can_come_back(client, session, registry, steward):
    assert send(client, f"{EDIT}/retire").status_code == 303
    assert send(client, f"{EDIT}/retire").status_code == 303
    assert service.by_slug(session, "fixed-cameras").retired_on == date(2025, 6, 16)
    assert "fixed-cameras" not in [technology.slug for technology in service.listed(session)]
    assert send(client, f"{EDIT}/restore").status_code == 303
    assert "fixed-cameras" in [technology.slug for technology in service.listed(session)]
    told = [event.action for event in events_about(session, "technology:fixed-cameras")]
    assert told == ["technology.added", "technology.retired", "technology.restored"]


def test_what_is_not_known_cannot_be_retired(client, session, registry, steward):
    assert send(client, "/staff/technologies/not-known/retire").status_code == 409
    assert service.by_slug(session, "not-known").retired_on is None


def test_an_unknown_technology_cannot_be_edited(client, registry, steward):
    assert client.get("/staff/technologies/laser-eyes").status_code == 404
    assert send(client, "/staff/technologies/laser-eyes/retire").status_code == 404


def test_a_form_without_its_token_changes_nothing(client, session, registry, steward):
    answer = client.post(EDIT, data={"name": "Hijacked", "expected_version": "1"})
    assert answer.status_code == 400
    assert service.by_slug(session, "fixed-cameras").current_version == 1
