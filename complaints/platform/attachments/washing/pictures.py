"""Draws a picture anew: what comes out holds pixels, and nothing that a camera, a program or a person wrote beside."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import pi_heif
from PIL import Image, ImageCms, ImageOps, ImageSequence, JpegImagePlugin

from .codes import Reason, Removed, Unfit
from .traces import traces_of

OUTPUT: Final = {"JPEG": "JPEG", "PNG": "PNG", "WebP": "WEBP", "GIF": "GIF", "HEIC": "JPEG"}
"""Format handed in → Pillow's name of what is kept. Few programs show HEIC; everything shows JPEG."""
_OURS: Final = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP", "GIF": "GIF"}
_INPUT: Final = {"JPEG": ("JPEG", "MPO"), "PNG": ("PNG",), "WebP": ("WEBP",), "GIF": ("GIF",), "HEIC": ("HEIF",)}
_OPTIONS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 92},
    "PNG": {},
    "WEBP": {"quality": 90, "method": 2},
    "GIF": {"comment": b""},
}
_MODES: Final = {
    "JPEG": ("L", "RGB"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("L", "P", "RGB", "RGBA"),
}
_FAULTS: Final = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, struct.error)
"""What Pillow's readers raise for a file that is not what it says."""
_MOST_FRAMES: Final = 2000


def wash_picture(source: BinaryIO, name: str, pixels: int) -> tuple[str, io.BytesIO, set[Removed]]:
    """The format kept, the picture drawn anew, and what is gone. `pixels`: the most of all frames together.

    Raises Unfit. Turned as its camera said, in the colours of sRGB, with all frames of an animation.
    """
    Image.MAX_IMAGE_PIXELS = pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    wanted = OUTPUT[name]
    try:
        with Image.open(source, formats=_INPUT[name]) as picture:
            frames = _frames(picture, name)
            if picture.width * picture.height * frames > pixels:
                raise Unfit(Reason.TOO_MANY_PIXELS)
            removed = traces_of(picture, source, name)
            return _OURS[wanted], _drawn(picture, wanted, frames), removed
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Unfit(Reason.TOO_MANY_PIXELS) from problem
    except _FAULTS as problem:
        raise Unfit(Reason.BROKEN) from problem


def _frames(picture: Image.Image, name: str) -> int:
    """How many are kept: an animation's; of several pictures in one JPEG or HEIC, the one that is meant to be seen."""
    frames = getattr(picture, "n_frames", 1) if name in ("PNG", "WebP", "GIF") else 1
    if frames > _MOST_FRAMES:
        raise Unfit(Reason.TOO_COMPLEX)
    return int(frames)


def _drawn(picture: Image.Image, wanted: str, frames: int) -> io.BytesIO:
    out = io.BytesIO()
    if frames == 1:
        options = _OPTIONS[wanted] | _as_before(picture)
        _plain(picture, wanted).save(out, wanted, **options)
        return out
    times = [int(frame.info.get("duration", 0)) for frame in ImageSequence.Iterator(picture)]
    loop = int(picture.info.get("loop", 0))
    drawn = _each(picture, wanted)
    next(drawn).save(out, wanted, save_all=True, append_images=drawn, duration=times, loop=loop, **_OPTIONS[wanted])
    return out


def _as_before(picture: Image.Image) -> dict[str, Any]:
    """How coarsely a JPEG was kept: drawn anew in the same steps, it loses next to nothing and does not grow."""
    if not isinstance(picture, JpegImagePlugin.JpegImageFile) or picture.mode not in _MODES["JPEG"]:
        return {}
    sampling = JpegImagePlugin.get_sampling(picture)
    # A quality would scale the steps; -1 takes them as they are.
    return {"quality": -1, "qtables": picture.quantization} | ({"subsampling": sampling} if sampling >= 0 else {})


def _each(picture: Image.Image, wanted: str) -> Iterator[Image.Image]:
    for frame in ImageSequence.Iterator(picture):
        yield _plain(frame.copy(), wanted)


def _plain(picture: Image.Image, wanted: str) -> Image.Image:
    """The pixels alone, turned, in sRGB."""
    picture.load()
    profile = picture.info.get("icc_profile")
    if picture.getexif().get(_ORIENTATION, 1) != 1:
        picture = ImageOps.exif_transpose(picture)
    transparency = picture.info.get("transparency")
    picture.info = {} if transparency is None else {"transparency": transparency}
    if profile:
        picture = _in_srgb(picture, profile)
    if picture.mode not in _MODES[wanted]:
        has_alpha = "A" in picture.mode or "transparency" in picture.info
        picture = picture.convert("RGBA" if has_alpha and wanted != "JPEG" else "RGB")
    # Left there, Pillow would write them again.
    picture.info.pop("icc_profile", None)
    return picture


_ORIENTATION: Final = 0x0112


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """The same colours without the profile they need; where it is broken, as most programs would show it."""
    if picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = picture.mode if picture.mode in ("RGB", "RGBA") else "RGB"
        if picture.mode == mode:
            ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), inPlace=True)
            return picture
        changed = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
        return changed or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
