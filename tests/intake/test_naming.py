"""A technology is found by whatever people call it, misspelt and in the languages of the form; without a database."""

from __future__ import annotations

import pytest

from complaints.intake.naming import LONGEST_SEARCH, distance, found, names_of, plain
from complaints.intake.naming_words import ALIASES
from complaints.registry.rules import TechnologyType as Type

NAMES = {kind: names_of(kind) for kind in Type}

FIRST = {
    Type.LICENCE_PLATE_READER: "Flock|license plate reader|licence plates|ALPR|red light|speed camera|flok|placas|"
    "čitač tablica|biển số xe|车牌|لوحة السيارة|a photo of my car",
    Type.BODY_WORN_CAMERA: "body cam|bodycam|Body-Worn Camera|body camra|cámara corporal|执法记录仪",
    Type.IN_CAR_CAMERA: "dashcam|dash cam|camera in the police car|cámara de patrulla",
    Type.FIXED_CAMERA: "CCTV|camera|cameras|camera on a pole|camara|摄像头|كاميرا",
    Type.CAMERA_REGISTRY: "Ring|doorbell|my neighbor's doorbell|Nest|timbre|门铃|جرس الباب",
    Type.MOBILE_CAMERA_TRAILER: "trailer|camera trailer|remolque",
    Type.CELL_SITE_SIMULATOR: "Stingray|sting ray|stingrey|IMSI catcher|fake cell tower|伪基站",
    Type.DRONE: "drone|drones|Dron|DJI|they flew a drone over my house|无人机|درون",
    Type.FACE_RECOGNITION: "facial recognition|face recognition|mugshot|Clearview|reconocimiento facial|人脸|الوجه",
    Type.GUNSHOT_DETECTION: "ShotSpotter|shotspoter|Shot Spotter|SoundThinking|disparos|枪声|pucanj",
    Type.DEVICE_FORENSICS: "Cellebrite|celebrite|GrayKey|they searched my phone|teléfono",
    Type.PREDICTIVE_POLICING: "PredPol|predictive policing|risk score",
    Type.REAL_TIME_CRIME_CENTRE: "RTCC|real time crime center|Fusus",
    Type.FUSION_CENTRE: "fusion center|fusion centre",
    Type.INVESTIGATIVE_PLATFORM: "Palantir|LexisNexis|database",
    Type.VIDEO_ANALYTICS: "BriefCam|video analytics",
    Type.SOCIAL_MEDIA_MONITORING: "facebook|Instagram|social media|redes sociales|微信",
    Type.OTHER: "robot dog|helicopter",
}
"""What residents may type, and what must stand first for it."""

TYPED = [(kind, words) for kind, each in FIRST.items() for words in each.split("|")]


@pytest.mark.parametrize(("kind", "words"), TYPED, ids=[words for _, words in TYPED])
def test_what_people_call_it_finds_it_first(kind, words):
    assert found(words, NAMES)[:1] == [kind]


def test_every_type_that_can_be_named_has_names():
    assert set(ALIASES) == set(Type) - {Type.NOT_KNOWN}


@pytest.mark.parametrize("words", ["", "   ", "the police", "qwzkx", "!?", "wing", "\u202e", "🙂"])
def test_what_names_nothing_finds_nothing(words):
    assert found(words, NAMES) == []


def test_a_shared_name_finds_all_that_bear_it():
    assert set(found("red light", NAMES)) == {Type.LICENCE_PLATE_READER, Type.FIXED_CAMERA}
    assert found("Flock", NAMES) == [Type.LICENCE_PLATE_READER, Type.GUNSHOT_DETECTION]
    assert {Type.FIXED_CAMERA, Type.IN_CAR_CAMERA, Type.CAMERA_REGISTRY} <= set(found("camera", NAMES))


def test_a_narrow_name_does_not_bring_every_camera():
    assert found("body camera", NAMES) == [Type.BODY_WORN_CAMERA]


def test_equally_good_ones_stay_in_the_order_given():
    names = {"one": ("pole camera",), "two": ("pole camera",)}
    assert found("pole camera", names) == ["one", "two"]
    assert found("pole camera", dict(reversed(names.items()))) == ["two", "one"]


def test_a_story_typed_into_the_search_is_read_no_further_than_a_name_is_long():
    assert found("x" * LONGEST_SEARCH + " drone", NAMES) == []
    assert found("drone " + "y" * 1_000_000, NAMES)[:1] == [Type.DRONE]


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("abc", "abc", 0), ("abc", "abd", 1), ("abc", "acb", 1), ("abc", "ab", 1), ("abcd", "badc", 2), ("abc", "xyz", 3)],
)
def test_a_slip_is_a_letter_more_less_other_or_swapped(one, other, slips):
    assert distance(one, other, 2) == slips
    assert distance(other, one, 2) == slips


def test_accents_capitals_and_the_arabic_article_make_no_difference():
    assert plain("Cámara de TRÁNSITO") == "camara de transito"
    assert plain("Điện thoại") == "dien thoai"
    assert plain("الكاميرا") == plain("كاميرا")
