"""How the registry speaks: kinds of technology in plain words, the eight items, and what is wrong with a value.

A shipped name or description is written here too, so that it is translated; what staff write is shown as they wrote it.
"""

from __future__ import annotations

from typing import Any, Final

from flask_babel import gettext, lazy_gettext, ngettext

from complaints.registry.fields import POLICY_FILE, Fault, WrongValue
from complaints.registry.models import Technology, TechnologyVersion
from complaints.registry.rules import ReportItem, TechnologyType

_T = TechnologyType

TYPE_NAMES: Final[dict[TechnologyType, Any]] = {
    _T.LICENCE_PLATE_READER: lazy_gettext("License plate readers"),
    _T.BODY_WORN_CAMERA: lazy_gettext("Body-worn cameras"),
    _T.IN_CAR_CAMERA: lazy_gettext("In-car video"),
    _T.FIXED_CAMERA: lazy_gettext("Fixed cameras"),
    _T.CAMERA_REGISTRY: lazy_gettext("Camera registry"),
    _T.MOBILE_CAMERA_TRAILER: lazy_gettext("Mobile camera trailers"),
    _T.CELL_SITE_SIMULATOR: lazy_gettext("Cell-site simulators"),
    _T.DRONE: lazy_gettext("Drones"),
    _T.FACE_RECOGNITION: lazy_gettext("Face recognition"),
    _T.GUNSHOT_DETECTION: lazy_gettext("Gunshot detection"),
    _T.DEVICE_FORENSICS: lazy_gettext("Phone and vehicle data extraction"),
    _T.PREDICTIVE_POLICING: lazy_gettext("Predictive policing"),
    _T.REAL_TIME_CRIME_CENTRE: lazy_gettext("Real-time crime center"),
    _T.FUSION_CENTRE: lazy_gettext("Fusion center"),
    _T.INVESTIGATIVE_PLATFORM: lazy_gettext("Third-party investigative platform"),
    _T.VIDEO_ANALYTICS: lazy_gettext("Video analytics"),
    _T.SOCIAL_MEDIA_MONITORING: lazy_gettext("Social media monitoring"),
    _T.OTHER: lazy_gettext("Other technology"),
    _T.NOT_KNOWN: lazy_gettext("Technology not known"),
}

TYPE_DESCRIPTIONS: Final[dict[TechnologyType, Any]] = {
    _T.LICENCE_PLATE_READER: lazy_gettext(
        "Cameras on poles or cars that read the plate of each passing car and keep when and where it was."
    ),
    _T.BODY_WORN_CAMERA: lazy_gettext(
        "Small cameras that officers wear on their uniform. They record picture and sound."
    ),
    _T.IN_CAR_CAMERA: lazy_gettext("Cameras in police cars that record the road, and sometimes the people in the car."),
    _T.FIXED_CAMERA: lazy_gettext("Cameras on poles and buildings that watch streets and public places."),
    _T.CAMERA_REGISTRY: lazy_gettext(
        "A list of private cameras whose owners agreed that the police may ask for their video."
    ),
    _T.MOBILE_CAMERA_TRAILER: lazy_gettext(
        "Trailers with cameras on a mast. They are parked for a while in one place, then moved."
    ),
    _T.CELL_SITE_SIMULATOR: lazy_gettext(
        "Devices that act like a cell tower, so that phones nearby connect to them and can be found."
    ),
    _T.DRONE: lazy_gettext("Small aircraft without a pilot that carry cameras."),
    _T.FACE_RECOGNITION: lazy_gettext(
        "Software that compares a picture of a face with many others to suggest who it may be."
    ),
    _T.GUNSHOT_DETECTION: lazy_gettext(
        "Microphones in a neighborhood that report loud sounds as possible gunshots and say where they came from."
    ),
    _T.DEVICE_FORENSICS: lazy_gettext("Tools that copy what is stored in a phone, or in the computer of a car."),
    _T.PREDICTIVE_POLICING: lazy_gettext("Software that says where crime may happen, or who may be involved."),
    _T.REAL_TIME_CRIME_CENTRE: lazy_gettext("A room where staff watch cameras and other sources as things happen."),
    _T.FUSION_CENTRE: lazy_gettext(
        "A place where police, state and federal agencies bring their information together."
    ),
    _T.INVESTIGATIVE_PLATFORM: lazy_gettext("A company’s service that searches many sources of data about people."),
    _T.VIDEO_ANALYTICS: lazy_gettext(
        "Software that searches video by itself, for example for a kind of car or clothing."
    ),
    _T.SOCIAL_MEDIA_MONITORING: lazy_gettext("Tools that follow what people write and show on social media."),
    _T.OTHER: lazy_gettext("A technology that watches or records people and fits none of the other kinds."),
    _T.NOT_KNOWN: lazy_gettext("Complaints in which nobody could say which technology it was."),
}

