"""The sentence parts that invented staff write in: reasons, notes, messages and what findings rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from complaints.casework.rules import ClosureReason, HoldReason, Referral, ReopenGround
from complaints.outcomes.rules import FindingKind, OutcomeKind

ASSIGNED: Final = (
    "Has time for it, and knows the equipment.",
    "Worked on a similar complaint and has no tie to anybody named here.",
    "Next in turn; nothing speaks against it.",
)
REASSIGNED: Final = "The first investigator knows somebody who is named; given to a colleague without a tie."
REFERRED: Final[Mapping[Referral, str]] = {
    Referral.PROSECUTOR: "What is described may be a crime; the prosecutor decides.",
    Referral.FEDERAL_AGENCY: "The search was made by a federal agency; it answers for its own people.",
    Referral.STATE_AGENCY: "A state agency ran the operation; it answers for its own people.",
    Referral.OTHER_POLICE: "The equipment belongs to a neighboring police department.",
    Referral.OTHER_OFFICE: "Another office of the city keeps these cameras.",
}
CLOSED_AT_TRIAGE: Final[Mapping[ClosureReason, str]] = {
    ClosureReason.WITHDRAWN: "The complainant withdrew, and nothing else calls for going on.",
    ClosureReason.UNABLE_TO_INVESTIGATE: "Without day or place nothing can be found, and a question stayed unanswered.",
    ClosureReason.OUTSIDE_JURISDICTION: "It happened outside the city with equipment of another department.",
    ClosureReason.DUPLICATE: "The same event is being looked into in an earlier complaint that this one is linked to.",
    ClosureReason.MEDIATED: "Both sides spoke with each other and consider it settled.",
    ClosureReason.NO_POLICY_ALLEGATION: "What is described is allowed, and nobody is said to have done wrong.",
    ClosureReason.OUT_OF_TIME: "It happened years ago, and every record of it is gone.",
}
HELD: Final[Mapping[HoldReason, str]] = {
    HoldReason.CRIMINAL_CASE: "A criminal case about the same events is before the court.",
    HoldReason.LITIGATION: "A lawsuit about the same events is pending; counsel asked us to wait.",
    HoldReason.AWAITING_PARTY: "The company has been asked for its records and has not answered yet.",
}
RETURNED: Final = (
    "The log of searches is not mentioned; please say what it shows.",
    "The rationale does not say why the second account is believed less.",
)
SENT_AGAIN: Final = "The rationales now say what was asked for."
REOPENED: Final[Mapping[ReopenGround, str]] = {
    ReopenGround.NEW_EVIDENCE: "A recording has come in that nobody had seen before.",
    ReopenGround.APPEAL: "The complainant asked for another look, in time and with reasons.",
}
EXTENDED: Final = "The records arrived late, and two people are still to be heard."

NOTES: Final = (
    "Asked for the log of searches of that week.",
    "Spoke with the officer on duty; notes are in the file.",
    "The recording has been kept; it shows the corner from the other side.",
    "The company confirms the alert and its time.",
    "Compared the written policy with what was done.",
    "Called the number given; nobody answered.",
)
UPDATES: Final = (
    "We are still working on your complaint. The records have been asked for.",
    "Thank you for your patience. We have heard one person and will hear another.",
    "Your complaint is being looked into. There is nothing you need to do now.",
    "We have one question: do you remember at what time it happened?",
)
LETTER: Final = (
    "We have looked into your complaint. We compared the records with the rules and heard the people concerned. "
    "What we found on each point, and what was done, stands on this page. You may ask for another look."
)
UPDATES_ES: Final = (
    "Seguimos trabajando en su queja. Ya pedimos los registros.",
    "Gracias por su paciencia. Ya escuchamos a una persona y escucharemos a otra.",
    "Tenemos una pregunta: ¿recuerda a qué hora pasó?",
)
LETTER_ES: Final = (
    "Hemos examinado su queja. Comparamos los registros con las reglas y escuchamos a las personas implicadas. "
    "En esta página está lo que encontramos sobre cada punto y lo que se hizo. Puede pedir otra revisión."
)

RATIONALES: Final[Mapping[FindingKind, str]] = {
    FindingKind.SUSTAINED: "The log and two accounts agree; it is more likely than not that it happened as described.",
    FindingKind.POLICY_FAILURE: "Everybody kept to the policy, and the policy is what allowed it.",
    FindingKind.SYSTEM_FAILURE: "The equipment reported what was not there; its maker has confirmed the error.",
    FindingKind.NOT_SUSTAINED: "The accounts contradict each other, and no record decides between them.",
    FindingKind.SUBJECT_NOT_IDENTIFIED: "It happened, and the records do not show who was signed in.",
    FindingKind.EXONERATED: "It happened, and it was within law and policy.",
    FindingKind.UNFOUNDED: "The records show that it did not happen.",
}
OUTCOMES: Final[Mapping[FindingKind, Mapping[OutcomeKind, int]]] = {
    FindingKind.SUSTAINED: {
        OutcomeKind.TRAINING: 5,
        OutcomeKind.DISCIPLINE: 3,
        OutcomeKind.ACCESS_REVOKED: 3,
        OutcomeKind.DATA_DELETED: 2,
        OutcomeKind.SHARING_ENDED: 1,
        OutcomeKind.REFERRED_FOR_PROSECUTION: 1,
    },
    FindingKind.POLICY_FAILURE: {
        OutcomeKind.POLICY_CHANGED: 3,
        OutcomeKind.DEVICE_MOVED: 2,
        OutcomeKind.DATA_DELETED: 1,
    },
    FindingKind.SYSTEM_FAILURE: {OutcomeKind.VENDOR_NOTIFIED: 4, OutcomeKind.DEVICE_MOVED: 1},
}
"""What comes of a finding, and how often; of the other findings nothing comes."""
