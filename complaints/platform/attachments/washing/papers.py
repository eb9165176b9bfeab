"""Writes a PDF anew from its pages alone: what they show stays; what could act, or hides behind them, does not."""

from __future__ import annotations

import io
import struct
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Name

from .codes import Reason, Removed, Unfit
from .paper_parts import scrub
from .paper_traces import traces_of
from .unpacking import Budget

_PAGE_KEYS: Final = frozenset(
    {
        "/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/Resources",
        "/Contents", "/Group", "/UserUnit",
    }
)  # fmt: skip
"""ISO 32000-2, table 31, less what acts, links, hides, or says when and with what the page was made."""
_MOST_FILTERS, _MOST_NESTING, _MOST_WARNINGS = 8, 200, 1000
_TAIL: Final = 1024
_FAULTS: Final = (
    pikepdf.PdfError, RuntimeError, ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error,
)  # fmt: skip
"""What is raised for a file that is not what it says."""


def wash_paper(source: BinaryIO, job: dict[str, Any]) -> tuple[io.BytesIO, set[Removed]]:
    """The PDF, and what is gone. `job`: limits by the names of attachments.Limits. Raises Unfit.

    Notes and filled forms are drawn onto their pages first, since they are what somebody wanted to show.
    """
    pikepdf.settings.set_qpdf_limits(
        max_stream_filters=_MOST_FILTERS,
        parser_max_nesting=_MOST_NESTING,
        doc_max_warnings=_MOST_WARNINGS,
        flate_max_memory=Budget.MOST_OF_ONE,
        run_length_max_memory=Budget.MOST_OF_ONE,
        png_max_memory=Budget.MOST_OF_ONE,
        tiff_max_memory=Budget.MOST_OF_ONE,
    )
    try:
        with pikepdf.open(source) as pdf:
            _check(pdf, source, job)
            removed = traces_of(pdf, source)
            return _rewritten(pdf, Budget(job["unpacked_bytes"], job["pixels"]), removed), removed
    except pikepdf.PasswordError as problem:
        raise Unfit(Reason.LOCKED) from problem
    except _FAULTS as problem:
        raise Unfit(Reason.BROKEN) from problem


def _check(pdf: pikepdf.Pdf, source: BinaryIO, job: dict[str, Any]) -> None:
    if len(pdf.objects) > job["objects"]:
        raise Unfit(Reason.TOO_COMPLEX)
    if not len(pdf.pages) or (pdf.get_warnings() and _is_cut_off(source)):
        raise Unfit(Reason.BROKEN)
    if len(pdf.pages) > job["pages"]:
        raise Unfit(Reason.TOO_MANY_PAGES)


def _is_cut_off(source: BinaryIO) -> bool:
    """Whether the end is missing: what could still be read would be half of what was meant."""
    size = source.seek(0, io.SEEK_END)
    source.seek(max(0, size - _TAIL))
    return b"%%EOF" not in source.read()


def _rewritten(pdf: pikepdf.Pdf, budget: Budget, removed: set[Removed]) -> io.BytesIO:
    _flatten(pdf)
    for page in pdf.pages:
        for key in [key for key in map(str, page.obj) if key not in _PAGE_KEYS]:
            del page.obj[key]
    with pikepdf.new() as clean:
        clean.pages.extend(pdf.pages)
        removed |= scrub(clean)
        budget.check(clean)
        out = io.BytesIO()
        clean.save(
            out,
            deterministic_id=True,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out


def _flatten(pdf: pikepdf.Pdf) -> None:
    form = pdf.Root.get(Name.AcroForm)
    if form is not None and form.get(Name.NeedAppearances):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("screen")
