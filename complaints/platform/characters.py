"""Which characters a text may not have: controls, halves of characters, and others that no file of ours can hold."""

from __future__ import annotations

import re
from typing import Final

_STRANGE: Final = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")
"""Line ends and tabs are no controls here."""
_NOT_IN_XML: Final = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Extensible Markup Language (XML) 1.0, production 2 (Char)."""


def first_strange(text: str) -> str:
    """The first character that no text of ours may have, like U+0007; empty where there is none."""
    found = _STRANGE.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def for_xml(text: str) -> str:
    """The text without what no XML file can hold."""
    return _NOT_IN_XML.sub("", text)
