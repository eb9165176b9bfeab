"""Which technologies it may have been, from what somebody saw or received: two questions and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from complaints.registry.rules import TechnologyType as Type


@dataclass(frozen=True, slots=True)
class Sign:
    """Something a resident noticed, and what leaves such a sign, the likeliest first."""

    code: str
    types: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way somebody came to know of it, and the signs that are asked about next."""

    code: str
    signs: tuple[Sign, ...]


NOTHING_FITS: Final = "none"
_CAMERAS: Final = (Type.FIXED_CAMERA, Type.MOBILE_CAMERA_TRAILER, Type.VIDEO_ANALYTICS, Type.REAL_TIME_CRIME_CENTRE)
_LOOKUPS: Final = (Type.INVESTIGATIVE_PLATFORM, Type.FUSION_CENTRE)

WAYS: Final = (
    Way(
        "device",
        (
            Sign("plate_camera", (Type.LICENCE_PLATE_READER, Type.FIXED_CAMERA)),
            Sign("pole_camera", _CAMERAS),
            Sign("trailer", (Type.MOBILE_CAMERA_TRAILER, Type.LICENCE_PLATE_READER)),
            Sign("flying", (Type.DRONE,)),
            Sign("on_officer", (Type.BODY_WORN_CAMERA,)),
            Sign("on_police_car", (Type.IN_CAR_CAMERA, Type.LICENCE_PLATE_READER)),
            Sign("microphone", (Type.GUNSHOT_DETECTION,)),
            Sign("private_camera", (Type.CAMERA_REGISTRY, Type.FIXED_CAMERA)),
        ),
    ),
    Way(
        "letter",
        (
            Sign("about_car", (Type.LICENCE_PLATE_READER, Type.FIXED_CAMERA)),
            Sign("about_face", (Type.FACE_RECOGNITION, Type.FIXED_CAMERA, Type.VIDEO_ANALYTICS)),
            Sign("about_phone", (Type.CELL_SITE_SIMULATOR, Type.DEVICE_FORENSICS)),
            Sign("about_shots", (Type.GUNSHOT_DETECTION,)),
            Sign("about_records", _LOOKUPS),
        ),
    ),
    Way(
        "told",
        (
            Sign("plate_hit", (Type.LICENCE_PLATE_READER,)),
            Sign("face_match", (Type.FACE_RECOGNITION, Type.VIDEO_ANALYTICS)),
            Sign("phone_located", (Type.CELL_SITE_SIMULATOR, Type.INVESTIGATIVE_PLATFORM)),
            Sign("phone_copied", (Type.DEVICE_FORENSICS,)),
            Sign("shots_alert", (Type.GUNSHOT_DETECTION,)),
            Sign("on_video", (*_CAMERAS, Type.BODY_WORN_CAMERA, Type.IN_CAR_CAMERA, Type.CAMERA_REGISTRY)),
            Sign("on_a_list", (Type.PREDICTIVE_POLICING, *_LOOKUPS)),
            Sign("posted", (Type.SOCIAL_MEDIA_MONITORING,)),
        ),
    ),
    Way(
        "followed",
        (
            Sign("knew_car", (Type.LICENCE_PLATE_READER, Type.INVESTIGATIVE_PLATFORM)),
            Sign("knew_phone", (Type.CELL_SITE_SIMULATOR, Type.INVESTIGATIVE_PLATFORM)),
            Sign("knew_records", _LOOKUPS),
            Sign("camera_at_home", (Type.FIXED_CAMERA, Type.CAMERA_REGISTRY, Type.MOBILE_CAMERA_TRAILER)),
            Sign("flew_over", (Type.DRONE,)),
            Sign("knew_posts", (Type.SOCIAL_MEDIA_MONITORING,)),
        ),
    ),
    Way(
        "place",
        (
            Sign("in_street", _CAMERAS),
            Sign("driving", (Type.LICENCE_PLATE_READER, Type.IN_CAR_CAMERA, Type.BODY_WORN_CAMERA)),
            Sign("at_home", (Type.FIXED_CAMERA, Type.DRONE, Type.CAMERA_REGISTRY, Type.GUNSHOT_DETECTION)),
            Sign(
                "at_gathering",
                (
                    Type.FIXED_CAMERA,
                    Type.BODY_WORN_CAMERA,
                    Type.DRONE,
                    Type.MOBILE_CAMERA_TRAILER,
                    Type.FACE_RECOGNITION,
                    Type.CELL_SITE_SIMULATOR,
                ),
            ),
            Sign("in_shop", (Type.CAMERA_REGISTRY, Type.FIXED_CAMERA, Type.VIDEO_ANALYTICS)),
            Sign("at_work_or_school", (Type.FIXED_CAMERA, Type.CAMERA_REGISTRY, Type.SOCIAL_MEDIA_MONITORING)),
            Sign("at_station", (Type.BODY_WORN_CAMERA, Type.FACE_RECOGNITION, Type.DEVICE_FORENSICS)),
            Sign("in_court", (Type.FACE_RECOGNITION, Type.DEVICE_FORENSICS, Type.PREDICTIVE_POLICING)),
            Sign("on_internet", (Type.SOCIAL_MEDIA_MONITORING, *_LOOKUPS)),
        ),
    ),
    Way(
        "heard",
        (
            Sign("streets", _CAMERAS),
            Sign("plates", (Type.LICENCE_PLATE_READER,)),
            Sign("faces", (Type.FACE_RECOGNITION, Type.VIDEO_ANALYTICS)),
            Sign("phones", (Type.CELL_SITE_SIMULATOR, Type.DEVICE_FORENSICS)),
            Sign("sharing", (Type.FUSION_CENTRE, Type.INVESTIGATIVE_PLATFORM, Type.LICENCE_PLATE_READER)),
            Sign("predicting", (Type.PREDICTIVE_POLICING,)),
            Sign("online", (Type.SOCIAL_MEDIA_MONITORING,)),
        ),
    ),
)


def way(code: str) -> Way | None:
    """The way of that code, if there is one."""
    return next((each for each in WAYS if each.code == code), None)


def candidates(way_code: str, sign_codes: Sequence[str]) -> tuple[Type, ...]:
    """The types that leave those signs, the likeliest first and each once; codes that are not in the table add none."""
    found = way(way_code)
    signs = [sign for sign in found.signs if sign.code in sign_codes] if found else []
    longest = max((len(sign.types) for sign in signs), default=0)
    in_turn = [sign.types[place] for place in range(longest) for sign in signs if place < len(sign.types)]
    return tuple(dict.fromkeys(in_turn))
