"""Every bad file is answered with its reason, by a process that lives on, and never with a fault of ours."""

from __future__ import annotations

import io
import logging
import resource
import threading
import time
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from complaints.platform.attachments import Limits, Reason, Refused, clean, laundry
from complaints.platform.attachments.limits import MIB
from tests.attachments import samples

LIMITS = Limits()


def answer(data: bytes, limits: Limits = LIMITS) -> Reason | None:
    """Why a file is refused; None where it is taken."""
    try:
        clean(io.BytesIO(data), "photo.jpg", limits).content.close()
    except Refused as refused:
        return refused.reason
    return None


BAD = {
    "nothing": (b"", Reason.EMPTY),
    "a zip called .jpg": (samples.zipped(), Reason.ARCHIVE),
    "a word processor's file": (samples.office(), Reason.OFFICE),
    "an old word processor's file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), Reason.OFFICE),
    "a program of Windows": (b"MZ\x90\0" + bytes(500), Reason.PROGRAM),
    "a program of Linux": (b"\x7fELF" + bytes(500), Reason.PROGRAM),
    "a script": (b"#!/bin/sh\nrm -rf /\n", Reason.PROGRAM),
    "random bytes": (bytes(range(256)) * 40, Reason.UNKNOWN_KIND),
    "an unknown kind of film": (samples.mp4(b"crx "), Reason.UNKNOWN_KIND),
    "half a photo": (samples.jpeg()[:900], Reason.BROKEN),
    "half a screenshot": (samples.png()[:-60], Reason.BROKEN),
    "half an animation": (samples.gif()[:120], Reason.BROKEN),
    "half a letter": (samples.pdf(3)[:400], Reason.BROKEN),
    "half a film": (samples.mp4()[:60], Reason.BROKEN),
    "a sound file without sound": (samples.wav()[:30], Reason.BROKEN),
    "a GIF that is a script": (b"GIF89a/*" + b"A" * 50 + b"*/=1;alert(1)//", Reason.BROKEN),
    "the mark of a JPEG alone": (b"\xff\xd8\xff", Reason.BROKEN),
    "the mark of a PDF alone": (b"%PDF-1.7\n", Reason.BROKEN),
    "a PDF without pages": (samples.pdf(0), Reason.BROKEN),
    "a letter that is locked": (samples.pdf(encryption=pikepdf.Encryption(owner="o", user="u")), Reason.LOCKED),
    "a picture of 3.6 billion pixels": (samples.bomb_png(), Reason.TOO_MANY_PIXELS),
    "a picture in a PDF of 10 billion pixels": (samples.huge_image_pdf(), Reason.TOO_MANY_PIXELS),
    "too many pages": (samples.pdf(501), Reason.TOO_MANY_PAGES),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason(name):
    data, reason = BAD[name]
    assert answer(data) is reason


def test_a_pdf_that_unpacks_layer_in_layer_is_stopped_while_it_is_counted():
    bomb = samples.nested_bomb_pdf()
    assert len(bomb) < 100_000
    began = time.monotonic()
    assert answer(bomb) is Reason.TOO_COMPLEX
    assert time.monotonic() - began < 20


def test_a_pdf_with_too_many_parts_is_refused():
    assert answer(samples.pdf(40), replace(LIMITS, objects=50)) is Reason.TOO_COMPLEX


def test_frames_of_an_animation_count_together():
    assert answer(samples.gif(), replace(LIMITS, pixels=500)) is Reason.TOO_MANY_PIXELS
    assert answer(samples.gif(), replace(LIMITS, pixels=600)) is None


def test_a_file_may_be_as_large_as_its_kind_and_no_larger():
    limits = replace(LIMITS, paper_bytes=2000, recording_bytes=3000)
    assert answer(b"a" * 2000, limits) is None
    assert answer(b"a" * 2001, limits) is Reason.TOO_LARGE
    assert answer(samples.wav() + bytes(3000 - len(samples.wav())), limits) is None
    assert answer(samples.wav() + bytes(3001 - len(samples.wav())), limits) is Reason.TOO_LARGE


def test_a_page_of_html_before_a_pdf_does_not_come_through():
    content = clean(io.BytesIO(b"<html><script>alert(1)</script>\n" + samples.pdf())).content.read()
    assert content.startswith(b"%PDF-")
    assert b"script" not in content


def test_files_of_one_complaint_are_counted_and_weighed():
    limits = replace(LIMITS, files=2, total_bytes=100)
    limits.check_room(1, 60, 40)
    for count, total, size, reason in ((2, 0, 1, Reason.TOO_MANY_FILES), (1, 60, 41, Reason.TOTAL_TOO_LARGE)):
        with pytest.raises(Refused) as refused:
            limits.check_room(count, total, size)
        assert refused.value.reason is reason


def test_a_cleaner_that_takes_too_much_memory_ends_alone():
    photo = samples.saved(Image.new("RGB", (8000, 8000)), "JPEG")
    assert answer(photo, replace(LIMITS, memory_bytes=200 * MIB)) is Reason.TOO_COMPLEX
    assert answer(samples.jpeg()) is None


def test_a_cleaner_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(laundry, "_START", "import time; time.sleep(60)")
    began = time.monotonic()
    assert answer(samples.jpeg(), replace(LIMITS, seconds=1)) is Reason.TOO_COMPLEX
    assert time.monotonic() - began < 10


def test_a_cleaner_that_burns_its_processor_time_is_ended_by_the_system(monkeypatch):
    burn = (
        "import sys; sys.path.insert(0, sys.argv[1]); from washing.bounds import bind; bind(2**30, 1)\nwhile True: pass"
    )
    monkeypatch.setattr(laundry, "_START", burn)
    assert answer(samples.jpeg(), replace(LIMITS, seconds=30)) is Reason.TOO_COMPLEX


def test_a_cleaner_that_cannot_start_is_in_the_log_without_a_word_of_the_file(monkeypatch, caplog):
    monkeypatch.setattr(laundry, "_START", "raise SystemExit(3)")
    with caplog.at_level(logging.ERROR):
        assert answer(samples.jpeg()) is Reason.TOO_COMPLEX
    assert [record.getMessage() for record in caplog.records] == [
        "The process that cleans files ended by itself with 3."
    ]


def test_the_cleaner_gets_no_setting_no_secret_and_may_write_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("FLASK_MAIL_PASSWORD", "hush")
    told = tmp_path / "told"
    spy = (
        "import sys, os; sys.path.insert(0, sys.argv[1]); from washing.bounds import bind; bind(2**30, 9)\n"
        "try:\n    os.write(os.open(%r, os.O_CREAT | os.O_WRONLY), b'x')\n    code = 7\n"
        "except OSError:\n    code = 8 + ('FLASK_MAIL_PASSWORD' in os.environ)\n"
        "os._exit(code)"
    )
    monkeypatch.setattr(laundry, "_START", spy % str(told))
    codes = []
    monkeypatch.setattr(laundry.log, "error", lambda _message, code: codes.append(code))
    assert answer(samples.jpeg()) is Reason.TOO_COMPLEX
    assert codes == [8]
    assert not told.exists() or told.read_bytes() == b""


def test_who_waits_too_long_for_a_turn_is_told_so(monkeypatch):
    monkeypatch.setattr(laundry, "SECONDS_TO_WAIT", 0.05)
    monkeypatch.setattr(laundry, "_machines", threading.BoundedSemaphore(1))
    with laundry._turn():
        assert answer(samples.jpeg()) is Reason.BUSY
    assert answer(samples.jpeg()) is None


def test_bombs_and_broken_files_leave_no_process_and_no_memory_behind():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for data in (samples.bomb_png(), samples.jpeg()[:900], samples.huge_image_pdf()):
        answer(data)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < 50_000
    assert laundry._machines.acquire(timeout=0)
    laundry._machines.release()


STARTS = [samples.jpeg(), samples.png(), samples.gif(), samples.busy_pdf(), samples.HEIC.read_bytes()]


class Told(logging.Handler):
    """Keeps what the log is told."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(scope="module")
def told():
    """What the cleaning told the log so far."""
    handler = Told()
    laundry.log.addHandler(handler)
    yield handler.records
    laundry.log.removeHandler(handler)


@pytest.mark.slow
@settings(max_examples=150)
@given(data=st.data())
def test_a_file_with_any_bytes_changed_is_cleaned_or_refused(told, data):
    good = bytearray(data.draw(st.sampled_from(STARTS)))
    for _ in range(data.draw(st.integers(1, 30))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    answer(bytes(good))
    assert not told
