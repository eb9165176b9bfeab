"""Limits, consent, care and taking back, as rules."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from complaints.evidence.rules import (
    Held,
    ScanState,
    SizeClass,
    TooMuch,
    allowance,
    may_take_back,
    needs_care,
    needs_consent,
    over,
    size_class,
)

THEN = datetime(2025, 6, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("held", "size", "refusal"),
    [
        (Held(0, 0, 0), 100, None),
        (Held(19, 0, 19), 100, None),
        (Held(20, 0, 20), 1, TooMuch.FILES),
        (Held(3, 900, 3), 100, None),
        (Held(3, 900, 3), 101, TooMuch.BYTES),
        (Held(0, 0, 60), 1, TooMuch.EVER),
    ],
)
def test_one_more_file_fits_or_not(held: Held, size: int, refusal: TooMuch | None) -> None:
    assert over(held, size, allowance(20, 1000, for_complainant=True)) is refusal


def test_staff_have_room_of_their_own() -> None:
    assert over(Held(20, 1000, 60), 1, allowance(20, 1000, for_complainant=False)) is None


@pytest.mark.parametrize(("is_clean", "is_anonymous"), [(True, True), (True, False), (False, False)])
def test_only_who_gave_no_name_is_asked_and_only_for_what_was_not_cleaned(is_clean: bool, is_anonymous: bool) -> None:
    assert not needs_consent(is_clean=is_clean, is_anonymous=is_anonymous)
    assert needs_consent(is_clean=False, is_anonymous=True)


def test_care_is_asked_for_what_may_harm() -> None:
    assert not needs_care(is_clean=True, scan=ScanState.NOT_ASKED)
    assert not needs_care(is_clean=True, scan=ScanState.NOTHING_FOUND)
    assert needs_care(is_clean=True, scan=ScanState.HARMFUL)
    assert needs_care(is_clean=True, scan=ScanState.NOT_SCANNED)
    assert needs_care(is_clean=False, scan=ScanState.NOTHING_FOUND)


def test_a_slip_is_taken_back_until_somebody_worked_with_it() -> None:
    assert may_take_back(opened_at=None, is_removed=False, is_in_message=False)
    assert not may_take_back(opened_at=THEN, is_removed=False, is_in_message=False)
    assert not may_take_back(opened_at=None, is_removed=True, is_in_message=False)
    assert not may_take_back(opened_at=None, is_removed=False, is_in_message=True)


@pytest.mark.parametrize(
    ("size", "told"),
    [(1, SizeClass.SMALL), (2**20 - 1, SizeClass.SMALL), (2**20, SizeClass.MIDDLE), (10 * 2**20, SizeClass.LARGE)],
)
def test_the_log_tells_a_class_of_sizes(size: int, told: SizeClass) -> None:
    assert size_class(size) is told
