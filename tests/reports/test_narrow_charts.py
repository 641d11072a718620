"""Charts on a phone: the same values, in less width, a grid standing on end."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import attrs
import pytest

from ccops.reports import Chart, ChartKind, Series
from ccops.reports.formats.svg import draw, draw_narrow
from tests.reports.papers import HOSTILE, chart

_SPACE = "{http://www.w3.org/2000/svg}"
_PHONE = 360


def _parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg.replace("<svg ", f'<svg xmlns="{_SPACE[1:-1]}" ', 1))  # noqa: S314 - our own


def _grid(days: int) -> Chart:
    values = (Decimal(1), None, Decimal(10))
    rows = tuple(
        Series(name=f"d{number}", values=values, texts=("1", "-", "10")) for number in range(days)
    )
    return attrs.evolve(chart(ChartKind.HEAT), labels=("a", "b", "c"), series=rows)


@pytest.mark.parametrize("kind", list(ChartKind))
def test_it_is_no_wider_than_a_phone(kind: ChartKind) -> None:
    made = _parsed(draw_narrow(chart(kind)))
    width = int((made.get("viewBox") or "").split()[2])

    assert width <= _PHONE
    for each in made.iter(f"{_SPACE}rect"):
        assert int(each.get("x") or 0) + int(each.get("width") or 0) <= width


def test_a_grid_has_a_row_for_each_label_and_a_column_for_each_series() -> None:
    made = _parsed(draw_narrow(_grid(7)))
    drawn = [each for each in made.iter(f"{_SPACE}rect") if each.get("height") == "15"]

    assert len({each.get("y") for each in drawn}) == 3
    assert len({each.get("x") for each in drawn}) == 7


def test_a_grid_shades_what_is_known_as_the_wide_one_does() -> None:
    wide, narrow = (
        re.findall(r'class="(none|shade h\d+)"', f(_grid(7))) for f in (draw, draw_narrow)
    )

    assert sorted(wide) == sorted(narrow)


def test_names_of_many_columns_do_not_lie_on_each_other() -> None:
    texts = [each.text or "" for each in _parsed(draw_narrow(_grid(31))).iter(f"{_SPACE}text")]

    assert 1 < len([each for each in texts if each.startswith("d")]) < 31


@pytest.mark.parametrize("kind", list(ChartKind))
def test_the_two_have_ids_of_their_own(kind: ChartKind) -> None:
    ids = re.findall(r' id="([^"]+)"', draw(chart(kind)) + draw_narrow(chart(kind)))

    assert len(ids) == len(set(ids)) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_is_drawn_as_text(text: str) -> None:
    texts = [each.text for each in _parsed(draw_narrow(chart(label=text))).iter(f"{_SPACE}text")]

    assert text in texts
