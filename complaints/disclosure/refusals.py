"""Decides how a refusal is worded: one sentence, never a true count in it."""

from __future__ import annotations


class Refusal(Exception):
    """Why nothing can be protected, attacked or published. Its text is one clear sentence."""


class UnusableTables(Refusal):
    """The counts, the tables or the file contradict themselves or the rules of the format."""


class UnsafeRelease(Refusal):
    """The audit did not pass, so nothing may be published."""


class AuditUnfinished(UnsafeRelease):
    """The attacker could not finish its work, which counts as not passed."""
