"""Sets the pages of a report with typst: the whole report and its one-page summary, tagged and archivable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import fontpkg
import typst

TYPEFACES: Final = ("Source Sans 3", "Source Serif 4")
"""They cover Latin, Greek and Cyrillic script."""
FOLDER: Final = Path(__file__).with_name("typeset")


def report_pdf(edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """The whole report."""
    return _set("report.typ", edition, frozen_at)


def summary_pdf(edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """The one-page summary as a file of its own; one page whatever the data."""
    return _set("summary.typ", edition, frozen_at)


def _set(source: str, edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """A PDF dated when the release was frozen, with the fonts that ship with the product."""
    content: bytes = typst.compile(
        FOLDER / source,
        root=FOLDER,
        format="pdf",
        font_paths=[Path(fontpkg.path(name)).parent for name in TYPEFACES],
        ignore_system_fonts=True,
        sys_inputs={"edition": json.dumps(edition, ensure_ascii=False)},
        # PDF/UA-1 (ISO 14289-1, for people who hear the page) and PDF/A-2a (ISO 19005-2, for archives) together.
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(datetime.fromisoformat(frozen_at).timestamp()),
    )
    return content
