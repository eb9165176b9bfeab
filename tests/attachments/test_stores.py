"""A store keeps a file whole and for good, or not at all: in a folder, and in a bucket behind a real server."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from complaints.platform.attachments import NotStored, StoreDown, StoreFull, store_of
from complaints.platform.attachments.bucket import PART, Bucket
from complaints.platform.attachments.folder import Folder

LATER = datetime.now(UTC) + timedelta(days=1)
LARGE = [bytes([number]) * 1_000_000 for number in range(12)]


@pytest.fixture(scope="module")
def s3():
    """A server that speaks S3 on this machine, and a client that looks at it from the side."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    known = {
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in known.items():
            patch.setenv(name, value)
        client = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
        client.create_bucket(Bucket="evidence")
        yield client
    server.stop()


@pytest.fixture(params=["folder", "bucket", "bucket with a prefix"])
def store(request, tmp_path):
    """Each kind of store, empty."""
    if request.param == "folder":
        return Folder(tmp_path / "files")
    client = request.getfixturevalue("s3")
    for found in client.list_objects_v2(Bucket="evidence").get("Contents", ()):
        client.delete_object(Bucket="evidence", Key=found["Key"])
    return Bucket("s3://evidence/city/2026" if "prefix" in request.param else "s3://evidence")


def test_what_is_put_is_there_whole_until_it_is_deleted(store):
    assert list(store.names()) == []
    assert store.put("file-0001", iter([b"ab", b"", b"cd"])) == 4
    assert store.put("file-0002", iter(LARGE)) == 12_000_000 > 2 * PART
    assert store.put("file-0003", iter([])) == 0
    assert b"".join(store.chunks("file-0001")) == b"abcd"
    assert b"".join(store.chunks("file-0002")) == b"".join(LARGE)
    assert b"".join(store.chunks("file-0003")) == b""
    assert sorted(store.names()) == ["file-0001", "file-0002", "file-0003"]
    store.delete("file-0001")
    store.delete("file-0001")
    with pytest.raises(NotStored):
        store.chunks("file-0001")


def test_names_can_be_those_of_before_a_time(store):
    store.put("file-0001", [b"x"])
    assert list(store.names(before=LATER)) == ["file-0001"]
    assert list(store.names(before=datetime(2020, 1, 1, tzinfo=UTC))) == []


def broken():
    """A file whose sending breaks off."""
    yield from LARGE[:8]
    raise ConnectionResetError("cut")


def test_of_a_file_that_breaks_off_nothing_stays(store):
    with pytest.raises(ConnectionResetError):
        store.put("file-0001", broken())
    assert list(store.names()) == []
    with pytest.raises(NotStored):
        store.chunks("file-0001")
    assert store.tidy(LATER) == 0


def test_a_name_is_taken_once_and_leads_nowhere_else(store):
    store.put("file-0001", [b"first"])
    with pytest.raises(ValueError, match="of this name"):
        store.put("file-0001", [b"second"])
    assert b"".join(store.chunks("file-0001")) == b"first"
    for name in (
        "../../etc/passwd",
        "a/b/c/d/e/f",
        "",
        "short",
        "Capital-Letters",
        "x" * 81,
        ".hidden-file",
        "a\0bcdefgh",
    ):
        for verb in (store.chunks, store.delete, lambda wrong: store.put(wrong, [b"x"])):
            with pytest.raises(ValueError, match="No name"):
                verb(name)


def test_nothing_is_left_under_way_in_a_bucket_when_a_file_breaks_off(s3):
    with pytest.raises(ConnectionResetError):
        Bucket("s3://evidence").put("file-0009", broken())
    assert not s3.list_multipart_uploads(Bucket="evidence").get("Uploads")


def test_a_bucket_that_is_not_there_or_away_is_down(s3, monkeypatch):
    with pytest.raises(StoreDown, match="no such bucket"):
        Bucket("s3://nobody-has-this").put("file-0001", [b"x"])
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    away = Bucket("s3://evidence")
    for verb in (lambda: away.put("file-0001", [b"x"]), lambda: list(away.names()), lambda: away.delete("file-0001")):
        with pytest.raises(StoreDown, match="does not answer"):
            verb()


def test_a_folder_is_for_its_own_account_alone(tmp_path):
    Folder(tmp_path / "files").put("file-0001", [b"x"])
    assert (tmp_path / "files").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "files" / "file-0001").stat().st_mode & 0o777 == 0o600


def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_name_after(tmp_path, monkeypatch):
    told: list[str] = []
    real = os.fsync
    folder = tmp_path / "files"

    def watched(handle: int) -> None:
        told.append("name" if (folder / "file-0001").exists() else "content")
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    Folder(folder).put("file-0001", [b"x"])
    assert told == ["content", "name"]


def test_what_a_killed_process_left_is_tidied_away_and_is_no_name(tmp_path):
    folder = Folder(tmp_path)
    folder.put("file-0001", [b"x"])
    (tmp_path / "file-0002-abcd1234.part").write_bytes(b"half")
    assert list(folder.names()) == ["file-0001"]
    assert folder.tidy(datetime(2020, 1, 1, tzinfo=UTC)) == 0
    assert folder.tidy(LATER) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file-0001"]


FULL = """
import pathlib, resource, signal, sys
sys.path.insert(0, {root!r})
from complaints.platform.attachments.folder import Folder
from complaints.platform.attachments.veil import StoreFull
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    Folder(pathlib.Path({folder!r})).put("file-0001", [bytes(50_000)] * 9)
except StoreFull:
    sys.exit(42)
"""


def test_a_full_disk_is_said_and_nothing_half_is_left(tmp_path, pytestconfig):
    program = FULL.format(root=str(pytestconfig.rootpath), folder=str(tmp_path))
    assert subprocess.call([sys.executable, "-c", program]) == 42
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["open", "fsync"])
def test_a_disk_that_is_full_when_the_file_is_begun_or_ended_is_said(tmp_path, monkeypatch, call):
    folder = Folder(tmp_path)

    def refuse(*_arguments: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(StoreFull):
        folder.put("file-0001", [b"x"])
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_an_app_keeps_files_where_its_setting_says(make_app, tmp_path):
    assert isinstance(store_of(make_app(ATTACHMENTS_URL="s3://evidence/city")), Bucket)
    elsewhere = make_app(ATTACHMENTS_URL=f"file://{tmp_path}/else%20where")
    store_of(elsewhere).put("file-0001", [b"x"])
    assert (tmp_path / "else where" / "file-0001").read_bytes() == b"x"
    app = make_app()
    store_of(app).put("file-0001", [b"x"])
    assert os.path.exists(os.path.join(app.config["INSTANCE_PATH"], "attachments", "file-0001"))
