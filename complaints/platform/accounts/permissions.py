"""What each role may do; every view names one of these."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Permission(StrEnum):
    """One thing that a view allows."""

    CASE_READ = "case:read"
    CASE_UNSEAL = "case:unseal"
    IDENTITY_UNSEAL = "identity:unseal"
    CASE_INTAKE = "case:intake"
    CASE_TRIAGE = "case:triage"
    CASE_ASSIGN = "case:assign"
    CASE_WORK = "case:work"
    CASE_DECIDE = "case:decide"
    CASE_APPROVE = "case:approve"
    CASE_EXTEND = "case:extend"
    CASE_REOPEN = "case:reopen"
    FEEDBACK_READ = "feedback:read"
    TECHNOLOGY_EDIT = "technology:edit"
    RELEASE_PREVIEW = "release:preview"
    RELEASE_FREEZE = "release:freeze"
    RELEASE_PUBLISH = "release:publish"
    RELEASE_SCHEDULE = "release:schedule"
    REPORT_PREPARE = "report:prepare"
    AUDIT_READ = "audit:read"
    ACCOUNT_MANAGE = "account:manage"
    HEALTH_READ = "health:read"
    OWN_ACCOUNT = "account:own"


class Role(StrEnum):
    """The people of domain.md who sign in."""

    INTAKE_CLERK = "intake_clerk"
    TRIAGE_SUPERVISOR = "triage_supervisor"
    INVESTIGATOR = "investigator"
    COMMANDER = "commander"
    OVERSIGHT_REVIEWER = "oversight_reviewer"
    TECHNOLOGY_STEWARD = "technology_steward"
    RECORDS_OFFICER = "records_officer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


_P = Permission

ALLOWED: Final[dict[Role, frozenset[Permission]]] = {
    Role.INTAKE_CLERK: frozenset({_P.OWN_ACCOUNT, _P.CASE_INTAKE}),
    Role.TRIAGE_SUPERVISOR: frozenset(
        {
            _P.OWN_ACCOUNT,
            _P.CASE_READ,
            _P.CASE_UNSEAL,
            _P.IDENTITY_UNSEAL,
            _P.CASE_INTAKE,
            _P.CASE_TRIAGE,
            _P.CASE_ASSIGN,
            _P.FEEDBACK_READ,
        }
    ),
    Role.INVESTIGATOR: frozenset(
        {_P.OWN_ACCOUNT, _P.CASE_READ, _P.CASE_UNSEAL, _P.IDENTITY_UNSEAL, _P.CASE_WORK, _P.CASE_DECIDE}
    ),
    Role.COMMANDER: frozenset(
        {
            _P.OWN_ACCOUNT,
            _P.CASE_READ,
            _P.CASE_UNSEAL,
            _P.CASE_ASSIGN,
            _P.CASE_APPROVE,
            _P.CASE_EXTEND,
            _P.CASE_REOPEN,
            _P.FEEDBACK_READ,
            _P.RELEASE_PREVIEW,
            _P.RELEASE_PUBLISH,
            _P.REPORT_PREPARE,
            _P.HEALTH_READ,
        }
    ),
    Role.OVERSIGHT_REVIEWER: frozenset({_P.OWN_ACCOUNT, _P.CASE_READ, _P.FEEDBACK_READ}),
    Role.TECHNOLOGY_STEWARD: frozenset({_P.OWN_ACCOUNT, _P.TECHNOLOGY_EDIT, _P.REPORT_PREPARE}),
    Role.RECORDS_OFFICER: frozenset(
        {
            _P.OWN_ACCOUNT,
            _P.RELEASE_PREVIEW,
            _P.RELEASE_FREEZE,
            _P.RELEASE_PUBLISH,
            _P.RELEASE_SCHEDULE,
            _P.REPORT_PREPARE,
            _P.HEALTH_READ,
        }
    ),
    Role.AUDITOR: frozenset({_P.OWN_ACCOUNT, _P.AUDIT_READ}),
    Role.ADMINISTRATOR: frozenset({_P.OWN_ACCOUNT, _P.ACCOUNT_MANAGE, _P.HEALTH_READ}),
}
"""An administrator manages accounts and cannot read a case; an auditor reads the log and nothing else."""


def allows(role: Role, permission: Permission) -> bool:
    """Whether `role` has `permission`."""
    return permission in ALLOWED[role]
