"""The people around one case, and a case that is being investigated."""

from __future__ import annotations

import pytest

from complaints.outcomes.rules import FindingKind
from complaints.outcomes.service import decide, findings_on
from tests import cast
from tests.applications import NOW


@pytest.fixture
def begun(session, app, investigator):
    """A case with two allegations, being investigated."""
    return cast.case_being_investigated(session, app, investigator, technologies=("alpr", "cameras"))


@pytest.fixture
def decide_all(session, ring, investigator):
    """`decide_all(case, FindingKind.UNFOUNDED)`: the same finding on every allegation."""

    def decide_each(case, kind=FindingKind.SUSTAINED):
        for each in findings_on(session, case):
            decide(session, ring, case, each.allegation_id, kind, "The log shows it.", by=investigator,
                   seen_version=each.versions, now=NOW)  # fmt: skip

    return decide_each
