"""Whether a PDF's parts unpack to more than anybody can want to look at: counted piece by piece, never held."""

from __future__ import annotations

import zlib
from typing import Any, ClassVar, Final

import pikepdf
from pikepdf import Array, Name, Stream

from .codes import Reason, Unfit

_PIECE: Final = 1024 * 1024
_CODECS: Final = ("/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/Crypt")
"""What unpacks to a picture's pixels; those are counted by its width and height."""
_FLATE: Final = ("/FlateDecode", "/Fl")


class Budget:
    """How much all parts of a file may unpack to (bytes), and how many pixels each picture may have."""

    MOST_OF_ONE: ClassVar[int] = 256 * 1024 * 1024
    """Bytes that a single part may unpack to: 64 million pixels in four colours."""

    def __init__(self, total: int, pixels: int) -> None:
        self._left, self._pixels = total, pixels

    def check(self, pdf: pikepdf.Pdf) -> None:
        """Raises Unfit where a part or the whole is too much."""
        for part in pdf.objects:
            if isinstance(part, Stream):
                if str(part.get(Name.Subtype)) == "/Image":
                    self._check_pixels(part)
                self._check_size(part)

    def _check_pixels(self, image: Any) -> None:
        if int(image.get(Name.Width, 0)) * int(image.get(Name.Height, 0)) > self._pixels:
            raise Unfit(Reason.TOO_MANY_PIXELS)

    def _check_size(self, stream: Any) -> None:
        filters = _filters(stream)
        if any(each in _CODECS for each in filters):
            filters = filters[: next(place for place, each in enumerate(filters) if each in _CODECS)]
        if not filters:
            return
        if all(each in _FLATE for each in filters):
            self._inflate(stream.read_raw_bytes(), len(filters))
        elif filters == _filters(stream):
            # Old and rare: qpdf unpacks it whole, within the limits it was given.
            self._take(len(stream.read_bytes()))

    def _inflate(self, packed: bytes, layers: int) -> None:
        """Count what comes out of each layer; the pieces of one are fed to the next and forgotten."""
        inflaters = [zlib.decompressobj() for _ in range(layers)]
        counted = [0] * layers
        waiting = [(0, packed[place : place + _PIECE]) for place in range(0, len(packed), _PIECE)][::-1]
        while waiting:
            layer, data = waiting.pop()
            if layer == layers or inflaters[layer].eof:
                continue
            try:
                out = inflaters[layer].decompress(data, _PIECE)
            except zlib.error:
                # A viewer shows what came before the fault, and no more.
                return
            counted[layer] += len(out)
            self._take(len(out))
            if counted[layer] > self.MOST_OF_ONE:
                raise Unfit(Reason.TOO_COMPLEX)
            if rest := inflaters[layer].unconsumed_tail:
                waiting.append((layer, rest))
            elif len(out) == _PIECE:
                waiting.append((layer, b""))
            if out:
                waiting.append((layer + 1, out))

    def _take(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise Unfit(Reason.TOO_COMPLEX)


def _filters(stream: Any) -> list[str]:
    found = stream.get(Name.Filter)
    return [str(each) for each in found] if isinstance(found, Array) else [str(found)] if found is not None else []
