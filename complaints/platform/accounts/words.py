"""How accounts speak: roles in plain words, and what is wrong with a password."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext, lazy_gettext

from complaints.platform.accounts.models import Scope
from complaints.platform.accounts.permissions import Role
from complaints.platform.accounts.rules import LEAST_PASSWORD, MOST_PASSWORD, PasswordFault

ROLE_NAMES: Final[dict[Role, Any]] = {
    Role.INTAKE_CLERK: lazy_gettext("Intake clerk"),
    Role.TRIAGE_SUPERVISOR: lazy_gettext("Triage supervisor"),
    Role.INVESTIGATOR: lazy_gettext("Investigator"),
    Role.COMMANDER: lazy_gettext("Commander"),
    Role.OVERSIGHT_REVIEWER: lazy_gettext("Oversight reviewer"),
    Role.TECHNOLOGY_STEWARD: lazy_gettext("Technology steward"),
    Role.RECORDS_OFFICER: lazy_gettext("Records officer"),
    Role.AUDITOR: lazy_gettext("Auditor"),
    Role.ADMINISTRATOR: lazy_gettext("Administrator"),
}

ROLE_DUTIES: Final[dict[Role, Any]] = {
    Role.INTAKE_CLERK: lazy_gettext("Enters complaints that come by phone, letter or counter."),
    Role.TRIAGE_SUPERVISOR: lazy_gettext("Reads new complaints, chooses the track and assigns them."),
    Role.INVESTIGATOR: lazy_gettext("Works on cases, writes to complainants, proposes findings."),
    Role.COMMANDER: lazy_gettext("Reviews and approves findings, extends deadlines, publishes releases."),
    Role.OVERSIGHT_REVIEWER: lazy_gettext("Reads the cases shared with civilian oversight."),
    Role.TECHNOLOGY_STEWARD: lazy_gettext("Keeps what the registry says of each technology."),
    Role.RECORDS_OFFICER: lazy_gettext("Freezes and publishes releases, keeps the records."),
    Role.AUDITOR: lazy_gettext("Reads the audit log and nothing else."),
    Role.ADMINISTRATOR: lazy_gettext("Manages accounts. Cannot read a case."),
}


SCOPE_NAMES: Final[dict[Scope, Any]] = {
    Scope.AGGREGATES_READ: lazy_gettext("Read the protected counts of a period"),
    Scope.RELEASES_FREEZE: lazy_gettext("Freeze a period when its day has come. It cannot publish."),
}


def role_name(role: Role) -> str:
    """The role in the reader's language."""
    return str(ROLE_NAMES[role])


def password_sentence(fault: PasswordFault) -> str:
    """What is wrong with a password, and what to do."""
    match fault:
        case PasswordFault.TOO_SHORT:
            return str(
                gettext("Use at least %(least)s characters. A few words in a row work well.", least=LEAST_PASSWORD)
            )
        case PasswordFault.TOO_LONG:
            return str(gettext("Use at most %(most)s characters.", most=MOST_PASSWORD))
        case PasswordFault.TOO_FEW_CHARACTERS:
            return str(gettext("The same few characters repeat. Use more different ones."))
        case PasswordFault.ABOUT_YOU:
            return str(gettext("This is easy to guess. Leave out your name, your address and common words."))
