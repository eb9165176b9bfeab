"""The stylesheet: small, readable in light and dark, the same in both directions, and loading nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path("complaints/static")
CSS = "\n".join((STATIC / name).read_text() for name in ("site.css", "staff.css"))
TEMPLATES = sorted(Path("templates").rglob("*.html"))

READ = [
    *[("ink", ground) for ground in ("page", "wash", "info-wash", "success-wash", "warning-wash", "error-wash")],
    *[("muted", ground) for ground in ("page", "wash", "info-wash")],
    *[(ink, "page") for ink in ("primary", "primary-hover", "visited", "error")],
    *[("primary", ground) for ground in ("wash", "info-wash", "warning-wash")],
    ("on-primary", "primary"), ("on-primary", "primary-hover"), ("on-primary", "error"), ("on-deep", "deep"),
    ("page", "ink"), ("error", "wash"), ("error", "info-wash"),
]  # fmt: skip
SEEN = [*[(shape, "page") for shape in ("edge", "focus", "success", "error", "primary")], ("edge", "wash")]


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme; the dark one changes some of the light ones."""
    light, dark = CSS.split("@media screen and (prefers-color-scheme:dark)")[0:2]
    dark = dark.split("@layer base")[0]
    found = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", light))
    return found | dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6})", dark)) if scheme == "dark" else found


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2 between two colours."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_guidelines_do() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_text_stands_out_from_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SEEN)
def test_edges_and_shapes_can_be_seen(scheme: str, shape: str, ground: str) -> None:
    colours = tokens(scheme)
    assert contrast(colours[shape], colours[ground]) >= 3


def test_what_a_phone_loads_besides_the_page_stays_small() -> None:
    assert (STATIC / "site.css").stat().st_size <= 20 * 1024
    assert (STATIC / "staff.css").stat().st_size <= 6 * 1024
    assert (STATIC / "site.js").stat().st_size <= 5 * 1024


def test_the_sheet_names_no_side_of_the_page_so_that_arabic_needs_no_second_one() -> None:
    physical = r"(?<![\w-])((margin|padding|border)-(left|right|top|bottom)|left|right|float|width|height)\s*:"
    assert re.findall(physical, CSS) == []
    assert not re.search(r"text-align:\s*(left|right)", CSS)


def test_the_sheet_and_the_script_load_nothing() -> None:
    script = (STATIC / "site.js").read_text()
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "http" not in CSS
    assert not re.search(r"fetch\(|XMLHttpRequest|http|import\(", script)


def test_every_token_that_is_used_is_defined() -> None:
    assert set(re.findall(r"var\(--([\w-]+)\)", CSS)) <= set(re.findall(r"--([\w-]+):", CSS))


def test_the_focus_ring_is_four_pixels_and_only_the_page_itself_goes_without() -> None:
    assert ":focus-visible {outline:4px solid var(--focus)" in CSS
    assert re.findall(r"([^{}]+)\{outline:0\}", CSS) == ["\nmain:focus "]


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_a_template_carries_no_style_and_no_script_of_its_own(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert re.findall(r"<script(?! src=)", text) == []
