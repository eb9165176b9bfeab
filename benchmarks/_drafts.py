"""Complaints as they are the moment before Send: whole, sealed into the page's text, each another one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Flask

from complaints.intake.draft import Draft
from complaints.platform.settings import system_clock

ANSWERS: Mapping[str, Mapping[str, list[str]]] = {
    "safety": {"safety": ["no"]},
    "technology": {"technologies": ["license-plate-readers", "fixed-cameras"]},
    "wrong": {"kinds": ["false_reason", "private_recording"]},
    "what": {"narrative": ["[Benchmark] The camera by the bakery turned to my window every night. " * 12]},
    "when": {"month": ["6"], "day": ["2"], "year": ["2025"], "when_text": ["about ten at night"]},
    "where": {"neighbourhood": ["dutchtown"], "place_text": ["A corner that need not exist"]},
    "about": {"about": ["unknown_employee"], "about_text": ["A tall man"], "flags": ["possible_crime"]},
    "wants": {"wants": ["explanation", "practice_stopped"], "wants_text": ["That it stops."]},
    "you": {
        "mode": ["confidential"],
        "standing": ["affected"],
        "name": ["Nobody Atall"],
        "email": ["nobody@bench.example"],
    },
}
WRITING = timedelta(minutes=5)
"""How long the resident has been at it: who is faster than a person is asked again."""


def forms(app: Flask, count: int) -> list[dict[str, str]]:
    """So many last forms of different complaints, made with the deployment's own key."""
    ring = app.extensions["key_ring"]
    moment = system_clock()
    made: list[dict[str, Any]] = []
    for _ in range(count):
        draft = Draft.begin(moment - WRITING)
        for page, typed in ANSWERS.items():
            draft = draft.holding(page, typed)
        made.append({"draft": draft.sealed(ring, moment), "step": "review"})
    return made
