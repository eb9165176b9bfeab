"""Which kinds of wrong are said most often of each type of technology: they are offered first, and none is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from complaints.intake.rules import AllegationKind as Kind
from complaints.registry.rules import TechnologyType as Type

MOST_FIRST: Final = 7
"""So many are offered first at most, whatever was chosen; with one technology it is the length of its own list."""

_LOOKED_UP: Final = (Kind.UNAUTHORISED_ACCESS, Kind.FALSE_REASON)
_CAMERA: Final = (Kind.PRIVATE_RECORDING, Kind.DISCRIMINATORY_PLACEMENT, Kind.PROTECTED_ACTIVITY)

LIKELY: Final[dict[Type, tuple[Kind, ...]]] = {
    Type.LICENCE_PLATE_READER: (
        *_LOOKED_UP,
        Kind.FALSE_ALERT,
        Kind.SHARED_WITHOUT_AUTHORITY,
        Kind.KEPT_TOO_LONG,
        Kind.DISCRIMINATORY_PLACEMENT,
    ),
    Type.BODY_WORN_CAMERA: (
        Kind.FAILURE_TO_ACTIVATE,
        Kind.PRIVATE_RECORDING,
        Kind.KEPT_TOO_LONG,
        Kind.UNAUTHORISED_ACCESS,
    ),
    Type.IN_CAR_CAMERA: (Kind.FAILURE_TO_ACTIVATE, Kind.KEPT_TOO_LONG, Kind.UNAUTHORISED_ACCESS, Kind.MALFUNCTION),
    Type.FIXED_CAMERA: (*_CAMERA, Kind.UNAUTHORISED_ACCESS, Kind.KEPT_TOO_LONG),
    Type.CAMERA_REGISTRY: (Kind.PRIVATE_RECORDING, Kind.SHARED_WITHOUT_AUTHORITY, Kind.VENDOR_ACCESS),
    Type.MOBILE_CAMERA_TRAILER: (*_CAMERA, Kind.UNDISCLOSED_TECHNOLOGY),
    Type.CELL_SITE_SIMULATOR: (Kind.NO_WARRANT, Kind.UNDISCLOSED_TECHNOLOGY, Kind.PROTECTED_ACTIVITY),
    Type.DRONE: (Kind.PRIVATE_RECORDING, Kind.PROTECTED_ACTIVITY, Kind.OUTSIDE_POLICY, Kind.NO_WARRANT),
    Type.FACE_RECOGNITION: (
        Kind.MISIDENTIFICATION,
        Kind.DISCRIMINATORY_USE,
        Kind.OUTSIDE_POLICY,
        Kind.UNDISCLOSED_TECHNOLOGY,
    ),
    Type.GUNSHOT_DETECTION: (
        Kind.FALSE_ALERT,
        Kind.DISCRIMINATORY_PLACEMENT,
        Kind.PRIVATE_RECORDING,
        Kind.MALFUNCTION,
    ),
    Type.DEVICE_FORENSICS: (Kind.NO_WARRANT, Kind.OUTSIDE_POLICY, Kind.KEPT_TOO_LONG, Kind.SECURITY_BREACH),
    Type.PREDICTIVE_POLICING: (Kind.DISCRIMINATORY_USE, Kind.FALSE_ALERT, Kind.UNDISCLOSED_TECHNOLOGY),
    Type.REAL_TIME_CRIME_CENTRE: (*_CAMERA, *_LOOKED_UP),
    Type.FUSION_CENTRE: (Kind.SHARED_WITHOUT_AUTHORITY, Kind.PROTECTED_ACTIVITY, Kind.KEPT_TOO_LONG),
    Type.INVESTIGATIVE_PLATFORM: (*_LOOKED_UP, Kind.VENDOR_ACCESS, Kind.SHARED_WITHOUT_AUTHORITY),
    Type.VIDEO_ANALYTICS: (Kind.MISIDENTIFICATION, Kind.UNDISCLOSED_TECHNOLOGY, Kind.DISCRIMINATORY_USE),
    Type.SOCIAL_MEDIA_MONITORING: (Kind.PROTECTED_ACTIVITY, Kind.OUTSIDE_POLICY, Kind.DISCRIMINATORY_USE),
    Type.OTHER: (Kind.UNDISCLOSED_TECHNOLOGY, Kind.OUTSIDE_POLICY, Kind.PRIVATE_RECORDING),
    Type.NOT_KNOWN: (
        Kind.UNAUTHORISED_ACCESS,
        Kind.PRIVATE_RECORDING,
        Kind.FALSE_ALERT,
        Kind.SHARED_WITHOUT_AUTHORITY,
        Kind.DISCRIMINATORY_USE,
    ),
}
"""Drawn from the complaints, audits and court cases of domain.md; an order of reading, not a finding."""


def ordered(types: Iterable[Type]) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    """(offered first, the rest): kinds that are likely for more of `types`, or nearer the top of a list, come first."""
    weights: Counter[Kind] = Counter()
    for kind_of_technology in set(types):
        for place, kind in enumerate(LIKELY[kind_of_technology]):
            weights[kind] += 20 - place
    everything = list(Kind)
    first = sorted(weights, key=lambda kind: (-weights[kind], everything.index(kind)))[:MOST_FIRST]
    return tuple(first), tuple(kind for kind in everything if kind not in first)
