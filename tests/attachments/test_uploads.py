"""An upload never lies readable on a disk, neither in the server's buffer nor once it is parsed."""

from __future__ import annotations

import http.client
import io
import os
import threading

import pytest
import waitress
from flask import Flask, request

from complaints.platform.attachments import Veil, prepare, takes_files
from complaints.platform.attachments.limits import MIB
from tests.attachments.test_veil import content_of, open_files

WORDS = b"what a resident wrote in fear "
BOUNDARY = "x7x"
PLAIN_LIMIT = 2 * MIB


def form(content: bytes) -> bytes:
    """A request's body with one file."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


HEADERS = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


@pytest.fixture
def site(tmp_path):
    """A small app with a view that takes files, and one that does not."""
    app = Flask("small")
    app.config.update(
        INSTANCE_PATH=str(tmp_path),
        ATTACHMENTS_URL="",
        ATTACHMENTS_PAPER_MB=3,
        ATTACHMENTS_RECORDING_MB=6,
        ATTACHMENTS_FILES=2,
        ATTACHMENTS_TOTAL_MB=9,
        ATTACHMENTS_MEGAPIXELS=1,
        ATTACHMENTS_PAGES=1,
        CLEANING_SECONDS=1,
        CLEANING_MEMORY_MB=512,
        MAX_CONTENT_LENGTH=PLAIN_LIMIT,
    )
    prepare(app)
    seen: dict[str, object] = {}

    def look() -> str:
        stream = request.files["file"].stream
        seen["is_veil"] = isinstance(stream, Veil)
        # Everything this process has on a disk while the upload is held.
        seen["on_disk"] = [content_of(path) for path in open_files()]
        seen["content"] = stream.read()
        return str(len(seen["content"]))

    app.add_url_rule("/files", "files", takes_files(lambda: look()), methods=["POST"])
    app.add_url_rule("/other", "other", look, methods=["POST"])
    return app, seen


@pytest.mark.parametrize("size", [0, 10, 200_000, 5 * MIB])
def test_a_file_is_parsed_into_a_veil(site, size):
    app, seen = site
    content = (WORDS * (size // len(WORDS) + 1))[:size]
    assert app.test_client().post("/files", data=form(content), headers=HEADERS).text == str(size)
    assert seen["is_veil"]
    assert seen["content"] == content


def test_only_a_view_that_takes_files_reads_more_than_other_pages_do(site):
    app, _ = site
    client = app.test_client()
    large, larger = form(bytes(PLAIN_LIMIT)), form(bytes(7 * MIB))
    assert client.post("/files", data=large, headers=HEADERS).status_code == 200
    assert client.post("/files", data=larger, headers=HEADERS).status_code == 413
    assert client.post("/other", data=large, headers=HEADERS).status_code == 413
    assert client.post("/nowhere", data=large, headers=HEADERS).status_code == 404


@pytest.fixture
def served(site):
    """(port, what was seen) of the small app behind the server that the product runs on."""
    app, seen = site
    server = waitress.create_server(app, listen="127.0.0.1:0", threads=1)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port, seen
    server.close()
    server.task_dispatcher.shutdown()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="looks into the open files of Linux")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_server_keeps_what_it_collects_behind_a_veil_too(served):
    port, seen = served
    content = WORDS * 100_000
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    caller.request("POST", "/files", body=form(content), headers=HEADERS)
    assert caller.getresponse().read() == str(len(content)).encode()
    caller.close()
    assert seen["content"] == content
    on_disk = [data for data in seen["on_disk"] if len(data) >= len(content)]
    assert len(on_disk) == 2, "the server's buffer and the parsed file"
    assert not any(WORDS[:16] in data for data in on_disk)


def test_the_product_reads_uploads_so(app):
    with app.test_request_context("/", method="POST", data={"file": (io.BytesIO(b"x"), "a.txt")}):
        assert isinstance(request.files["file"].stream, Veil)
