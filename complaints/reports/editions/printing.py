"""Sets the pages of a report with typst: the whole report and its one-page summary, tagged and archivable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask_babel import gettext

from complaints.platform.typesetting import CannotSet, pdf, unprintable

FOLDER: Final = Path(__file__).with_name("typeset")
PLACEHOLDER: Final = "\N{WHITE SQUARE}"
"""Stands in a PDF for each character that no typeface here has. The typefaces have it themselves."""


class CannotPrint(Exception):
    """The pages cannot be set; its text is what typst says."""


def report_pdf(edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """The whole report."""
    return _set("report.typ", edition, frozen_at)


def summary_pdf(edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """The one-page summary as a file of its own; one page whatever the data."""
    return _set("summary.typ", edition, frozen_at)


def _set(source: str, edition: Mapping[str, Any], frozen_at: str) -> bytes:
    """A PDF dated when the release was frozen. A character that cannot be printed must not hold up a report that is
    due by law: a placeholder stands for it, and the methods say so. Raises CannotPrint."""
    try:
        return _compiled(source, edition, frozen_at)
    except CannotSet as problem:
        missing = unprintable("".join(_texts(edition)))
        if not missing:
            raise CannotPrint(str(problem)) from problem
    try:
        return _compiled(source, with_placeholders(edition, missing), frozen_at)
    except CannotSet as problem:
        raise CannotPrint(str(problem)) from problem


def with_placeholders(edition: Mapping[str, Any], missing: str) -> dict[str, Any]:
    """The edition with a placeholder for each of the characters in `missing`, and with a paragraph that says so."""
    replaced: dict[str, Any] = _replaced(edition, str.maketrans(dict.fromkeys(missing, PLACEHOLDER)))
    told = {
        "title": gettext("Characters that are not printed"),
        "text": gettext(
            "The typeface of these pages does not have every character in the world. Where it lacks one, you see "
            "%(placeholder)s here. The web page and the data of this report have the text as it is.",
            placeholder=PLACEHOLDER,
        ),
    }
    return {**replaced, "methods": [*replaced["methods"], told]}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _replaced(value: Any, by: Mapping[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(by)
    if isinstance(value, Mapping):
        return {name: _replaced(each, by) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_replaced(each, by) for each in value]
    return value


def _compiled(source: str, edition: Mapping[str, Any], frozen_at: str) -> bytes:
    return pdf(FOLDER / source, {"edition": edition}, int(datetime.fromisoformat(frozen_at).timestamp()))
