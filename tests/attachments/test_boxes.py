"""Recordings whose boxes lie about their length: refused in words, and never an error."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.platform.attachments import Reason, Refused, Veil, clean
from complaints.platform.attachments.kinds import MP4, WAV, Format
from complaints.platform.attachments.recordings import check_recording

HEAD = (16).to_bytes(4) + b"ftypisom" + bytes(4)


def box(name: bytes, content: bytes = b"", *, says: int | None = None, long: bool = False) -> bytes:
    """A box that may say another length than it has."""
    if long:
        return (1).to_bytes(4) + name + (len(content) + 16 if says is None else says).to_bytes(8) + content
    return (len(content) + 8 if says is None else says).to_bytes(4) + name + content


WHOLE = HEAD + box(b"moov", bytes(40)) + box(b"mdat", bytes(40))


@pytest.mark.parametrize("says", [2**64 - 1, 2**63, 2**63 + 24])
def test_a_box_longer_than_any_file_is_a_broken_recording(says: int) -> None:
    with pytest.raises(Refused) as refused:
        clean(Veil.of([WHOLE, box(b"free", says=says, long=True), bytes(64)]), "a.mp4")
    assert refused.value.reason is Reason.BROKEN


def test_a_recording_that_was_cut_off_in_its_pictures_is_taken() -> None:
    for cut in (box(b"mdat", bytes(40), says=5_000_000), box(b"mdat", bytes(40), says=2**40, long=True)):
        with clean(io.BytesIO(HEAD + box(b"moov", bytes(40)) + cut), "a.mp4").content as kept:
            assert kept.size > 0


names = st.sampled_from([b"moov", b"mdat", b"moof", b"free", b"uuid", b"\0\0\0\0"])
boxes = st.builds(
    lambda name, content, says, long: box(name, content, says=says, long=long),
    names,
    st.binary(max_size=40),
    st.one_of(st.none(), st.integers(0, 40), st.integers(2**31, 2**32 - 1)),
    st.booleans(),
) | st.builds(lambda name, says: box(name, says=says, long=True), names, st.integers(0, 2**64 - 1))


@given(st.lists(boxes, max_size=6), st.integers(0, 40), st.sampled_from([MP4, WAV]))
def test_no_row_of_boxes_ends_in_an_error(parts: list[bytes], cut: int, found: Format) -> None:
    content = HEAD + b"".join(parts)
    with Veil.of([content[: len(content) - cut]]) as source, suppress(Refused):
        check_recording(source, found)
