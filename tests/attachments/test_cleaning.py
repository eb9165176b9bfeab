"""What comes out of a cleaned file shows what it showed, and tells nothing besides."""

from __future__ import annotations

import hashlib
import io
import os

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from complaints.platform.attachments import Kind, Removed, clean, laundry
from tests.attachments import samples
from tests.attachments.samples import SECRET


def washed(data: bytes, name: str = ""):
    """(what became of it, its bytes)."""
    found = clean(io.BytesIO(data), name)
    return found, found.content.read()


def test_a_photo_keeps_its_pixels_upright_and_loses_what_the_telephone_wrote():
    found, data = washed(samples.jpeg(), "IMG_1.JPG")
    assert (found.media_type, found.kind, found.is_clean, found.is_misnamed) == (
        "image/jpeg",
        Kind.PICTURE,
        True,
        False,
    )
    assert {Removed.POSITION, Removed.DEVICE, Removed.TIMES, Removed.AUTHOR, Removed.COMMENTS} <= set(found.removed)
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (48, 64)
    assert picture.getpixel((24, 5))[0] > 200
    assert picture.getpixel((24, 60))[2] > 200
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert SECRET.encode() not in data


def test_digest_and_size_are_of_what_is_kept_and_the_original_is_known_by_its_digest():
    original = samples.jpeg()
    found, data = washed(original)
    assert (found.size, found.digest) == (len(data), hashlib.sha256(data).digest())
    assert found.original_digest == hashlib.sha256(original).digest()


def test_a_screenshot_stays_exactly_what_it_shows():
    found, data = washed(samples.png(), "shot.png")
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "PNG"
    turned = samples.drawing().transpose(Image.Transpose.ROTATE_270)
    assert picture.convert("RGB").tobytes() == turned.tobytes()
    assert not picture.text
    assert SECRET.encode() not in data
    assert {Removed.COMMENTS, Removed.HIDDEN_DATA, Removed.POSITION} <= set(found.removed)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_png_of_every_kind_of_pixel_comes_back(mode):
    original = Image.new(mode, (9, 5))
    _, data = washed(samples.saved(original, "PNG"))
    assert Image.open(io.BytesIO(data)).convert("RGBA").tobytes() == original.convert("RGBA").tobytes()


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_a_jpeg_of_every_kind_of_pixel_is_readable_afterwards(mode):
    _, data = washed(samples.saved(samples.drawing().convert(mode), "JPEG"))
    assert Image.open(io.BytesIO(data)).convert("RGB").getpixel((0, 0))[0] > 60


@pytest.mark.parametrize("quality", [30, 75, 95])
def test_a_photo_is_kept_as_finely_as_it_came(quality):
    original = samples.saved(Image.effect_noise((200, 200), 50).convert("RGB"), "JPEG", quality=quality, subsampling=2)
    found, data = washed(original)
    assert 0.9 < found.size / len(original) < 1.1
    changed = ImageChops.difference(Image.open(io.BytesIO(data)), Image.open(io.BytesIO(original)))
    assert sum(ImageStat.Stat(changed).mean) < 12


def test_an_animation_keeps_its_frames_and_loses_its_comment():
    found, data = washed(samples.gif())
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.n_frames, picture.info["duration"]) == ("GIF", 3, 100)
    assert SECRET.encode() not in data
    assert Removed.COMMENTS in found.removed


def test_a_moving_webp_keeps_its_frames():
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "green", "blue")]
    data = samples.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], exif=samples.exif())
    found, kept = washed(data)
    assert (found.media_type, Image.open(io.BytesIO(kept)).n_frames) == ("image/webp", 3)
    assert SECRET.encode() not in kept


def test_colours_stay_when_their_profile_goes():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _, data = washed(samples.saved(samples.drawing(), "PNG", icc_profile=profile))
    picture = Image.open(io.BytesIO(data))
    assert "icc_profile" not in picture.info
    assert picture.getpixel((0, 0)) == (255, 0, 0)


def test_of_two_pictures_in_one_file_the_one_that_is_seen_stays():
    second = Image.new("RGB", (64, 48), "green")
    found, data = washed(samples.saved(samples.drawing(), "MPO", save_all=True, append_images=[second]))
    assert Removed.EXTRA_PICTURES in found.removed
    assert Image.open(io.BytesIO(data)).format == "JPEG"


def test_what_follows_a_picture_is_gone():
    for data in (samples.jpeg(), samples.png(), samples.gif()):
        found, kept = washed(data + samples.zipped())
        assert Removed.HIDDEN_DATA in found.removed
        assert b"PK\x03\x04" not in kept


def test_a_picture_of_an_iphone_becomes_one_that_everything_shows():
    data = samples.HEIC.read_bytes()
    assert SECRET.encode() in data
    found, kept = washed(data, "IMG_0001.HEIC")
    assert SECRET.encode() not in kept
    assert {Removed.POSITION, Removed.DEVICE} <= set(found.removed)
    assert (found.media_type, found.is_misnamed) == ("image/jpeg", False)
    assert Image.open(io.BytesIO(kept)).size == (64, 48)


