"""The published reports and their corrections as a feed (Atom, RFC 4287)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from complaints.platform.characters import for_xml

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"
NOTHING_YET: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed: it must say something, and always the same."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that belongs to an entry: `rel` is alternate, enclosure or via."""

    rel: str
    url: str
    media_type: str
    title: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; it is published once and changes no more."""

    id: str
    title: str
    summary: str
    published_at: datetime
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """The whole feed in one language."""

    title: str
    subtitle: str
    language: str
    author: str
    own_url: str
    page_url: str
    licence: tuple[str, str]


def tag(base: str, since: datetime, what: str) -> str:
    """A name that lasts (RFC 4151): the host of this site, a day on which it was ours, and what is named."""
    return f"tag:{urlsplit(base).hostname},{since.astimezone(UTC):%Y-%m-%d}:{what}"


def make_feed(about: Feed, entries: Sequence[Entry]) -> bytes:
    """The feed, the newest entry first."""
    ordered = sorted(entries, key=lambda entry: (entry.published_at, entry.id), reverse=True)
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": about.language})
    _text(root, "id", about.own_url)
    _text(root, "title", about.title)
    _text(root, "subtitle", about.subtitle)
    _text(root, "updated", _moment(ordered[0].published_at if ordered else NOTHING_YET))
    _text(ET.SubElement(root, "author"), "name", about.author)
    _link(root, Link("self", about.own_url, MEDIA_TYPE))
    _link(root, Link("alternate", about.page_url, "text/html"))
    name, url = about.licence
    _text(root, "rights", f"{name} {url}")
    _link(root, Link("license", url, "text/html", name))
    for entry in ordered:
        _entry(root, entry)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: ET.Element, entry: Entry) -> None:
    told = ET.SubElement(root, "entry")
    _text(told, "id", entry.id)
    _text(told, "title", entry.title)
    _text(told, "published", _moment(entry.published_at))
    _text(told, "updated", _moment(entry.published_at))
    _text(told, "summary", entry.summary)
    for link in entry.links:
        _link(told, link)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = for_xml(text)


def _link(parent: ET.Element, link: Link) -> None:
    told = {"rel": link.rel, "href": link.url, "type": link.media_type, "title": link.title}
    told["length"] = "" if link.size is None else str(link.size)
    ET.SubElement(parent, "link", {name: for_xml(text) for name, text in told.items() if text})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
