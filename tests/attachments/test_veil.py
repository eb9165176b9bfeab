"""A veil is a file like any other to who holds it, and noise to who looks at the disk."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.attachments import StoreFull, Veil, veil

WORDS = b"what a resident wrote in fear "


@given(pieces=st.lists(st.binary(max_size=3000), max_size=12), memory=st.sampled_from([0, 100, 5000, 10**6]))
def test_what_is_written_is_read_again_from_memory_and_from_disk(pieces, memory):
    with Veil(memory) as file:
        for piece in pieces:
            assert file.write(piece) == len(piece)
        whole = b"".join(pieces)
        assert (file.size, file.tell(), file.is_on_disk) == (len(whole), len(whole), len(whole) > memory)
        file.seek(0)
        assert file.read() == whole


@given(size=st.integers(0, 5000), reads=st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 700)), max_size=20))
def test_any_place_is_read_by_itself(size, reads):
    whole = os.urandom(size)
    with Veil(0) as file:
        file.write(whole)
        for place, length in reads:
            file.seek(place)
            assert file.read(length) == whole[place : place + length]
        assert file.seek(-min(size, 5), os.SEEK_END) == size - min(size, 5)
        buffer = bytearray(9)
        assert file.readinto(buffer) == min(size, 5)


def test_lines_and_pieces_are_read_as_of_any_file():
    with Veil.of([b"one\ntwo\n", b"three"]) as file:
        assert list(file) == [b"one\n", b"two\n", b"three"]
        assert b"".join(file.pieces()) == b"one\ntwo\nthree"


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="looks into the open files of Linux")
def test_nothing_readable_lies_on_the_disk_and_nothing_has_a_name(tmp_path):
    with Veil(0, tmp_path) as file:
        file.write(WORDS * 1000)
        assert list(tmp_path.iterdir()) == []
        stored = [data for data in map(content_of, open_files()) if len(data) == len(WORDS) * 1000]
        assert len(stored) == 1
        assert WORDS not in stored[0]
        assert len({stored[0][n : n + 16] for n in range(0, 16_000, 16)}) == 1000


def open_files() -> list[str]:
    """Every deleted file that this process has open."""
    folder = "/proc/self/fd"
    paths = [f"{folder}/{name}" for name in os.listdir(folder)]
    return [path for path in paths if os.path.islink(path) and "deleted" in os.readlink(path)]


def content_of(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def test_it_is_written_at_its_end_alone_so_that_no_keystream_covers_two_texts():
    with Veil(0) as file:
        file.write(WORDS)
        file.seek(3)
        with pytest.raises(io.UnsupportedOperation):
            file.write(b"again")
        with pytest.raises(io.UnsupportedOperation):
            file.truncate(3)
        file.seek(0)
        file.truncate()
        assert (file.size, file.is_on_disk) == (0, False)
        file.write(b"afresh")
        file.seek(0)
        assert file.read() == b"afresh"


def test_the_same_words_never_look_the_same_on_the_disk():
    first, second = (Veil(0) for _ in range(2))
    for file in (first, second):
        file.write(WORDS)
        file._file.seek(0)
    assert first._file.read() != second._file.read()
    first.close()
    second.close()


def test_what_is_closed_is_gone():
    file = Veil.of([WORDS])
    file.close()
    assert file.closed
    with pytest.raises(ValueError, match="closed"):
        file.read()


FULL = """
import resource, signal, sys
sys.path.insert(0, {root!r})
from complaints.platform.attachments.veil import StoreFull, Veil
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
file = Veil()
try:
    for _ in range(100):
        file.write(bytes(10_000))
except StoreFull:
    sys.exit(42 if file.closed else 1)
"""


def test_a_full_disk_is_said_and_the_veil_is_closed(pytestconfig):
    code = subprocess.call([sys.executable, "-c", FULL.format(root=str(pytestconfig.rootpath))])
    assert code == 42


def test_a_disk_without_room_for_a_file_at_all_is_said(monkeypatch):
    def refuse(**_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    file = Veil(0)
    with pytest.raises(StoreFull):
        file.write(b"x")
    assert {errno.ENOSPC, errno.EFBIG} <= veil.FULL
