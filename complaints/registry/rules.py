"""What kinds of surveillance technology there are, and what the order asks about each."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final


class TechnologyType(StrEnum):
    """The types of the EFF Atlas of Surveillance, plus what cities' own plans name."""

    LICENCE_PLATE_READER = "licence_plate_reader"
    BODY_WORN_CAMERA = "body_worn_camera"
    IN_CAR_CAMERA = "in_car_camera"
    FIXED_CAMERA = "fixed_camera"
    CAMERA_REGISTRY = "camera_registry"
    MOBILE_CAMERA_TRAILER = "mobile_camera_trailer"
    CELL_SITE_SIMULATOR = "cell_site_simulator"
    DRONE = "drone"
    FACE_RECOGNITION = "face_recognition"
    GUNSHOT_DETECTION = "gunshot_detection"
    DEVICE_FORENSICS = "device_forensics"
    PREDICTIVE_POLICING = "predictive_policing"
    REAL_TIME_CRIME_CENTRE = "real_time_crime_centre"
    FUSION_CENTRE = "fusion_centre"
    INVESTIGATIVE_PLATFORM = "investigative_platform"
    VIDEO_ANALYTICS = "video_analytics"
    SOCIAL_MEDIA_MONITORING = "social_media_monitoring"
    OTHER = "other"
    NOT_KNOWN = "not_known"


class ReportItem(StrEnum):
    """The eight items of each technology, in the order of a report. `COMPLAINTS` is counted, never written by hand."""

    USE = "use"
    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence"
    UNITS = "units"
    EFFECTIVENESS = "effectiveness"
    FUNDING = "funding"
    REQUESTS = "requests"
    COMPLAINTS = "complaints"
    PARTNERSHIPS = "partnerships"


MOST_SLUG: Final = 60
RESERVED: Final = frozenset({"new", "import"})
"""Pages of the staff site stand at these addresses."""
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """Whether `text` can stand in an address: small letters, digits and single hyphens, 60 characters at most."""
    return len(text) <= MOST_SLUG and text not in RESERVED and _SLUG.fullmatch(text) is not None


def slug_of(name: str) -> str:
    """The address a name suggests; empty when the name has no letter or digit that an address can hold."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    return words if len(words) <= MOST_SLUG else words[:MOST_SLUG].rpartition("-")[0] or words[:MOST_SLUG]
