from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from ccops.reports import ChartKind, Drawing
from ccops.reports.document.plain import plain
from tests.reports.papers import HOSTILE, chart

DRAWING = Drawing()
_SPACE = "{http://www.w3.org/2000/svg}"


def _texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{_SPACE}text")]  # noqa: S314 - our own


@pytest.mark.parametrize("kind", list(ChartKind))
def test_chart_is_drawn_with_its_labels_and_the_texts_of_its_scale(kind: ChartKind) -> None:
    texts = _texts(DRAWING.svg(chart(kind), title="a title"))

    assert {"a title", "none", "all of it"} <= set(texts)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_same_chart_gives_the_same_bytes(kind: ChartKind) -> None:
    assert DRAWING.svg(chart(kind)) == DRAWING.svg(chart(kind))
    assert DRAWING.png(chart(kind)) == DRAWING.png(chart(kind))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_label_is_drawn_as_text(text: str) -> None:
    assert text in _texts(DRAWING.svg(chart(label=text), title=text))


def test_line_is_not_drawn_across_what_is_not_known() -> None:
    svg = DRAWING.svg(chart(ChartKind.LINE))

    (path,) = (
        each.get("d") or ""
        for each in ET.fromstring(svg).iter(f"{_SPACE}path")  # noqa: S314 - our own
        if each.get("aria-roledescription") == "line mark"
    )
    assert path.count("M") == 2


@pytest.mark.parametrize("kind", list(ChartKind))
def test_numbers_of_a_specification_are_exact_texts(kind: ChartKind) -> None:
    spec = json.loads(json.dumps(plain(chart(kind).spec)))

    assert [each["value"] for each in spec["data"]["values"]] == ["3", None, "10"]


def test_drawing_names_fonts_for_chinese() -> None:
    assert "Noto Sans CJK SC" in Drawing.for_locale("zh_CN").svg(chart())