# What the shipped registry files call and describe beyond the kinds above; written here for the catalogues, which
# `shown_name` and `shown_summary` look it up in.
SHIPPED_WORDS: Final = (
    lazy_gettext("Mugshot comparison"),
    lazy_gettext("Compares a picture of a person with booking photographs to suggest who it may be."),
)

ITEM_TITLES: Final[dict[ReportItem, Any]] = {
    ReportItem.USE: lazy_gettext("How it is used"),
    ReportItem.ARTIFICIAL_INTELLIGENCE: lazy_gettext("Whether it uses artificial intelligence"),
    ReportItem.UNITS: lazy_gettext("How many units the City uses"),
    ReportItem.EFFECTIVENESS: lazy_gettext("How its effectiveness is measured"),
    ReportItem.FUNDING: lazy_gettext("How it is funded"),
    ReportItem.REQUESTS: lazy_gettext("How it is requested"),
    ReportItem.COMPLAINTS: lazy_gettext("Whether there have been complaints about its use"),
    ReportItem.PARTNERSHIPS: lazy_gettext("Which partnerships exist to use it"),
}

FIELD_NAMES: Final[dict[str, Any]] = {
    "name": lazy_gettext("Name"),
    "local_name": lazy_gettext("What it is called here"),
    "summary": lazy_gettext("What it is"),
    **{item.value: title for item, title in ITEM_TITLES.items() if item is not ReportItem.COMPLAINTS},
    "units_count": lazy_gettext("Units, as a number"),
    "policy_title": lazy_gettext("Title of the policy in force"),
    "policy_url": lazy_gettext("Web address of the policy"),
    "policy_since": lazy_gettext("Policy in force since"),
    "retention_days": lazy_gettext("Days recordings are kept"),
    "retention": lazy_gettext("What is kept, in words"),
    "area": lazy_gettext("Area covered"),
    "source": lazy_gettext("Where this comes from"),
    POLICY_FILE: lazy_gettext("Policy as a file"),
}


def type_name(kind: TechnologyType) -> str:
    """The kind of technology in the reader's language."""
    return str(TYPE_NAMES[kind])


def translated_name(name: str) -> str:
    """The name of a technology for readers: translated where it is one that ships with the product."""
    return str(gettext(name))


def shown_name(technology: Technology) -> str:
    """What readers call the technology."""
    return translated_name(technology.current.name)


def shown_summary(technology: Technology, version: TechnologyVersion | None = None) -> str:
    """What it is, in a sentence or two: what staff wrote or the product ships, else what this kind of technology is."""
    written = (version or technology.current).summary
    # An empty text would be looked up as the head of the catalogue.
    return str(gettext(written)) if written else str(TYPE_DESCRIPTIONS[technology.type])


def one_line(technology: Technology) -> str:
    """The first sentence on what the technology is."""
    return first_sentence(shown_summary(technology))


def first_sentence(text: str, most: int = 160) -> str:
    """A text's first sentence, cut at a word and marked as cut where it is longer than `most` characters."""
    first, stop, _rest = " ".join(text.split()).partition(". ")
    whole = first + stop.strip()
    return whole if len(whole) <= most else whole[:most].rpartition(" ")[0] + " …"


def kept_words(kept_days: int | None) -> str:
    """How long recordings are kept; empty where nobody has stated it."""
    if kept_days is None:
        return ""
    return str(ngettext("Recordings are kept %(num)s day", "Recordings are kept %(num)s days", kept_days))


def left_words(days_left: int, *, is_rough: bool = False) -> str:
    """How many days there are to save a recording; past them nobody can promise that it is there, or that it is not.

    `is_rough`: the day is one of several it may have been, the earliest; what is said holds for none but that one.
    """
    if is_rough:
        if days_left < 0:
            return str(gettext("some may be deleted already"))
        return str(ngettext("at least %(num)s day left", "at least %(num)s days left", days_left))
    if days_left < 0:
        return str(gettext("may be deleted already"))
    if days_left == 0:
        return str(gettext("today is the last day"))
    return str(ngettext("%(num)s day left", "%(num)s days left", days_left))


def fault_sentence(wrong: WrongValue) -> str:
    """What is wrong with a value, and what to do."""
    match wrong.fault:
        case Fault.MISSING:
            return str(gettext("Write something here."))
        case Fault.TOO_LONG:
            return str(gettext("This is too long. Use at most %(most)s characters.", most=wrong.most))
        case Fault.TOO_LARGE:
            return str(gettext("This number is too large. The most is %(most)s.", most=wrong.most))
        case Fault.NOT_A_COUNT:
            return str(gettext("Write a whole number in digits, without commas or words."))
        case Fault.NOT_A_DATE:
            return str(gettext("Write the date as year, month and day, like 2024-02-23."))
        case Fault.IN_THE_FUTURE:
            return str(gettext("This date is in the future."))
        case Fault.NOT_AN_ADDRESS:
            return str(gettext("Write a whole web address that begins with https://."))
        case Fault.STRANGE_CHARACTER:
            return str(gettext("There is a character in this text that cannot be shown. Type the text again."))
