"""Adding files with a real browser, with JavaScript and without; a connection that is cut leaves nothing."""

from __future__ import annotations

import io
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from PIL import Image
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from complaints.evidence.models import Evidence
from complaints.registry.service import load_profile_registry
from tests.applications import NOW
from tests.browsers import DESK, PHONE, LiveServer, NewPage, press
from tests.evidence.conftest import SECRET, Complainant, paper, photo, recording
from tests.journeys.people import Told, complain

Stored = Callable[[], list[Path]]


def chosen(*files: tuple[bytes, str]) -> list[dict[str, Any]]:
    kinds = {"jpg": "image/jpeg", "pdf": "application/pdf", "zip": "application/zip", "wav": "audio/wav"}
    return [{"name": name, "mimeType": kinds[name[-3:]], "buffer": content} for content, name in files]


def to_the_files(page: Page, server: LiveServer, rosa: Complainant) -> None:
    """From the door to the page of the files, with half a message on the way."""
    page.goto(f"{server.url}/follow")
    page.get_by_label("Complaint number").fill(rosa.number)
    page.get_by_label("Passphrase").fill(rosa.passphrase)
    press(page.get_by_role("button", name="Open my complaint"))
    page.get_by_label("Write to us").fill("half a message")
    press(page.get_by_role("button", name="Add photos or papers"))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_photo_with_a_position_comes_back_without(
    new_page: NewPage, live_server: LiveServer, rosa: Complainant, session: Session, javascript: bool
) -> None:
    session.commit()
    page = new_page(PHONE, javascript=javascript)
    to_the_files(page, live_server, rosa)
    page.get_by_label("Choose one file or several").set_input_files(chosen((photo(), "street.jpg"), (paper(), "a.pdf")))
    page.get_by_label("What do they show?").fill("My car, at night")
    press(page.get_by_role("button", name="Add these files"))
    page.get_by_role("heading", name="street.jpg").wait_for()
    assert page.get_by_text("A safe copy was made.").count() == 2
    with page.expect_download() as download:
        page.get_by_role("button", name="Download street.jpg").click()
    back = Path(download.value.path()).read_bytes()
    assert not Image.open(io.BytesIO(back)).getexif()
    assert SECRET.encode() in photo()
    assert SECRET.encode() not in back
    press(page.get_by_role("button", name="Back to your complaint"))
    assert page.get_by_label("Write to us").input_value() == "half a message"


def test_a_picture_can_be_looked_at_in_the_browser(
    page: Page, live_server: LiveServer, rosa: Complainant, session: Session
) -> None:
    session.commit()
    to_the_files(page, live_server, rosa)
    page.get_by_label("Choose one file or several").set_input_files(chosen((photo(size=(120, 80)), "street.jpg")))
    press(page.get_by_role("button", name="Add these files"))
    press(page.get_by_role("button", name="Look at it street.jpg"))
    assert page.evaluate("document.images[0].naturalWidth") == 120


def test_with_script_each_file_is_told_by_itself_and_a_refused_one_stays_in_sight(
    page: Page, live_server: LiveServer, rosa: Complainant, session: Session
) -> None:
    session.commit()
    to_the_files(page, live_server, rosa)
    files = chosen((photo(), "street.jpg"), (b"PK\x03\x04" + bytes(99), "all.zip"))
    page.get_by_label("Choose one file or several").set_input_files(files)
    page.get_by_role("button", name="Add these files").click()
    page.get_by_text("This is a packed folder.").wait_for()
    assert page.get_by_text("We made a safe copy and kept it.").is_visible()
    press(page.get_by_role("button", name="Show my files"))
    assert page.get_by_role("heading", name="street.jpg").is_visible()
    assert page.get_by_role("heading", name="all.zip").count() == 0


def test_with_script_a_broken_connection_is_tried_again(
    page: Page, live_server: LiveServer, rosa: Complainant, session: Session
) -> None:
    session.commit()
    to_the_files(page, live_server, rosa)
    tries = []

    def breaks_once(route: Any) -> None:
        tries.append(1)
        if len(tries) == 1:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/follow/files/add?*", breaks_once)
    page.get_by_label("Choose one file or several").set_input_files(chosen((photo(), "street.jpg")))
    page.get_by_role("button", name="Add these files").click()
    page.get_by_text("The connection broke. We try again.").wait_for()
    page.get_by_role("heading", name="street.jpg").wait_for()
    assert len(tries) == 2
    assert len(list(session.scalars(sa.select(Evidence)))) == 1


def test_nobody_is_shut_out_of_the_pages_of_files(
    new_page: NewPage, live_server: LiveServer, rosa: Complainant, session: Session, axe: Callable[[Page], list[str]]
) -> None:
    session.commit()
    for size in (PHONE, DESK):
        page = new_page(size)
        to_the_files(page, live_server, rosa)
        page.get_by_label("Choose one file or several").set_input_files(chosen((recording(), "voice.wav")))
        press(page.get_by_role("button", name="Add these files"))
        assert not axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        press(page.get_by_role("button", name="Add these files"))
        assert page.get_by_role("alert").is_visible()
        assert not axe(page)
        press(page.get_by_role("button", name="Back to your complaint"))
        press(page.get_by_role("button", name="Send it with files"))
        assert not axe(page)


def test_from_the_confirmation_one_button_leads_to_the_files(
    page: Page, live_server: LiveServer, session: Session
) -> None:
    load_profile_registry(session, NOW, "st_louis")
    session.commit()
    complain(page, f"{live_server.url}/", Told("license-plate-readers", "outside_policy", "It read my plate again."))
    press(page.get_by_role("button", name="I have written both down. Add photos or papers"))
    assert page.get_by_role("heading", name="Your photos and papers").is_visible()
    page.get_by_label("Choose one file or several").set_input_files(chosen((photo(), "street.jpg")))
    press(page.get_by_role("button", name="Add these files"))
    assert page.get_by_role("heading", name="street.jpg").is_visible()


def test_a_connection_that_is_cut_in_the_middle_leaves_nothing(
    live_server: LiveServer, rosa: Complainant, session: Session, stored: Stored
) -> None:
    session.commit()
    place = urlsplit(live_server.url)
    start = (
        f'--cut\r\nContent-Disposition: form-data; name="page"\r\n\r\n{rosa.page}\r\n'
        '--cut\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    ).encode()
    where = re.search(r'action="([^"]+/files/add[^"]*)"', rosa.last.text)[1]  # type: ignore[index]
    head = (
        f"POST {where} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 5000000\r\n"
        "Content-Type: multipart/form-data; boundary=cut\r\n\r\n"
    ).encode()
    with socket.create_connection((place.hostname or "", place.port or 0)) as line:
        line.sendall(head + start + b"half of what I wanted to say " * 40_000)
        time.sleep(0.5)
    time.sleep(0.5)
    assert not stored()
    assert not list(session.scalars(sa.select(Evidence)))
    # The server is as it was, and the complaint is there.
    assert "Your photos and papers" in rosa.send("files").text
