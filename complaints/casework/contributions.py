"""What rooms after this one know of a case: facts the moves ask for, panels and sealed texts of its page.

Casework may not import those rooms, so they hand these in when they are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from complaints.casework.models import Case
from complaints.casework.rules import Move, Person
from complaints.platform.store import Db
from complaints.platform.vault import KeyRing


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page: its template, what that is given as `panel.content`, and the work that waits there.

    `next_work` is (words, address) of what this reader has to do there before the case can move on.
    """

    template: str
    content: Mapping[str, Any]
    next_work: tuple[Any, str] | None = None


SealedReader = Callable[[Db, KeyRing, Case], Mapping[str, str]]
FactProvider = Callable[[Db, Case], bool]
ResultsProvider = Callable[[Db, Sequence[Case]], Mapping[int, Any]]
PanelProvider = Callable[[Db, Case, Person], Panel]

_facts: Final[dict[str, FactProvider]] = {}
_panels: Final[dict[str, PanelProvider]] = {}
_pages: Final[dict[Move, str]] = {}
_results: Final[list[ResultsProvider]] = []
_readers: Final[dict[str, SealedReader]] = {}


def contribute_fact(name: str, provider: FactProvider) -> None:
    """Say how to find out whether the fact `name` holds for a case."""
    _facts[name] = provider


def contribute_panel(name: str, provider: PanelProvider) -> None:
    """Add a panel to the case page; shown in the order in which rooms hand them in."""
    _panels[name] = provider


def contribute_page(move: Move, endpoint: str) -> None:
    """Say which page a move is made on (it takes `number`), where casework's own form is not enough."""
    _pages[move] = endpoint


def contribute_reader(name: str, reader: SealedReader) -> None:
    """Say how a room's sealed texts of a case are opened, by seal id; the page opens them under `name`."""
    _readers[name] = reader


def contribute_results(provider: ResultsProvider) -> None:
    """Say how to find out what came of closed cases, in words, by the id of the case."""
    _results.append(provider)


def results_of(session: Db, cases: Sequence[Case]) -> dict[int, Any]:
    """What came of those cases, as far as a later room knows."""
    return {case_id: words for provider in _results for case_id, words in provider(session, cases).items()}


def reader_of(name: str) -> SealedReader | None:
    """Who opens the sealed texts called `name`."""
    return _readers.get(name)


def facts_known(session: Db, case: Case) -> frozenset[str]:
    """The names of the contributed facts that hold."""
    return frozenset(name for name, provider in _facts.items() if provider(session, case))


def panels_of(session: Db, case: Case, viewer: Person) -> list[Panel]:
    """Every contributed panel for this case and reader."""
    return [provider(session, case, viewer) for provider in _panels.values()]


def page_of(move: Move) -> str | None:
    """The endpoint of another room's page for a move, if there is one."""
    return _pages.get(move)
