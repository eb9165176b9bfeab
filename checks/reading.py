"""How old a reader must be for each page a resident reads; `python -m checks.reading` prints it.

Measured is the Flesch–Kincaid grade of the English words in templates and forms; the reading age is that grade plus 5.
docs/plain-words.md says why.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from babel.messages.extract import extract_from_file

from checks.audiences import TOLD_TO_RESIDENTS, is_for_the_workplace
from checks.repository import ROOT
from checks.syllables import syllables

TARGET_AGE: Final = (9, 10)
LIMIT_AGE: Final = 10.0
"""Neither a page nor the whole may ask for more."""
FEWEST: Final = 5
"""Sentences of a page with a figure of its own; what is shorter is measured together, for one long word decides it."""
TOGETHER: Final = "short pages"
LONGEST_SENTENCE: Final = 25
"""Words. The grade is a mean, and one long sentence may hide among many short ones."""
LEAST_WORDS: Final = 4
"""Shorter ones are labels, like "Month": they are no sentences, and would only make a page look easier than it is."""

READ: Final = (
    "templates/intake/*",
    "templates/correspondence/*",
    "templates/pages/home.html",
    "templates/pages/_readers.html",
    "complaints/intake/*",
    "complaints/correspondence/*",
    "complaints/evidence/wording.py",
    *TOLD_TO_RESIDENTS,
)
"""What a resident reads from the first page to the last answer: home, the form, the confirmation, the follow page."""

BELONGS: Final = {
    "complaints/casework/": "follow",
    "complaints/intake/paper/": "paper form",
    "complaints/correspondence/": "follow",
    "complaints/evidence/": "follow",
    "complaints/intake/finder_words.py:WAYS": "find",
    "complaints/intake/finder_words.py": "signs",
    "complaints/intake/fields.py": "errors at the fields",
    "complaints/intake/forms/matter.py:WrongForm": "wrong",
    "complaints/intake/forms/matter.py:WhatForm": "what",
    "complaints/intake/forms/occasion.py:WhereForm": "where",
    "complaints/intake/forms/occasion.py": "when",
    "complaints/intake/forms/people.py:WhoForm": "who",
    "complaints/intake/forms/wishes.py:WantsForm": "wants",
    "complaints/intake/forms/wishes.py": "contact",
    "complaints/intake/forms/people.py:AboutForm": "about",
    "complaints/intake/forms/people.py": "you",
    "complaints/intake/forms/finding.py:FindForm": "find",
    "complaints/intake/forms/finding.py:LikelyForm": "likely",
    "complaints/intake/forms/finding.py": "signs",
    "complaints/intake/labels.py:KINDS": "wrong",
    "complaints/intake/labels.py:KIND_HINTS": "wrong",
    "complaints/intake/labels.py:REDRESS": "wants",
    "complaints/intake/labels.py:SAFETY": "safety",
    "complaints/intake/labels.py:SUBJECTS": "about",
    "complaints/intake/labels.py:FLAGS": "about",
    "complaints/intake/labels.py:FLAG_HINTS": "about",
    "complaints/intake/labels.py": "you",
    **{
        f"complaints/registry/words.py:{name}": "technology"
        for name in ("TYPE_NAMES", "TYPE_DESCRIPTIONS", "SHIPPED_WORDS", "kept_words", "left_words")
    },
    "complaints/registry/words.py": "",
    "templates/correspondence/": "follow",
    "templates/intake/_page.html": "errors at the fields",
    "templates/intake/_technologies.html": "technology",
    "templates/registry/_facts.html": "technology",
    "templates/pages/": "home",
}
"""On which page words are read, by file and top-level name; other words are on a page called like their file.
With an empty name, they are on none of these pages."""

_PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
_STANDS_FOR: Final = {"num": "3", "day": "June 2", "moment": "June 2", "most": "30", "number": "AB", "name": "Ann"}
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z’'-]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands, as `file:line`."""

    text: str
    at: str

    @property
    def words(self) -> list[str]:
        """Its words, without numbers and marks."""
        return _WORD.findall(self.text)


def grade(sentences: Sequence[Sentence]) -> float:
    """The Flesch–Kincaid grade level: 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, 1975)."""
    words = [word for sentence in sentences for word in sentence.words]
    sounds = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * sounds / len(words) - 15.59


def age(sentences: Sequence[Sentence]) -> float:
    """The age at which a child in a US school reads such sentences: grade 1 begins at 6."""
    return grade(sentences) + 5


def second_opinion(sentences: Sequence[Sentence]) -> float:
    """The age by the Automated Readability Index, which counts letters and no syllables (Senter and Smith, 1967)."""
    words = [word for sentence in sentences for word in sentence.words]
    letters = sum(len(re.sub(r"[^A-Za-z]", "", word)) for word in words)
    return 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43 + 5


