"""Takes out of a PDF's parts what no page needs to be shown: data beside pictures, outside files, PostScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from .bare import bare_jpeg, bare_jpeg2000
from .codes import Removed

_BESIDE: Final = (
    "/Metadata", "/PieceInfo", "/AF", "/OPI", "/Ref", "/LastModified", "/StructParent", "/StructParents", "/Thumb",
    "/Alternates", "/OC", "/Measure", "/PtData", "/ID",
)  # fmt: skip
"""ISO 32000-2, tables 87 and 93: what a drawn thing may carry and no viewer needs to draw it."""
_OUTSIDE: Final = ("/F", "/FFilter", "/FDecodeParms")
"""Table 5: a stream's bytes in a file elsewhere."""
_DRAWN: Final = ("/Image", "/Form")
_BARE: Final = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpeg2000}


def scrub(pdf: pikepdf.Pdf) -> set[Removed]:
    """Scrub every part; the kinds of what is gone."""
    removed: set[Removed] = set()
    for part in pdf.objects:
        if isinstance(part, Stream):
            removed |= _scrub_stream(part)
        if isinstance(part, Stream | Dictionary):
            for resources in _resources(part):
                _scrub_resources(resources)
    return removed


def _scrub_stream(stream: Any) -> set[Removed]:
    removed: set[Removed] = set()
    for key in (*_BESIDE, *_OUTSIDE):
        if key in stream:
            del stream[key]
            if key not in ("/StructParent", "/StructParents", "/ID"):
                removed.add(Removed.HIDDEN_DATA)
    wash = _BARE.get(_only_filter(stream))
    if wash is not None:
        raw = stream.read_raw_bytes()
        bare = wash(raw)
        if len(bare) < len(raw):
            stream.write(bare, filter=stream.Filter, decode_parms=stream.get(Name.DecodeParms))
            removed.add(Removed.HIDDEN_DATA)
    return removed


def _only_filter(stream: Any) -> str:
    """The one filter of a stream, as a name; empty where there are several or none."""
    found = stream.get(Name.Filter)
    if isinstance(found, Array):
        found = found[0] if len(found) == 1 else None
    return str(found) if isinstance(found, Name) else ""


def _resources(part: Any) -> Iterator[Any]:
    """A part that is a dictionary of resources, and one that it holds."""
    if Name.XObject in part or Name.Properties in part:
        yield part
    held = part.get(Name.Resources)
    if isinstance(held, Dictionary) and not held.is_indirect:
        yield held


def _scrub_resources(resources: Any) -> None:
    """Keep drawn things alone, and no lists of properties: layers go, and what they hid is shown."""
    if Name.Properties in resources:
        del resources[Name.Properties]
    drawn = resources.get(Name.XObject)
    if not isinstance(drawn, Dictionary):
        return
    for key in list(drawn.keys()):
        thing = drawn[key]
        is_program = isinstance(thing, Stream) and (Name.PS in thing or str(thing.get(Name.Subtype2)) == "/PS")
        if not isinstance(thing, Stream) or str(thing.get(Name.Subtype)) not in _DRAWN or is_program:
            del drawn[key]
