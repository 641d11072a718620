"""The drawing of the way data takes, in the words of the page and on screens of two widths."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

_EXT: Final = str(Path(__file__).parents[2] / "docs" / "_ext")
_SVG: Final = "{http://www.w3.org/2000/svg}"
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def way() -> Iterator[ModuleType]:
    """The module that draws, imported as Sphinx imports it."""
    sys.path.insert(0, _EXT)
    try:
        yield importlib.import_module("data_way")
    finally:
        sys.path.remove(_EXT)


def _drawings(way: ModuleType, language: str) -> list[ET.Element]:
    svgs = re.findall(r"<svg.*?</svg>", way.render(language), re.DOTALL)
    return [ET.fromstring(each.replace("<svg", f'<svg xmlns="{_SVG[1:-1]}"', 1)) for each in svgs]  # noqa: S314


def _words(drawing: ET.Element) -> list[str]:
    return [each.text or "" for tag in ("title", "text") for each in drawing.iter(f"{_SVG}{tag}")]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_word_is_of_the_language_of_the_page(way: ModuleType, language: str) -> None:
    for drawing in _drawings(way, language):
        words = _words(drawing)
        assert len(words) == 1 + 2 * len(way.PLACES)
        assert {bool(_HAN.search(each)) for each in words} == {language == "zh_CN"}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_boxes_hold_their_words_and_do_not_overlap(way: ModuleType, language: str) -> None:
    """Letters are seven pixels wide at most, Chinese ones thirteen."""
    for drawing in _drawings(way, language):
        taken: list[tuple[int, int]] = []
        sides = ("x", "y", "width", "height")
        for box in drawing.iter(f"{_SVG}rect"):
            x, y, width, height = (int(box.get(each, "")) for each in sides)
            assert not [1 for a, b in taken if abs(a - x) < width and abs(b - y) < height]
            taken.append((x, y))
        letter = 13 if language == "zh_CN" else 7
        (side,) = {int(each.get("width", "")) for each in drawing.iter(f"{_SVG}rect")}
        for each in drawing.iter(f"{_SVG}text"):
            assert len(each.text or "") * letter <= side + 10, each.text


def test_wide_and_narrow_tell_the_same_steps(way: ModuleType) -> None:
    wide, narrow = _drawings(way, "en")

    assert sorted(_words(wide)) == sorted(_words(narrow))
    assert [len(list(each.iter(f"{_SVG}path"))) for each in (wide, narrow)] == [20, 20]
