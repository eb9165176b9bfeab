"""Decides whether who publishes may: where the profile asks for two people, not whoever froze or wrote."""

from __future__ import annotations

from complaints.reports.rules import ReleaseRefused, SamePerson


class PersonNeeded(ReleaseRefused):
    """Nobody was named, and publishing here takes a person: whoever froze or wrote is not enough."""


class NotProven(ReleaseRefused):
    """The attack or the certificate does not hold, so the release stays where it is."""


def refuse_same_person(made_by: int | None, publishing: int | None, *, two_people: bool) -> None:
    """Two numbers of staff; None is a command or a job that names nobody.

    What one person froze or wrote takes another person. What a job or a shell made without naming anybody, a person
    publishes, or the shell itself: whoever has it holds keys and database, and the log tells that no person did it.
    The database holds the same rule (`release_takes_two`, `erratum_takes_two`). Raises SamePerson, PersonNeeded.
    """
    if not two_people or made_by is None:
        return
    if publishing is None:
        raise PersonNeeded(
            "It is not published: here one person freezes and another publishes. Name who publishes with --as EMAIL."
        )
    if publishing == made_by:
        raise SamePerson("Whoever froze a release does not publish it too: somebody else must.")
