"""What a PDF holds besides its pages, by kind: only these kinds are said, never what they held."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Dictionary, Name

from .codes import Removed

_INFO: Final = {
    "/Author": Removed.AUTHOR,
    "/Title": Removed.COMMENTS,
    "/Subject": Removed.COMMENTS,
    "/Keywords": Removed.COMMENTS,
    "/Creator": Removed.DEVICE,
    "/Producer": Removed.DEVICE,
    "/CreationDate": Removed.TIMES,
    "/ModDate": Removed.TIMES,
}
_ROOT: Final = {
    "/AcroForm": Removed.FORMS,
    "/Outlines": Removed.OUTLINE,
    "/StructTreeRoot": Removed.OUTLINE,
    "/OCProperties": Removed.OUTLINE,
    "/Metadata": Removed.HIDDEN_DATA,
    "/PieceInfo": Removed.HIDDEN_DATA,
    "/AF": Removed.EMBEDDED_FILES,
    "/Collection": Removed.EMBEDDED_FILES,
    "/OpenAction": Removed.ACTIONS,
    "/AA": Removed.ACTIONS,
}
_PAGE: Final = {
    "/AA": Removed.ACTIONS,
    "/Thumb": Removed.PREVIEW,
    "/PieceInfo": Removed.HIDDEN_DATA,
    "/Metadata": Removed.HIDDEN_DATA,
    "/LastModified": Removed.TIMES,
    "/VP": Removed.POSITION,
    "/LGIDict": Removed.POSITION,
    "/AF": Removed.EMBEDDED_FILES,
}
_NAMES: Final = {"/JavaScript": Removed.SCRIPTS, "/EmbeddedFiles": Removed.EMBEDDED_FILES}
_NOTE: Final = {
    "/Link": Removed.LINKS,
    "/Widget": Removed.FORMS,
    "/FileAttachment": Removed.EMBEDDED_FILES,
    "/RichMedia": Removed.EMBEDDED_FILES,
    "/Screen": Removed.EMBEDDED_FILES,
    "/Movie": Removed.EMBEDDED_FILES,
    "/Sound": Removed.EMBEDDED_FILES,
    "/3D": Removed.EMBEDDED_FILES,
}
_START, _TAIL = b"%PDF-", 4096
_END: Final = b"%%EOF"


def traces_of(pdf: pikepdf.Pdf, source: BinaryIO) -> set[Removed]:
    """The kinds of things in a PDF that its pages do not need."""
    found = _of(pdf.trailer.get(Name.Info), _INFO) | _of(pdf.Root, _ROOT)
    found |= _of(pdf.Root.get(Name.Names), _NAMES) | _of_action(pdf.Root.get(Name.OpenAction))
    for page in pdf.pages:
        found |= _of(page.obj, _PAGE) | _of_actions(page.obj.get(Name.AA))
        notes = page.obj.get(Name.Annots)
        for note in notes if isinstance(notes, pikepdf.Array) else ():
            found |= _of_note(note)
    return found | ({Removed.HIDDEN_DATA} if _has_more(source) else set())


def _of(holder: Any, known: dict[str, Removed]) -> set[Removed]:
    return {known[key] for key in map(str, holder) if key in known} if isinstance(holder, Dictionary) else set()


def _of_note(note: Any) -> set[Removed]:
    if not isinstance(note, Dictionary):
        return set()
    found = {_NOTE.get(str(note.get(Name.Subtype)), Removed.NOTES)}
    found |= _of_action(note.get(Name.A)) | _of_actions(note.get(Name.AA))
    return found | ({Removed.AUTHOR} if Name.T in note and Removed.NOTES in found else set())


def _of_actions(triggers: Any) -> set[Removed]:
    if not isinstance(triggers, Dictionary):
        return set()
    return {found for key in map(str, triggers) for found in _of_action(triggers[key])}


def _of_action(action: Any) -> set[Removed]:
    if not isinstance(action, Dictionary):
        return set()
    kind = str(action.get(Name.S))
    if kind == "/JavaScript" or Name.JS in action:
        return {Removed.SCRIPTS}
    return {Removed.LINKS if kind in ("/URI", "/GoTo") else Removed.ACTIONS}


def _has_more(source: BinaryIO) -> bool:
    """Whether something stands before the PDF's beginning or after its end."""
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - _TAIL))
    tail = source.read().rpartition(_END)
    source.seek(0)
    return bool(tail[2].strip(b"\r\n\t \0")) or source.read(len(_START)) != _START
