"""The finder's questions in words, one for each code of its table."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _

from complaints.intake.finder import NOTHING_FITS

WAYS: Final[dict[str, Any]] = {
    "device": _("I saw a device"),
    "letter": _("I got a letter, a ticket, a call or papers"),
    "told": _("An officer, a lawyer or a court told me"),
    "followed": _("Somebody knows things about me, or follows me"),
    "place": _("I only know where it was"),
    "heard": _("I read or heard about it"),
}

QUESTIONS: Final[dict[str, Any]] = {
    "device": _("What did it look like?"),
    "letter": _("What was it about?"),
    "told": _("What did they say?"),
    "followed": _("What did you notice?"),
    "place": _("Where was it?"),
    "heard": _("What was it about?"),
}

SIGNS: Final[dict[str, Any]] = {
    "plate_camera": _("A small camera on a pole that points at the road, often with a solar panel"),
    "pole_camera": _("A camera or a dome on a pole or a building, sometimes with a blue light"),
    "trailer": _("A trailer with a tall mast and cameras"),
    "flying": _("Something that flies, with a camera"),
    "on_officer": _("A camera on an officer's chest or shoulder"),
    "on_police_car": _("A camera in or on a police car"),
    "microphone": _("A box with microphones on a roof or a light pole, without a camera"),
    "private_camera": _("A doorbell or shop camera that the police can ask for"),
    "about_car": _("My car or my license plate, for example a photo of it"),
    "about_face": _("A picture of my face"),
    "about_phone": _("My phone or my calls"),
    "about_shots": _("A gunshot that somebody or something heard"),
    "about_records": _("Things they know about me from files or other agencies"),
    "plate_hit": _("A camera read my license plate"),
    "face_match": _("A computer matched my face"),
    "phone_located": _("They found where my phone was"),
    "phone_copied": _("They searched or copied my phone or my car's computer"),
    "shots_alert": _("A system reported gunshots"),
    "on_video": _("I am on a video"),
    "on_a_list": _("I am on a list, or a computer gave me or my street a score"),
    "posted": _("They read what I posted online"),
    "knew_car": _("Somebody knew where my car had been"),
    "knew_phone": _("Somebody knew where my phone was"),
    "knew_records": _("Somebody knew things that stand only in police files"),
    "camera_at_home": _("A camera sees my home or my yard"),
    "flew_over": _("Something flew over my home"),
    "knew_posts": _("Somebody knew what I wrote online"),
    "in_street": _("In the street or a park"),
    "driving": _("In a car, or when the police stopped me"),
    "at_home": _("At home, or in my yard"),
    "at_gathering": _("At a protest, or where people pray"),
    "in_shop": _("In a shop, or outside one"),
    "at_work_or_school": _("At work or at school"),
    "at_station": _("At a police station or in jail"),
    "in_court": _("In court, or in papers from a court"),
    "on_internet": _("Online"),
    "streets": _("Cameras in the streets"),
    "plates": _("Reading license plates"),
    "faces": _("Recognizing faces"),
    "phones": _("Finding or searching phones"),
    "sharing": _("Sharing data with other agencies"),
    "predicting": _("Computers that predict crime"),
    "online": _("Watching what people write online"),
    NOTHING_FITS: _("Something else, or I am not sure"),
}
