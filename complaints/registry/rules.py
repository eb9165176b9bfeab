"""What kinds of surveillance technology there are, and what the order asks about each."""

from enum import StrEnum


class TechnologyType(StrEnum):
    """The types of the EFF Atlas of Surveillance, plus what the St. Louis use plans name."""

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
    """The eight items of Executive Order 78, in its order. `COMPLAINTS` is counted, never written by hand."""

    USE = "use"
    ARTIFICIAL_INTELLIGENCE = "artificial_intelligence"
    UNITS = "units"
    EFFECTIVENESS = "effectiveness"
    FUNDING = "funding"
    REQUESTS = "requests"
    COMPLAINTS = "complaints"
    PARTNERSHIPS = "partnerships"
