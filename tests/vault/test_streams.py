"""Large contents sealed in chunks open whole or not at all, and never need more memory than a few chunks."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.vault.envelope import CannotOpen, Recipient, seal
from complaints.platform.vault.ring import NoPrivateKey, add_opener, create_ring, load_ring
from complaints.platform.vault.streams import CHUNK, opened_chunks, rewrapped_chunks, sealed_chunks

ALICE, BOB, EVE = (X25519PrivateKey.generate() for _ in range(3))
HEAD, SEALED = 2 + 88, CHUNK + 16
"""Bytes of a head for one reader, and of a whole chunk."""
SIZES = st.one_of(
    st.integers(0, 300), st.sampled_from([n * CHUNK + d for n in (1, 2, 3) for d in (-1, 0, 1)]), st.just(5 * CHUNK)
)


def reader(key: X25519PrivateKey) -> Recipient:
    return Recipient.of(key.public_key().public_bytes_raw())


def content(size: int) -> bytes:
    """Bytes of which no two chunks are alike."""
    return b"".join(n.to_bytes(8) for n in range(size // 8 + 1))[:size]


def sealed(data: bytes, *keys: X25519PrivateKey, context: str = "file 7") -> bytes:
    readers = [reader(key) for key in keys or (ALICE,)]
    return b"".join(sealed_chunks(io.BytesIO(data), context=context, readers=readers))


def opened(stream: bytes, key: X25519PrivateKey = ALICE, context: str = "file 7", cut: int = 65_536) -> bytes:
    pieces = (stream[place : place + cut] for place in range(0, len(stream), cut))
    return b"".join(opened_chunks(pieces, context=context, private_key=key))


def chunks_of(stream: bytes) -> tuple[bytes, list[bytes]]:
    body = stream[HEAD:]
    return stream[:HEAD], [body[place : place + SEALED] for place in range(0, len(body), SEALED)]


@given(size=SIZES, cut=st.integers(5_000, 600_000))
def test_any_size_comes_back_however_the_store_cuts_it(size, cut):
    stream = sealed(content(size))
    assert opened(stream, cut=cut) == content(size)
    assert len(stream) == HEAD + size + 16 * max(1, -(-size // CHUNK))


@given(size=SIZES, data=st.data())
def test_one_changed_bit_anywhere_is_seen(size, data):
    stream = bytearray(sealed(content(size)))
    place = data.draw(st.integers(0, len(stream) - 1))
    stream[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotOpen):
        opened(bytes(stream))


@given(size=SIZES, data=st.data())
def test_a_stream_that_is_cut_off_anywhere_does_not_open(size, data):
    stream = sealed(content(size))
    with pytest.raises(CannotOpen):
        opened(stream[: data.draw(st.integers(0, len(stream) - 1))])


@given(size=SIZES, more=st.binary(min_size=1, max_size=64))
def test_bytes_after_the_end_are_seen(size, more):
    with pytest.raises(CannotOpen):
        opened(sealed(content(size)) + more)


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 0, 1, 2), (0, 2), (1, 2), (0, 1), (2,), (0, 1, 2, 2), ()])
def test_chunks_cannot_be_swapped_left_out_or_repeated(order):
    head, chunks = chunks_of(sealed(content(2 * CHUNK + 9)))
    assert opened(head + b"".join(chunks)) == content(2 * CHUNK + 9)
    with pytest.raises(CannotOpen):
        opened(head + b"".join(chunks[number] for number in order))


def test_a_chunk_of_another_content_does_not_fit():
    (head, chunks), (_, others) = (chunks_of(sealed(content(2 * CHUNK))) for _ in range(2))
    with pytest.raises(CannotOpen):
        opened(head + chunks[0] + others[1])


def test_a_stream_belongs_to_its_record_and_its_readers():
    stream = sealed(b"seen", ALICE, BOB)
    assert opened(stream, BOB) == b"seen"
    with pytest.raises(CannotOpen):
        opened(stream, EVE)
    with pytest.raises(CannotOpen):
        opened(stream, context="file 8")


def test_an_envelope_is_no_stream_and_nobody_to_read_is_an_error_at_once():
    with pytest.raises(CannotOpen):
        opened(seal(b"seen", context="file 7", readers=[reader(ALICE)]))
    with pytest.raises(CannotOpen):
        opened(b"")
    with pytest.raises(ValueError, match="Nobody"):
        sealed_chunks(io.BytesIO(b"seen"), context="file 7", readers=[])


class Drops:
    """A source that gives a few bytes at a time, like a pipe."""

    def __init__(self, data: bytes) -> None:
        self.rest = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self.rest.read(min(size, 1000) if size >= 0 else 1000)


def test_a_source_that_gives_little_at_a_time_is_sealed_whole():
    data = content(CHUNK + 5)
    stream = b"".join(sealed_chunks(Drops(data), context="file 7", readers=[reader(ALICE)]))
    assert (opened(stream), len(chunks_of(stream)[1])) == (data, 2)


def test_another_reader_takes_a_place_without_the_content_being_touched():
    stream = sealed(content(CHUNK + 5), ALICE, BOB)
    renewed = b"".join(rewrapped_chunks([stream], context="file 7", private_key=ALICE, to=reader(EVE)))
    assert opened(renewed, EVE) == opened(renewed, BOB) == content(CHUNK + 5)
    assert renewed[2 + 2 * 88 :] == stream[2 + 2 * 88 :]
    with pytest.raises(CannotOpen):
        opened(renewed, ALICE)


def test_staff_open_with_the_key_it_was_sealed_to_even_when_there_is_a_newer_one(tmp_path):
    create_ring(tmp_path)
    ring = load_ring(tmp_path, with_private=True)
    old = b"".join(sealed_chunks(io.BytesIO(b"seen"), context="file 7", readers=[ring.staff]))
    add_opener(tmp_path)
    renewed = load_ring(tmp_path, with_private=True)
    assert b"".join(renewed.open_chunks([old], context="file 7")) == b"seen"
    new = b"".join(sealed_chunks(io.BytesIO(b"more"), context="file 7", readers=[renewed.staff]))
    with pytest.raises(CannotOpen, match="no longer in the ring"):
        list(ring.open_chunks([new], context="file 7"))


def test_the_public_site_cannot_open_what_it_seals(tmp_path):
    create_ring(tmp_path)
    ring = load_ring(tmp_path, with_private=False)
    stream = b"".join(sealed_chunks(io.BytesIO(b"seen"), context="file 7", readers=[ring.staff]))
    with pytest.raises(NoPrivateKey):
        ring.open_chunks([stream], context="file 7")


class Zeros:
    """A large source that takes no memory of its own."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1, /) -> bytes:
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


def test_sealing_and_opening_64_mib_needs_less_than_4_mib():
    size = 64 * 1024 * 1024
    tracemalloc.start()
    chunks = sealed_chunks(Zeros(size), context="file 7", readers=[reader(ALICE)])
    length = sum(map(len, opened_chunks(chunks, context="file 7", private_key=ALICE)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length == size
    assert peak < 4 * 1024 * 1024
