"""Tables in, publishable tables out, and the attacker that tries to undo them: a pure library, no database, no web."""

from complaints.disclosure.attack import AuditResult, audit
from complaints.disclosure.build import build_system
from complaints.disclosure.certificate import Certificate, verify_release, witnesses
from complaints.disclosure.door import Hidden, Protected, Shown, protect, protect_system
from complaints.disclosure.primary import DEFAULT_DECOYS, DEFAULT_K, draw_decoys, own_weights, primary_suppression
from complaints.disclosure.problem import Demand
from complaints.disclosure.progress import Progress, Stopped
from complaints.disclosure.publish import Release, may_correct, publish
from complaints.disclosure.refusals import AuditUnfinished, Refusal, UnsafeRelease, UnusableTables
from complaints.disclosure.suppress import Suppression, secondary_suppression
from complaints.disclosure.system import Cell, Relation, System
from complaints.disclosure.tables import Table, TableSpec, Target
from complaints.disclosure.verify import FalseCertificate, verify

__all__ = [
    "DEFAULT_DECOYS",
    "DEFAULT_K",
    "AuditResult",
    "AuditUnfinished",
    "Cell",
    "Certificate",
    "Demand",
    "FalseCertificate",
    "Hidden",
    "Progress",
    "Protected",
    "Refusal",
    "Relation",
    "Release",
    "Shown",
    "Stopped",
    "Suppression",
    "System",
    "Table",
    "TableSpec",
    "Target",
    "UnsafeRelease",
    "UnusableTables",
    "audit",
    "build_system",
    "draw_decoys",
    "may_correct",
    "own_weights",
    "primary_suppression",
    "protect",
    "protect_system",
    "publish",
    "secondary_suppression",
    "verify",
    "verify_release",
    "witnesses",
]
