"""The words of routing: tracks, clocks and proposals, what is known of a complaint, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from complaints.intake.rules import AllegationKind, Channel, FilingMode, Flag, Standing, SubjectKind
from complaints.platform.jurisdiction.profile import Localised
from complaints.registry.rules import TechnologyType


class Track(StrEnum):
    """The ways a complaint is handled (domain: Tracks)."""

    MISCONDUCT = "misconduct"
    CRIMINAL = "criminal"
    TECHNOLOGY_CONCERN = "technology_concern"
    SUPERVISOR_ACTION = "supervisor_action"
    MEDIATION = "mediation"
    CONTACT_ONLY = "contact_only"


class ClockKind(StrEnum):
    """The deadlines a case carries; PRESERVATION is counted from the incident, the others from a step of the case."""

    PRESERVATION = "preservation"
    ACKNOWLEDGEMENT = "acknowledgement"
    CLASSIFICATION = "classification"
    UPDATE = "update"
    COMPLETION = "completion"
    CLOSING_NOTICE = "closing_notice"


class Proposal(StrEnum):
    """What the router suggests and only a person does."""

    PROSECUTOR_REFERRAL = "prosecutor_referral"
    OUTSIDE_REFERRAL = "outside_referral"
    DUPLICATE_REVIEW = "duplicate_review"


class RerouteReason(StrEnum):
    """Why a person placed a complaint otherwise than the rules did."""

    FACTS_DIFFER = "facts_differ"
    NEW_INFORMATION = "new_information"
    NAME_ADDED = "name_added"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    REFERRAL_RETURNED = "referral_returned"


class RefusedDesk(ValueError):
    """A desk that may not be given this complaint; the message says why."""


@dataclass(frozen=True)
class Facts:
    """What routing may know of a complaint, all of it in the clear.

    `incident_between`: the first and the last possible day, where the day itself is not known.
    `retention_days` has one entry for each mentioned technology, None where the registry does not state it.
    """

    technology_types: frozenset[TechnologyType]
    retention_days: tuple[int | None, ...]
    allegations: frozenset[AllegationKind]
    subjects: frozenset[SubjectKind]
    flags: frozenset[Flag]
    mode: FilingMode
    standing: Standing
    channel: Channel
    incident_on: date | None
    received_at: datetime
    likely_duplicates: int = 0
    incident_between: tuple[date, date] | None = None


@dataclass(frozen=True)
class ClockDue:
    """A deadline: `due_on` counts from `starts_on`. `basis` says how, in the profile's default language."""

    kind: ClockKind
    starts_on: date
    due_on: date
    basis: str
    basis_texts: Localised


@dataclass(frozen=True)
class Reason:
    """A rule that matched, and what came of it: `desk=…`, `track=…`, `copy=…`, `proposal=…`, `explain=…`, `urgent`,
    `restricted`, `hold_copies`. A rule whose desk or track an earlier rule had settled already does not list it."""

    rule_id: str
    text: Localised
    effect: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Something the complainant is to be told, and its key among the profile's texts."""

    key: str
    text: Localised


@dataclass(frozen=True)
class Route:
    """Where a complaint goes and why."""

    desk: str
    copies: tuple[str, ...]
    track: Track
    urgent: bool
    restricted: bool
    proposals: tuple[Proposal, ...]
    explanations: tuple[Explanation, ...]
    clocks: tuple[ClockDue, ...]
    reasons: tuple[Reason, ...]