def test_a_pdf_keeps_its_pages_and_loses_everything_that_acts_hides_or_tells():
    found, data = washed(samples.busy_pdf(), "letter.pdf")
    with pikepdf.open(io.BytesIO(data)) as paper:
        assert len(paper.pages) == 2
        assert set(paper.Root.keys()) == {"/Type", "/Pages"}
        assert not paper.docinfo
        assert all("/Annots" not in page.obj and "/AA" not in page.obj for page in paper.pages)
        whole = b"".join(_all_of(part) for part in paper.objects)
    assert SECRET.encode() not in whole
    assert SECRET.encode() not in data
    assert {
        Removed.AUTHOR, Removed.COMMENTS, Removed.SCRIPTS, Removed.EMBEDDED_FILES, Removed.FORMS, Removed.NOTES,
        Removed.LINKS, Removed.ACTIONS, Removed.HIDDEN_DATA,
    } <= set(found.removed)  # fmt: skip


def _all_of(part: pikepdf.Object) -> bytes:
    if isinstance(part, pikepdf.Stream):
        content = part.read_raw_bytes() if "/DCTDecode" in repr(part.get("/Filter")) else part.read_bytes()
        return repr(dict(part.items())).encode() + content
    return repr(part).encode()


def test_what_a_note_and_a_filled_field_show_stays_on_the_page():
    _, data = washed(samples.busy_pdf())
    with pikepdf.open(io.BytesIO(data)) as paper:
        drawn = b"".join(_all_of(part) for part in paper.objects)
    assert b"0 0 5 5 re f" in drawn
    assert b"0 0 7 7 re f" in drawn


def test_a_pdf_that_opens_without_a_password_is_taken_and_one_that_does_not_is_not_read():
    locked = samples.pdf(encryption=pikepdf.Encryption(owner="o", user=""))
    _, data = washed(locked)
    with pikepdf.open(io.BytesIO(data)) as paper:
        assert not paper.is_encrypted


def test_what_was_cleaned_holds_nothing_that_a_second_cleaning_would_find():
    for data in (samples.busy_pdf(), samples.jpeg(), samples.png(), samples.gif()):
        again, _ = washed(washed(data)[1])
        assert again.removed == ()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("čšž 你好".encode(), "čšž 你好"),
        (b"\xef\xbb\xbf" + "ä".encode(), "ä"),
        ("Ünïcode".encode("utf-16"), "Ünïcode"),
        ("señor".encode("cp1252"), "señor"),
        ("pay \u202egnp.exe".encode() + b" " * 99, "pay gnp.exe" + " " * 99),
        (b"\x1b[2Jhello " + b"." * 100, "[2Jhello " + "." * 100),
    ],
)
def test_text_becomes_utf_8_without_what_does_something(data, text):
    found, kept = washed(data, "note.txt")
    assert (kept.decode(), found.media_type, found.is_clean) == (text, "text/plain", True)


def test_a_long_text_is_joined_where_it_was_cut():
    line = "ž" * 7 + "\r\n"
    _, kept = washed((line * 40_000).encode())
    assert kept.decode() == ("ž" * 7 + "\n") * 40_000


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (samples.mp4(), "a.mp4", "video/mp4"),
        (samples.mp4(b"qt  "), "a.mov", "video/quicktime"),
        (samples.mp4(b"M4A "), "a.m4a", "audio/mp4"),
        (samples.mp4(b"3gp4"), "a.3gp", "video/3gpp"),
        (samples.wav(), "a.wav", "audio/wav"),
        (samples.mp3(), "a.mp3", "audio/mpeg"),
        (b"ID3" + samples.mp3(), "a.mp3", "audio/mpeg"),
        (samples.webm(), "a.webm", "video/webm"),
        (b"OggS" + bytes(200), "a.ogg", "audio/ogg"),
    ],
)
def test_a_recording_is_kept_as_it_is_and_said_not_to_be_clean(data, name, media_type):
    found, kept = washed(data, name)
    assert (kept, found.media_type, found.is_clean, found.is_misnamed) == (data, media_type, False, False)
    assert found.digest == found.original_digest


def test_a_wrong_ending_is_noticed_and_not_believed():
    found, _ = washed(samples.png(), "contract.pdf")
    assert (found.media_type, found.is_misnamed) == ("image/png", True)


AS_NOBODY = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); from washing.work import main; from PIL import Image, ImageCms\n"
    "import resource; Image.init(); os.setuid(65534); main()"
)
"""Root's limits of processes and threads are never enforced; an ordinary account's are."""


@pytest.mark.parametrize("data", [samples.jpeg(), samples.png(), samples.busy_pdf(), samples.HEIC.read_bytes()])
def test_every_kind_is_cleaned_under_the_limits_of_an_ordinary_account(monkeypatch, data):
    if os.getuid() == 0:
        monkeypatch.setattr(laundry, "_START", AS_NOBODY)
    assert washed(data)[0].is_clean
