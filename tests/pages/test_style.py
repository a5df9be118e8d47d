"""Colours must be told apart by everyone, and the sheets must stay small."""

import re
from itertools import combinations

import numpy as np
import pytest
from colours_seen import contrast, linear

from kcity_analysis.pages import style

SHEETS = {"page": "colours.css", "lab": "lab.css"}
DRAWN = ("accent", "accent-2", "accent-3", "neutral")  # what charts draw with
READ = ("ink", "muted", "accent", "bad", "good")  # what text is set in

# Machado, Oliveira and Fernandes 2009, severity 1.0, for linear RGB.
VISION = {
    "full colour vision": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
# Ottosson 2020, OKLab from linear RGB.
LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip


def colours(sheet: str, dark: bool) -> dict[str, np.ndarray]:
    """Name -> linear RGB of the sheet's light or dark half."""
    text = (style.TEMPLATES / sheet).read_text("utf-8")
    light_half, dark_half = re.split(r"@media|\[data-jp-theme-light", text, maxsplit=1)
    found = re.findall(r"--kc-([\w-]+):[^;]*?#(\w{6})\b", dark_half if dark else light_half)
    return {name: linear(value) for name, value in found}


def seen(colour: np.ndarray, vision: str) -> np.ndarray:
    return LAB @ np.cbrt(LMS @ np.clip(VISION[vision] @ colour, 0, 1))


def test_contrast_is_21_between_black_and_white():
    assert contrast(linear("000000"), linear("ffffff")) == pytest.approx(21)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_text_has_a_contrast_of_at_least_4_5_on_every_surface_it_stands_on(dark):
    known = colours("colours.css", dark)
    for name in READ:
        for surface in ("surface", "raised"):
            assert contrast(known[name], known[surface]) >= 4.5, f"{name} on {surface}"
    assert contrast(known["ink-on-accent"], known["accent"]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_charts_draw_has_a_contrast_of_at_least_3(dark):
    known = colours("colours.css", dark)
    for name in DRAWN:
        assert contrast(known[name], known["surface"]) >= 3, name


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_colours_of_charts_stay_apart_in_every_colour_vision(dark, vision):
    # In OKLab a difference of 0.02 is just noticed; 0.1 is five times that.
    known = colours("colours.css", dark)
    for one, other in combinations(DRAWN, 2):
        distance = np.linalg.norm(seen(known[one], vision) - seen(known[other], vision))
        assert distance >= 0.1, f"{one} and {other}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_jupyterlab_has_the_colours_of_the_page(dark):
    page, lab = colours("colours.css", dark), colours("lab.css", dark)
    for name in (*DRAWN, "bad", "good"):
        assert (page[name] == lab[name]).all(), name


def test_every_size_of_type_and_every_space_has_a_name_on_the_scale():
    for name in ("fragments.css", "page.css"):
        text = (style.TEMPLATES / name).read_text("utf-8")
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).partition("@page")[0]
        for size in re.findall(r"font-size: ([^;}]+)", text):
            assert re.fullmatch(r"var\(--kc-(small|data|text|large|head|title)\)", size.strip()), (
                size
            )
        for spaces in re.findall(r"(?:margin|gap)(?:-\w+)*: ([^;}]+)", text):
            for one in re.sub(r"clamp\([^)]*\)", "0", spaces).split():
                assert re.fullmatch(r"0|auto|-?\.?\d*em|var\(--kc-[1-6]\)", one), spaces


def test_the_scale_in_jupyterlab_has_the_same_names():
    text = [(style.TEMPLATES / name).read_text("utf-8") for name in ("scale.css", "lab.css")]
    page, lab = (
        set(re.findall(r"--kc-(?:\d|small|data|text|large|head|title|measure):", t)) for t in text
    )
    assert page == lab and len(page) == 13


def test_minifying_keeps_every_declaration():
    for name in ("colours.css", "scale.css", "fragments.css", "page.css"):
        text = (style.TEMPLATES / name).read_text("utf-8")
        declared = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).count(":")
        assert style.page_css().count(":") >= declared


def test_the_jupyterlab_sheet_reaches_outputs_only():
    assert ".jp-OutputArea" in style.lab_css()
    assert "body{" not in style.lab_css()
