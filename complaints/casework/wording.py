"""How casework's words read on a page, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from complaints.casework.models import CaseMove, ClockChange, ClockChangeReason
from complaints.casework.people import Declaration
from complaints.casework.rules import (
    ClosureReason,
    Conflict,
    HoldReason,
    Move,
    Referral,
    Refusal,
    ReopenGround,
    Status,
)
from complaints.correspondence.models import NoticeKind
from complaints.platform.accounts.models import Staff

NUMBER_LENGTH: Final = 9
STATUSES: Final[Mapping[Status, LazyString]] = {
    Status.RECEIVED: lazy_gettext("Received"),
    Status.TRIAGE: lazy_gettext("In triage"),
    Status.ASSIGNED: lazy_gettext("Assigned"),
    Status.INVESTIGATING: lazy_gettext("Investigating"),
    Status.ON_HOLD: lazy_gettext("On hold"),
    Status.IN_REVIEW: lazy_gettext("In review"),
    Status.REFERRED: lazy_gettext("Referred"),
    Status.CLOSED: lazy_gettext("Closed"),
}
STATUS_TAGS: Final[Mapping[Status, str]] = {
    Status.RECEIVED: "new",
    Status.TRIAGE: "active",
    Status.ASSIGNED: "active",
    Status.INVESTIGATING: "active",
    Status.ON_HOLD: "waiting",
    Status.IN_REVIEW: "active",
    Status.REFERRED: "waiting",
    Status.CLOSED: "done",
}
MOVES: Final[Mapping[Move, LazyString]] = {
    Move.TRIAGE: lazy_gettext("Take up for triage"),
    Move.ASSIGN: lazy_gettext("Assign"),
    Move.REFER: lazy_gettext("Refer elsewhere"),
    Move.CLOSE_AT_TRIAGE: lazy_gettext("Close without a finding"),
    Move.BEGIN: lazy_gettext("Begin the investigation"),
    Move.HOLD: lazy_gettext("Put on hold"),
    Move.RESUME: lazy_gettext("Take up again"),
    Move.SEND_TO_REVIEW: lazy_gettext("Send to review"),
    Move.RETURN: lazy_gettext("Return to the investigator"),
    Move.APPROVE: lazy_gettext("Approve and close"),
    Move.REFERRAL_ACCEPTED: lazy_gettext("The referral was accepted"),
    Move.REFERRAL_BOUNCED: lazy_gettext("The referral came back"),
    Move.REOPEN: lazy_gettext("Reopen"),
}
HOLD_REASONS: Final[Mapping[HoldReason, LazyString]] = {
    HoldReason.CRIMINAL_CASE: lazy_gettext("A criminal case goes first"),
    HoldReason.LITIGATION: lazy_gettext("A court case goes first"),
    HoldReason.AWAITING_PARTY: lazy_gettext("Waiting for somebody’s answer"),
}
CLOSURE_REASONS: Final[Mapping[ClosureReason, LazyString]] = {
    ClosureReason.WITHDRAWN: lazy_gettext("Withdrawn by the complainant"),
    ClosureReason.UNABLE_TO_INVESTIGATE: lazy_gettext("Too little to go on"),
    ClosureReason.OUTSIDE_JURISDICTION: lazy_gettext("Outside what this office may look into"),
    ClosureReason.DUPLICATE: lazy_gettext("Same matter as another case"),
    ClosureReason.MEDIATED: lazy_gettext("Settled by mediation"),
    ClosureReason.NO_POLICY_ALLEGATION: lazy_gettext("No rule would have been broken"),
    ClosureReason.OUT_OF_TIME: lazy_gettext("Too long ago"),
}
REFERRALS: Final[Mapping[Referral, LazyString]] = {
    Referral.PROSECUTOR: lazy_gettext("The prosecutor"),
    Referral.FEDERAL_AGENCY: lazy_gettext("A federal agency"),
    Referral.STATE_AGENCY: lazy_gettext("A state agency"),
    Referral.OTHER_POLICE: lazy_gettext("Another police department"),
    Referral.OTHER_OFFICE: lazy_gettext("Another office of the city"),
}
GROUNDS: Final[Mapping[ReopenGround, LazyString]] = {
    ReopenGround.NEW_EVIDENCE: lazy_gettext("New evidence"),
    ReopenGround.APPEAL: lazy_gettext("An appeal"),
}
CONFLICTS: Final[Mapping[Conflict, LazyString]] = {
    Conflict.SUBJECT_OR_WITNESS: lazy_gettext("Subject, witness, or related to one"),
    Conflict.SAME_COMMAND: lazy_gettext("Same unit or chain of command as the subject"),
    Conflict.OPERATES_TECHNOLOGY: lazy_gettext("Operates or administers the technology"),
    Conflict.EARLIER_INVOLVEMENT: lazy_gettext("Was involved earlier"),
    Conflict.RECUSED: lazy_gettext("Recused"),
}
REFUSALS: Final[Mapping[Refusal, LazyString]] = {
    Refusal.WRONG_STATUS: lazy_gettext("The case does not stand where this step begins."),
    Refusal.NO_PERMISSION: lazy_gettext("Your role does not include this step."),
    Refusal.TRACK_NOT_CHOSEN: lazy_gettext("Choose a track."),
    Refusal.REASON_MISSING: lazy_gettext("Write the reason."),
    Refusal.INVESTIGATOR_NOT_NAMED: lazy_gettext("Choose who investigates."),
    Refusal.CANNOT_INVESTIGATE: lazy_gettext("This person cannot investigate: the role does not include it."),
    Refusal.SUBJECT_OR_WITNESS: lazy_gettext("Conflict of interest: subject or witness, or related to one."),
    Refusal.SAME_COMMAND: lazy_gettext("Conflict of interest: the same unit or chain of command as the subject."),
    Refusal.OPERATES_TECHNOLOGY: lazy_gettext("Conflict of interest: operates or administers the technology."),
    Refusal.EARLIER_INVOLVEMENT: lazy_gettext("Conflict of interest: was involved in this case earlier."),
    Refusal.RECUSED: lazy_gettext("Conflict of interest: recused from this case."),
    Refusal.NOT_THE_INVESTIGATOR: lazy_gettext("Only the investigator of this case takes this step."),
    Refusal.HOLD_REASON_MISSING: lazy_gettext("Choose what the case waits for."),
    Refusal.CLOSURE_REASON_MISSING: lazy_gettext("Choose why it is closed without a finding."),
    Refusal.REFERRAL_MISSING: lazy_gettext("Choose where it is referred to."),
    Refusal.REMARK_MISSING: lazy_gettext("It was returned: write what you changed since."),
    Refusal.FINDINGS_MISSING: lazy_gettext("Every allegation needs a finding with its rationale first."),
    Refusal.APPROVER_INVESTIGATED: lazy_gettext("Whoever investigated a case does not review it."),
    Refusal.REOPENING_WITHOUT_GROUND: lazy_gettext("Reopening needs new evidence or an appeal."),
}
CHANGES: Final[Mapping[ClockChangeReason, LazyString]] = {
    ClockChangeReason.HOLD: lazy_gettext("hold"),
    ClockChangeReason.EXTENSION: lazy_gettext("extension"),
    ClockChangeReason.TRACK_CHANGED: lazy_gettext("another track"),
}


def words_of_bad_number(typed: str) -> str:
    """What is wrong with a complaint number that cannot be one: one character, or all of it."""
    if sum(character.isalnum() for character in typed) == NUMBER_LENGTH:
        return str(gettext("One character of this number is wrong. Please compare it with your note."))
    return str(gettext("This is not a complaint number. A number has nine characters, like 7K2M-94QX-3."))


def name_of(staff: Staff | None) -> str:
    """Who it was, by name; "the system" for nobody."""
    return staff.name if staff is not None else str(gettext("The system"))


def sentence_of(made: CaseMove) -> str:
    """A move as a sentence; its sealed reason is not in it."""
    words = {"who": name_of(made.by), "whom": made.investigator.name if made.investigator else ""}
    match made.move:
        case Move.TRIAGE:
            said = gettext("%(who)s took it up for triage.", **words)
        case Move.ASSIGN if made.from_status is Status.TRIAGE:
            said = gettext("%(who)s assigned it to %(whom)s.", **words)
        case Move.ASSIGN:
            said = gettext("%(who)s gave it to %(whom)s instead.", **words)
        case Move.REFER:
            said = gettext("%(who)s referred it: %(where)s.", **words, where=REFERRALS[Referral(made.detail)])
        case Move.CLOSE_AT_TRIAGE:
            why = CLOSURE_REASONS[ClosureReason(made.detail.partition(":")[0])]
            said = gettext("%(who)s closed it without a finding: %(why)s.", **words, why=why)
        case Move.BEGIN:
            said = gettext("%(who)s began the investigation.", **words)
        case Move.HOLD:
            said = gettext("%(who)s put it on hold: %(why)s.", **words, why=HOLD_REASONS[HoldReason(made.detail)])
        case _:
            said = _later_sentence(made, words)
    return str(said)


def _later_sentence(made: CaseMove, words: dict[str, str]) -> str:
    match made.move:
        case Move.RESUME:
            said = gettext("%(who)s took it up again.", **words)
        case Move.SEND_TO_REVIEW:
            said = gettext("%(who)s sent it to review.", **words)
        case Move.RETURN:
            said = gettext("%(who)s returned it to the investigator.", **words)
        case Move.APPROVE:
            said = gettext("%(who)s approved the findings and closed it.", **words)
        case Move.REFERRAL_ACCEPTED:
            said = gettext("%(who)s noted that the referral was accepted, and closed it.", **words)
        case Move.REFERRAL_BOUNCED:
            said = gettext("%(who)s noted that the referral came back.", **words)
        case _:
            why = GROUNDS[ReopenGround(made.detail)]
            said = gettext("%(who)s reopened it (%(why)s) and gave it to %(whom)s.", **words, why=why)
    return str(said)


def sentence_of_declaration(declared: Declaration) -> str:
    """That somebody is kept off the case; what stands between them and it is not told here."""
    if declared.is_own:
        return str(gettext("%(who)s stepped back from this case.", who=declared.name))
    return str(gettext("A conflict of interest was declared for %(whom)s.", whom=declared.name))


def sentence_of_change(change: ClockChange, clock: str, earlier: str, later: str) -> str:
    """A due date that moved, as a sentence."""
    return str(
        gettext(
            "%(who)s moved “%(clock)s” from %(earlier)s to %(later)s (%(why)s).",
            who=name_of(change.by),
            clock=clock,
            earlier=earlier,
            later=later,
            why=CHANGES[change.reason],
        )
    )


def sentence_of_notice(kind: NoticeKind) -> str:
    """A notice on the complainant's page, as a sentence."""
    match kind:
        case NoticeKind.ACKNOWLEDGEMENT:
            said = gettext("The complainant was told that the complaint arrived.")
        case NoticeKind.CLOSING:
            said = gettext("The complainant was told that the case is closed.")
        case _:
            said = gettext("The complainant was told where the case stands.")
    return str(said)
