"""What a complainant is told of the whole case: who has it by desk and role, what comes when, why it went there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import joinedload

from complaints.casework.clocks import clocks_of
from complaints.casework.models import Case, Clock
from complaints.casework.rules import Status
from complaints.correspondence.story import Outlook, Reading, gives_the_outlook
from complaints.intake.identity import later_identities
from complaints.intake.models import Complaint
from complaints.platform.accounts.models import Staff
from complaints.platform.jurisdiction.calendar import local_date
from complaints.platform.jurisdiction.localised import Localised
from complaints.platform.jurisdiction.profile import Profile
from complaints.platform.web.filters import day
from complaints.routing.rules import ClockKind
from complaints.routing.service import decision_in_force

WITHOUT_A_NAME: Final = "anonymous_"
"""How the keys of texts begin that hold as long as there is no name."""

HEARD_OF: Final = frozenset({ClockKind.ACKNOWLEDGEMENT, ClockKind.UPDATE, ClockKind.COMPLETION})
"""The deadlines at which the complainant is written to; the others are met without a word to them."""


@gives_the_outlook
def look_ahead(session: Any, complaint: Complaint, reading: Reading) -> Outlook:
    """The facts and explanations of this complaint's case; nothing where there is none."""
    query = sa.select(Case).where(Case.complaint_id == complaint.id).options(joinedload(Case.complaint))
    case = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None:
        return Outlook()
    facts: list[tuple[str, str]] = []
    if case.status is not Status.CLOSED:
        facts.append((gettext("Who has it"), _holder(session, case, reading)))
        clocks = clocks_of(session, case)
        facts += _news(clocks, reading)
        facts += _recordings(clocks, reading.today)
    return Outlook(
        tuple((str(label), str(words)) for label, words in facts),
        tuple(_explanations(session, complaint, reading)),
        case.closed_at,
    )


def _holder(session: Any, case: Case, reading: Reading) -> str:
    """The desk and the role; a name only where the city says so."""
    if case.status is Status.REFERRED:
        return str(gettext("Another office. We ask there how it goes."))
    desk = _desk(reading.profile, case.desk, reading.locale)
    match case.status:
        case Status.RECEIVED | Status.TRIAGE:
            who = gettext("a supervisor, who decides who looks into it")
        case Status.IN_REVIEW:
            who = gettext("a commander, who checks the result")
        case _:
            who = gettext("an investigator")
    if reading.profile.names_staff and case.investigator_id is not None and case.status is not Status.IN_REVIEW:
        who = gettext("an investigator, %(name)s", name=session.get_one(Staff, case.investigator_id).name)
    return str(gettext("%(desk)s: %(who)s", desk=desk, who=who))


def _desk(profile: Profile, code: str, locale: str) -> str:
    try:
        return profile.desk(code).names.text(locale)
    except KeyError:
        # The profile has dropped that desk since.
        return str(gettext("The office"))


def _news(clocks: Sequence[Clock], reading: Reading) -> list[tuple[str, str]]:
    """Until when the complainant hears something: the earliest promise that is not kept yet."""
    running = [clock for clock in clocks if clock.kind in HEARD_OF and clock.met_at is None]
    if not running:
        return []
    due_on, today = min(clock.due_on for clock in running), reading.today
    answered_at = _first_answer(clocks)
    if due_on < today:
        words = gettext("We should have written to you by %(day)s. We are late.", day=day(due_on))
    elif answered_at is not None:
        words = gettext(
            "We told you on %(first)s that we have it. We write to you again by %(day)s at the latest.",
            first=day(local_date(answered_at, reading.profile.zone)),
            day=day(due_on),
        )
    else:
        words = gettext("We write to you by %(day)s at the latest.", day=day(due_on))
    return [(gettext("News"), words)]


def _first_answer(clocks: Iterable[Clock]) -> datetime | None:
    """When we said that it came in, as long as that is all we have written."""
    met = {clock.kind: clock.met_at for clock in clocks if clock.met_at is not None and clock.kind in HEARD_OF}
    return met.get(ClockKind.ACKNOWLEDGEMENT) if set(met) == {ClockKind.ACKNOWLEDGEMENT} else None


def _recordings(clocks: Iterable[Clock], today: date) -> list[tuple[str, str]]:
    """Whether recordings were asked for in time: what a complainant can do least about and loses first."""
    clock = next((clock for clock in clocks if clock.kind is ClockKind.PRESERVATION), None)
    if clock is None:
        return []
    if clock.met_at is not None:
        words = gettext("We asked for the recordings to be kept.")
    elif clock.due_on < today:
        words = gettext(
            "Nobody has noted yet that they were asked for. Some may be gone since %(day)s.", day=day(clock.due_on)
        )
    else:
        words = gettext("We have to ask for them to be kept by %(day)s.", day=day(clock.due_on))
    return [(gettext("Recordings"), words)]


def _explanations(session: Any, complaint: Complaint, reading: Reading) -> list[str]:
    """What the router had to explain, as the profile says it today; nothing of a missing name that was given since."""
    has_name = bool(later_identities(session, complaint.id))
    profile = reading.profile
    said = []
    for each in decision_in_force(session, complaint.id).explanations:
        key = each["key"]
        if has_name and key.startswith(WITHOUT_A_NAME):
            continue
        stored = Localised(tuple(each["text"].items()), profile.default_locale)
        said.append(profile.texts.get(key, stored).text(reading.locale))
    return said
