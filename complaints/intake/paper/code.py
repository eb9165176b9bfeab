"""The square code that a phone reads: it holds a complaint's number and nothing else, no address, no passphrase."""

from __future__ import annotations

from typing import Final

import segno
from flask_babel import gettext
from markupsafe import Markup

BORDER: Final = 4
"""Light squares around it: ISO/IEC 18004 asks for four."""


def code_of(number: str) -> segno.QRCode:
    """The code; a fifth of it may be dirty or torn off and it still reads (level Q)."""
    return segno.make(number, error="q", micro=False, boost_error=False)


def svg_file(number: str) -> str:
    """The code as a picture of its own, for pages that are set."""
    return _drawn(number, "")


def code_to_scan(number: str) -> Markup:
    """The code within a web page, black on white whatever colours the reader has chosen, with words to be read out."""
    told = gettext("Square code of the number %(number)s", number=number)
    return Markup(_drawn(number, Markup(' role="img" aria-label="{}"').format(told)))


def _drawn(number: str, attributes: str) -> str:
    code = code_of(number)
    squares = "".join(
        f"M{x + BORDER} {y + BORDER}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    side = len(code.matrix) + 2 * BORDER
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side * 4}" height="{side * 4}"'
        f'{attributes}><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{squares}"/></svg>'
    )
