"""Decides whether who publishes may: where the profile asks for two people, not whoever froze or wrote."""

from __future__ import annotations

from complaints.reports.rules import ReleaseRefused, SamePerson


class PersonNeeded(ReleaseRefused):
    """Nobody was named, and publishing here takes a person: whoever froze or wrote is not enough."""


class NotProven(ReleaseRefused):
    """The attack or the certificate does not hold, so the release stays where it is."""


def refuse_same_person(made_by: int | None, publishing: int | None, *, two_people: bool) -> None:
    """Two numbers of staff; None is a command or a job that names nobody.

    What a job froze, no person answers for yet: one person publishes it. What nobody is named to publish stays
    unpublished. The database holds the same rule (`release_takes_two`, `erratum_takes_two`).
    Raises SamePerson, PersonNeeded.
    """
    if not two_people:
        return
    if publishing is None:
        raise PersonNeeded(
            "It is not published: here one person freezes and another publishes. Name who publishes with --as EMAIL."
        )
    if publishing == made_by:
        raise SamePerson("Whoever froze a release does not publish it too: somebody else must.")
