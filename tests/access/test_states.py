"""No state of a resident's page has a barrier, in either direction, on a phone or at a desk, or is wider than it."""

from __future__ import annotations

import pytest

from tests.access.walking import states
from tests.browsers import DESK, PHONE

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("prefix", ["", "/ar"], ids=["left to right", "right to left"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_state_has_a_barrier(new_page, live_server, closed, axe, record_property, size, prefix):
    page = new_page(size)
    seen, found = [], []

    def look(page, name):
        seen.append(name)
        found.extend(f"{name}: {violation}" for violation in axe(page))
        if page.evaluate(WIDER) > 0:
            found.append(f"{name}: wider than the screen")

    parts = list(states(page, live_server.url + prefix, look, closed))
    record_property("axe", (len(seen), len(found)))
    assert len(parts) >= 5
    assert found == []
