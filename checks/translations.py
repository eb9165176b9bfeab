"""Every visible word has its translation, finished, with the same placeholders, in every language that is offered.

`python -m checks.translations` says what is wrong; `python -m checks.translations update` brings the catalogues up to
date with the words in the source: new ones come in empty, those that nobody says any more go.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po, write_po

from checks.audiences import is_for_residents
from checks.repository import ROOT
from complaints.platform.web.locale import STAFF_LANGUAGES

FOLDER = ROOT / "complaints" / "translations"
REQUIRED = {"ar", "bs", "es", "vi", "zh"}
KEYWORDS = ("lazy_gettext", "_l", "lazy_ngettext:1,2", "lazy_pgettext:1c,2")
MAPPING = re.compile(r"^\[(\w+): (\w+)/(.+)\]$", re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")


def extracted() -> Catalog:
    """What the source says that somebody will read."""
    methods = MAPPING.findall((ROOT / "babel.cfg").read_text(encoding="utf-8"))
    catalog = Catalog()
    keywords = DEFAULT_KEYWORDS | parse_keywords(KEYWORDS)
    for folder in ("complaints", "templates"):
        patterns = [(pattern, method) for method, within, pattern in methods if within == folder]
        found = extract_from_dir(str(ROOT / folder), patterns, keywords=keywords)
        for name, line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def faults(source: Catalog, translated: Catalog) -> Iterator[str]:
    """One line for each message that is missing, unfinished or does not fit."""
    for message in source:
        if not message.id or not _is_needed(message, str(translated.locale)):
            continue
        first = message.id if isinstance(message.id, str) else message.id[0]
        place = ":".join(str(part) for part in message.locations[0])
        found = translated.get(first, message.context)
        for problem in _problems(message, found, translated.num_plurals):
            yield f"{translated.locale}: {problem}: {first!r} ({place})"


def _is_needed(message: Message, locale: str) -> bool:
    return locale in STAFF_LANGUAGES or is_for_residents(message)


def _problems(message: Message, found: Message | None, plurals: int) -> Iterator[str]:
    if found is None:
        yield "not in the catalogue"
        return
    if found.fuzzy:
        yield "marked as fuzzy"
    ids, forms = _forms(message.id), _forms(found.string)
    if not all(forms) or len(forms) != (1 if len(ids) == 1 else plurals):
        yield "not translated"
        return
    wanted = [_placeholders(text) for text in ids]
    for form in forms:
        if _placeholders(form) not in wanted:
            yield f"placeholders differ ({form!r})"


def _forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def all_faults() -> Iterator[str]:
    """The faults of every catalogue, and one for each required language without any."""
    source = extracted()
    found = {path.parts[-3]: path for path in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))}
    for locale in sorted(REQUIRED - set(found)):
        yield f"{locale}: there is no catalogue in complaints/translations"
    for locale, path in found.items():
        with path.open("rb") as file:
            yield from faults(source, read_po(file, locale))


def update() -> None:
    """Write every catalogue anew: the words of the source that its language needs, with the translations it has."""
    source = extracted()
    for path in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po")):
        locale = path.parts[-3]
        with path.open("rb") as file:
            catalog = read_po(file, locale)
        catalog.update(source, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        catalog.obsolete.clear()
        for message in [each for each in catalog if each.id and not _is_needed(each, locale)]:
            catalog.delete(message.id if isinstance(message.id, str) else message.id[0], message.context)
        path.write_bytes(_head(catalog) + _body(catalog))


def _head(catalog: Catalog) -> bytes:
    """What the catalogue says of itself: no names, and no dates that differ each time."""
    said = {
        "Language": str(catalog.locale),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalog.plural_forms,
    }
    lines = [*catalog.header_comment.splitlines(), 'msgid ""', 'msgstr ""']
    return "\n".join([*lines, *(f'"{name}: {value}\\n"' for name, value in said.items()), "", ""]).encode()


def _body(catalog: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True, omit_header=True)
    return file.getvalue().strip() + b"\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    lines = list(all_faults())
    print("\n".join(lines))
    sys.exit(bool(lines))