def split(text: str) -> list[str]:
    """The sentences of a message, with something plain in place of what is filled in."""
    filled = _PLACEHOLDER.sub(lambda found: _STANDS_FOR.get(found[1], "it"), re.sub(r"<[^>]+>", "", text))
    return [part.strip() for part in re.split(r"(?<=[.!?:;])[”’)]?\s+", filled) if part.strip()]


def sentences() -> dict[str, list[Sentence]]:
    """Every English sentence a resident reads, by page; what a page says twice counts once."""
    found: dict[str, dict[str, Sentence]] = defaultdict(dict)
    for path in _files():
        name = path.relative_to(ROOT).as_posix()
        tops = _top_level(path) if path.suffix == ".py" else []
        for line, message in _messages(path):
            for text in split(message):
                sentence = Sentence(text, f"{name}:{line}")
                if len(sentence.words) >= LEAST_WORDS:
                    found[_page(name, line, tops)].setdefault(text, sentence)
    del found[""]
    for sentence in _of_the_cities():
        found["texts of the cities"].setdefault(sentence.text, sentence)
    pages: dict[str, list[Sentence]] = defaultdict(list)
    for page, each in sorted(found.items()):
        pages[page if len(each) >= FEWEST else TOGETHER] += each.values()
    return dict(pages)


def _of_the_cities() -> Iterator[Sentence]:
    """What the profiles that ship tell a resident."""
    for path in sorted((ROOT / "complaints/platform/jurisdiction").glob("*.toml")):
        texts = tomllib.loads(path.read_text(encoding="utf-8")).get("texts", {})
        for name, text in texts.items():
            for part in split(text["en"]) if text["en"].endswith(".") else []:
                sentence = Sentence(part, f"{path.relative_to(ROOT).as_posix()}:texts.{name}")
                if len(sentence.words) >= LEAST_WORDS:
                    yield sentence


def _files() -> Iterator[Path]:
    extra = {ROOT / "complaints/registry/words.py", ROOT / "templates/registry/_facts.html"}
    for path in sorted([*ROOT.glob("complaints/**/*.py"), *ROOT.glob("templates/**/*.*"), *extra]):
        name = path.relative_to(ROOT).as_posix()
        if path in extra or (any(fnmatch(name, each) for each in READ) and not is_for_the_workplace(name)):
            yield path


def _messages(path: Path) -> Iterator[tuple[int, str]]:
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    keywords = dict.fromkeys(("_", "gettext", "lazy_gettext")) | {"ngettext": (1, 2)}
    for line, message, _comments, _context in extract_from_file(method, str(path), keywords=keywords):
        yield from ((line, each) for each in ([message] if isinstance(message, str) else message[1:]) if each)


def _top_level(path: Path) -> list[tuple[int, int, str]]:
    """(first line, last line, name) of every class, function and variable of a module."""
    spans = []
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            spans.append((node.lineno, node.end_lineno or 0, node.name))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            spans.append((node.lineno, node.end_lineno or 0, ast.unparse(target)))
    return spans


def _page(name: str, line: int, tops: Iterable[tuple[int, int, str]]) -> str:
    top = next((each for first, last, each in tops if first <= line <= last), "")
    for key in (f"{name}:{top}", name, *(f"{parent}/" for parent in map(str, Path(name).parents))):
        if key in BELONGS:
            return BELONGS[key]
    return Path(name).stem


def main(arguments: Sequence[str]) -> int:
    """Print each page's figure and the whole; with `--hard` its hardest sentences. 1 where something is too hard."""
    pages = sentences()
    everything = [sentence for each in pages.values() for sentence in each]
    print("  age  (ARI)  page")
    for page, each in sorted(pages.items(), key=lambda pair: -age(pair[1])):
        print(f"{age(each):5.1f}  {second_opinion(each):5.1f}  {page} ({len(each)} sentences)")
        for sentence in sorted(each, key=lambda one: -grade([one]))[: 5 if "--hard" in arguments else 0]:
            print(f"       {age([sentence]):5.1f}  {sentence.text}  [{sentence.at}]")
    print(f"{age(everything):5.1f}  {second_opinion(everything):5.1f}  all together ({len(everything)} sentences)")
    print(f"       target {TARGET_AGE[0]}–{TARGET_AGE[1]}, limit of a page {LIMIT_AGE:.0f}")
    for sentence in too_long(everything):
        print(f"{sentence.at}: {len(sentence.words)} words, at most {LONGEST_SENTENCE}: {sentence.text}")
    return int(any(age(each) > LIMIT_AGE for each in pages.values()) or bool(too_long(everything)))


def too_long(everything: Iterable[Sentence]) -> list[Sentence]:
    """The sentences with too many words."""
    return [sentence for sentence in everything if len(sentence.words) > LONGEST_SENTENCE]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
