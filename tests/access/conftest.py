"""A complaint that is over, to see what its page offers then."""

from __future__ import annotations

from tests.correspondence.conftest import file_one
from tests.correspondence.test_in_browser import closed
from tests.intake.conftest import technologies

__all__ = ["closed", "file_one", "technologies"]
