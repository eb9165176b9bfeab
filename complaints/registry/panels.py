"""What later rooms add to a technology's page: the registry knows of no counts, and leaves a place for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from complaints.platform.store import Db
from complaints.registry.models import Technology


@dataclass(frozen=True, slots=True)
class Panel:
    """A template that is included, and what it reads as `panel.values`."""

    template: str
    values: Mapping[str, Any]


CountsPanel = Callable[[Db, Technology], Panel | None]
counts_panels: list[CountsPanel] = []
"""Asked in this order, under item 7 of each technology; `reports` adds its own when it is imported."""


def panels_for(session: Db, technology: Technology) -> list[Panel]:
    """What the rooms have to show about this technology."""
    offered = (offer(session, technology) for offer in counts_panels)
    return [panel for panel in offered if panel is not None]
