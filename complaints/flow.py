"""The stages a complaint passes, in order: read by the factory and by the test that holds the import law."""

from typing import Final

STAGES: Final = (
    "registry",
    "intake",
    "routing",
    "evidence",
    "correspondence",
    "casework",
    "outcomes",
    "disclosure",
    "reports",
)
"""Each may import the ones before it and `platform`, none after it. `disclosure` imports nothing of the house."""

AFTER: Final = ("demo",)
"""Stand on every stage and are known by none: they only invent what people would have done."""
