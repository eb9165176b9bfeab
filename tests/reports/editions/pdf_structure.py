"""Reads from a PDF what people who hear a page and archives depend on: its tags, its fonts and its claims."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from pypdf import PdfReader

NAMES = {"pdfuaid": "http://www.aiim.org/pdfua/ns/id/", "pdfaid": "http://www.aiim.org/pdfa/ns/id/"}


@dataclass
class Element:
    """One tag of the structure tree, with what stands in it."""

    kind: str
    attributes: list[dict[str, Any]]
    alternative: str | None
    children: list[Element] = field(default_factory=list)
    has_content: bool = False

    def all(self) -> Iterator[Element]:
        """This tag and every one below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.all()


def open_pdf(content: bytes) -> PdfReader:
    """The PDF as pypdf reads it."""
    return PdfReader(io.BytesIO(content))


def structure(reader: PdfReader) -> Element:
    """The whole structure tree under one element."""
    root = Element("Root", [], None)
    _fill(root, reader.trailer["/Root"]["/StructTreeRoot"].get("/K"))
    return root


def _fill(parent: Element, kids: Any) -> None:
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        node = kid.get_object() if hasattr(kid, "get_object") else kid
        if not hasattr(node, "get") or "/S" not in node:
            parent.has_content = True
            continue
        found = node.get("/A", [])
        found = [each.get_object() for each in (found if isinstance(found, list) else [found])]
        element = Element(str(node["/S"])[1:], found, node.get("/Alt"))
        parent.children.append(element)
        if "/K" in node:
            _fill(element, node["/K"])


def stated(reader: PdfReader, name: str) -> str | None:
    """What the metadata claim: `stated(reader, "pdfaid:part")`."""
    tree = ElementTree.fromstring(reader.trailer["/Root"]["/Metadata"].get_data().decode().strip("\ufeff"))
    found = tree.find(f".//{name}", NAMES)
    return None if found is None else found.text


def fonts(reader: PdfReader) -> list[Any]:
    """Every font that a page uses."""
    found = {}
    for page in reader.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():
            found[name] = font.get_object()
    return list(found.values())


def is_embedded(font: Any) -> bool:
    """Whether the file carries the shapes of its letters, and which letters they are."""
    inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = inner["/FontDescriptor"].get_object()
    return bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)) and "/ToUnicode" in font


def headings(reader: PdfReader) -> list[int]:
    """The levels of the headings in reading order."""
    kinds = (element.kind for element in structure(reader).all())
    return [int(kind[1:]) for kind in kinds if len(kind) == 2 and kind[0] == "H" and kind[1].isdigit()]


def text_of(content: bytes) -> str:
    """All that can be read on the pages, on one line."""
    return " ".join(" ".join(page.extract_text() for page in open_pdf(content).pages).split())
