"""What is sealed opens for its readers, as part of its record, and for nobody else."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.vault.envelope import CannotOpen, Recipient, open_sealed, readers_of, rewrap, seal

ALICE, BOB, EVE = (X25519PrivateKey.generate() for _ in range(3))


def reader(key: X25519PrivateKey) -> Recipient:
    return Recipient.of(key.public_key().public_bytes_raw())


@given(st.binary(max_size=400), st.text(max_size=40))
def test_each_reader_opens_what_was_sealed(plaintext: bytes, context: str) -> None:
    envelope = seal(plaintext, context=context, readers=[reader(ALICE), reader(BOB)])
    assert open_sealed(envelope, context=context, private_key=ALICE) == plaintext
    assert open_sealed(envelope, context=context, private_key=BOB) == plaintext


def test_somebody_else_cannot_open_it() -> None:
    envelope = seal(b"who and where", context="complaint/1/statement", readers=[reader(ALICE)])
    with pytest.raises(CannotOpen):
        open_sealed(envelope, context="complaint/1/statement", private_key=EVE)


def test_an_envelope_moved_to_another_record_does_not_open() -> None:
    envelope = seal(b"who and where", context="complaint/1/statement", readers=[reader(ALICE)])
    for elsewhere in ("complaint/2/statement", "complaint/1/identity"):
        with pytest.raises(CannotOpen):
            open_sealed(envelope, context=elsewhere, private_key=ALICE)


def test_no_single_bit_can_be_changed() -> None:
    envelope = seal(b"abc", context="c", readers=[reader(ALICE)])
    for index in range(len(envelope)):
        changed = bytearray(envelope)
        changed[index] ^= 1
        with pytest.raises(CannotOpen):
            open_sealed(bytes(changed), context="c", private_key=ALICE)


def test_a_cut_envelope_is_refused_at_every_length() -> None:
    envelope = seal(b"abc", context="c", readers=[reader(ALICE)])
    for length in range(len(envelope)):
        with pytest.raises(CannotOpen):
            open_sealed(envelope[:length], context="c", private_key=ALICE)


def test_the_same_text_sealed_twice_looks_different() -> None:
    one, two = (seal(b"same", context="c", readers=[reader(ALICE)]) for _ in range(2))
    assert one != two


def test_rewrapping_hands_one_place_on_and_leaves_the_others() -> None:
    envelope = seal(b"text", context="c", readers=[reader(ALICE), reader(BOB)])
    renewed = rewrap(envelope, context="c", private_key=ALICE, to=reader(EVE))
    assert set(readers_of(renewed)) == {reader(EVE).key_id, reader(BOB).key_id}
    assert open_sealed(renewed, context="c", private_key=EVE) == b"text"
    assert open_sealed(renewed, context="c", private_key=BOB) == b"text"
    with pytest.raises(CannotOpen):
        open_sealed(renewed, context="c", private_key=ALICE)


def test_sealing_to_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="Nobody"):
        seal(b"text", context="c", readers=[])
