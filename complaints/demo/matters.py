"""What invented complaints are about: how often which technology, and which wrongs, subjects and flags go with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from complaints.intake.rules import AllegationKind as Kind
from complaints.intake.rules import Flag
from complaints.intake.rules import SubjectKind as Subject
from complaints.registry.rules import TechnologyType as Type

Weights = Mapping[Kind, int]

HOW_OFTEN: Final[Mapping[Type, int]] = {
    Type.LICENCE_PLATE_READER: 30,
    Type.FIXED_CAMERA: 22,
    Type.GUNSHOT_DETECTION: 16,
    Type.BODY_WORN_CAMERA: 9,
    Type.MOBILE_CAMERA_TRAILER: 8,
    Type.FACE_RECOGNITION: 5,
    Type.IN_CAR_CAMERA: 4,
    Type.CELL_SITE_SIMULATOR: 2,
    Type.DEVICE_FORENSICS: 2,
    Type.NOT_KNOWN: 2,
}
"""Parts of a whole, by type: a city's registry may have several of one type, or none. Other types count 1."""

_CAMERA: Final[Weights] = {
    Kind.PRIVATE_RECORDING: 6,
    Kind.PROTECTED_ACTIVITY: 4,
    Kind.DISCRIMINATORY_PLACEMENT: 4,
    Kind.OUTSIDE_POLICY: 3,
    Kind.KEPT_TOO_LONG: 2,
    Kind.VENDOR_ACCESS: 1,
    Kind.SECURITY_BREACH: 1,
    Kind.UNDISCLOSED_TECHNOLOGY: 1,
}
_WORN: Final[Weights] = {
    Kind.FAILURE_TO_ACTIVATE: 9,
    Kind.PRIVATE_RECORDING: 3,
    Kind.OUTSIDE_POLICY: 2,
    Kind.RETALIATION: 1,
    Kind.OTHER: 1,
}
_SECRET: Final[Weights] = {
    Kind.NO_WARRANT: 6,
    Kind.UNDISCLOSED_TECHNOLOGY: 4,
    Kind.OUTSIDE_POLICY: 2,
    Kind.PROTECTED_ACTIVITY: 2,
    Kind.OTHER: 1,
}

WRONGS: Final[Mapping[Type, Weights]] = {
    Type.LICENCE_PLATE_READER: {
        Kind.FALSE_REASON: 6,
        Kind.UNAUTHORISED_ACCESS: 5,
        Kind.SHARED_WITHOUT_AUTHORITY: 5,
        Kind.MISIDENTIFICATION: 4,
        Kind.FALSE_ALERT: 4,
        Kind.KEPT_TOO_LONG: 3,
        Kind.OUTSIDE_POLICY: 2,
        Kind.RETALIATION: 1,
    },
    Type.FIXED_CAMERA: _CAMERA,
    Type.MOBILE_CAMERA_TRAILER: _CAMERA,
    Type.GUNSHOT_DETECTION: {
        Kind.FALSE_ALERT: 9,
        Kind.DISCRIMINATORY_PLACEMENT: 4,
        Kind.MALFUNCTION: 3,
        Kind.PRIVATE_RECORDING: 2,
        Kind.DISCRIMINATORY_USE: 2,
        Kind.VENDOR_ACCESS: 1,
    },
    Type.BODY_WORN_CAMERA: _WORN,
    Type.IN_CAR_CAMERA: _WORN,
    Type.FACE_RECOGNITION: {
        Kind.MISIDENTIFICATION: 7,
        Kind.DISCRIMINATORY_USE: 3,
        Kind.OUTSIDE_POLICY: 2,
        Kind.NO_WARRANT: 1,
    },
    Type.CELL_SITE_SIMULATOR: _SECRET,
    Type.DEVICE_FORENSICS: _SECRET,
}
COMMON: Final[Weights] = {
    Kind.UNDISCLOSED_TECHNOLOGY: 4,
    Kind.OUTSIDE_POLICY: 2,
    Kind.OTHER: 2,
    Kind.DISCRIMINATORY_USE: 1,
}
"""What is alleged of every other type."""

_PEOPLE: Final = {
    Subject.UNKNOWN_EMPLOYEE: 60,
    Subject.NAMED_EMPLOYEE: 24,
    Subject.UNIT: 12,
    Subject.INTERNAL_AFFAIRS: 3,
    Subject.CHIEF: 1,
}
_RULES: Final = {Subject.POLICY: 6, Subject.NOBODY: 3, Subject.UNIT: 1}
_MACHINES: Final = {Subject.NOBODY: 4, Subject.VENDOR: 3, Subject.UNIT: 2, Subject.POLICY: 1}
_OTHERS: Final = {Subject.OUTSIDE_AGENCY: 5, Subject.UNIT: 2, Subject.UNKNOWN_EMPLOYEE: 2, Subject.POLICY: 1}

SUBJECTS: Final[Mapping[Kind, Mapping[Subject, int]]] = {
    Kind.KEPT_TOO_LONG: _RULES,
    Kind.DISCRIMINATORY_PLACEMENT: _RULES,
    Kind.UNDISCLOSED_TECHNOLOGY: _RULES,
    Kind.PRIVATE_RECORDING: _RULES,
    Kind.FALSE_ALERT: _MACHINES,
    Kind.MALFUNCTION: _MACHINES,
    Kind.SECURITY_BREACH: _MACHINES,
    Kind.VENDOR_ACCESS: {Subject.VENDOR: 1},
    Kind.SHARED_WITHOUT_AUTHORITY: _OTHERS,
}
"""Whom or what a complaint about such a wrong names; any other wrong is somebody's."""
SOMEBODY: Final = _PEOPLE

FLAGS: Final[Mapping[Flag, Mapping[Kind, float]]] = {
    Flag.SAFETY_RISK: {Kind.UNAUTHORISED_ACCESS: 0.3, Kind.FALSE_REASON: 0.2, Kind.RETALIATION: 0.3},
    Flag.POSSIBLE_CRIME: {Kind.UNAUTHORISED_ACCESS: 0.15, Kind.SECURITY_BREACH: 0.3, Kind.FALSE_REASON: 0.1},
    Flag.FEDERAL_USE: {Kind.SHARED_WITHOUT_AUTHORITY: 0.35},
}
"""How likely a flag goes with a wrong."""
