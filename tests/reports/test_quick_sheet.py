"""Sheets of many cells have the bytes that XlsxWriter writes by itself."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ccops.reports.formats.xlsx.quick_sheet import sheet_class

xlsxwriter = pytest.importorskip("xlsxwriter")

_LONG = "x" * 20_000
#: What a spreadsheet might run, what its files may not have, and what is longer than a cell.
_HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a")', "\t=1", "{=1}", "http://a",
    "\x00", "\x07", "\r\n", "\x1f", "\x7f", "\ufffe", "_x000D_", "_x005F_x0041_", "]]>", "&#7;",
    "</v></c><v>", "x" * 32_767, "x" * 32_768, "客" * 40_000, "\U0001f600" * 16_383,
    "\U0001f600" * 16_384, "a" + "\U0001f600" * 16_383,
]  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", " a ", "a\nb", "<b>&\"'", "_x0041_", "<r>a</r>", "客服", _LONG]),
    st.sampled_from(_HOSTILE),
)
_NUMBERS = st.one_of(
    st.integers(-(10**16), 10**16), st.floats(allow_nan=False, allow_infinity=False)
)
_FORMULAS = st.sampled_from(['=IF(A1<>"",B2&C3,1)', "=1+1", "SUM(A1:A3)"])
_VALUES = st.one_of(
    _NUMBERS,
    st.text(max_size=5),
    st.sampled_from(["#N/A", "", "–", True]),
    st.sampled_from(_HOSTILE[:19]),
)
_PLACES = st.tuples(st.integers(0, 40), st.integers(0, 30))
_HEIGHTS = st.one_of(st.none(), st.integers(0, 200), st.sampled_from([0, 12.75, 15, 20]))
_OPTIONS = st.sampled_from([{}, {"hidden": True}, {"level": 2}])
_LOOKS = st.sampled_from([None, 0, 1, 2])
_CELLS = st.one_of(
    st.tuples(st.just("write_string"), _PLACES, _TEXTS, _LOOKS),
    st.tuples(st.just("write_number"), _PLACES, _NUMBERS, _LOOKS),
    st.tuples(st.just("write_formula"), _PLACES, _FORMULAS, _LOOKS, _VALUES),
    st.tuples(st.just("write_blank"), _PLACES, st.none(), _LOOKS),
    st.tuples(st.just("write_url"), _PLACES, st.just("internal:'a'!A1"), _LOOKS, _TEXTS),
    st.tuples(st.just("set_row"), st.integers(0, 40), _HEIGHTS),
    st.tuples(st.just("set_row"), st.integers(0, 40), _HEIGHTS, st.none(), _OPTIONS),
    st.tuples(st.just("set_default_row"), st.just(()), st.sampled_from([12.75, 20])),
)


def _book(cells: list[tuple[Any, ...]], sheet: Any) -> bytes:
    """Return a workbook of two sheets with the same cells and a chart, of a class of sheets."""
    stream = io.BytesIO()
    book: Any = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - no zone in a file
    looks = [book.add_format({"bold": True}), book.add_format({"italic": True})]
    looks.append(book.add_format({"bold": True}))
    for _ in range(2):
        made = book.add_worksheet(worksheet_class=sheet)
        for name, at, what, *rest in cells:
            place = at if isinstance(at, tuple) else (at,)
            look, *more = rest or [None]
            shown = [None if look is None else looks[look]] if rest else []
            getattr(made, name)(*place, what, *shown, *more)
        chart = book.add_chart({"type": "line"})
        chart.add_series(
            {
                "categories": [made.get_name(), 0, 0, 6, 0],
                "values": [made.get_name(), 0, 1, 6, 2],
            }
        )
        made.insert_chart(3, 3, chart)
    book.close()
    return stream.getvalue()


@given(st.lists(_CELLS, max_size=30))
@example([("write_string", (0, 0), "only", None)])
@example(
    [
        ("write_string", (0, 0), "charted", None),
        ("write_number", (1, 1), 2.5, 0),
        ("write_formula", (2, 1), "=1+1", None, 2),
        ("write_blank", (3, 2), None, 1),
    ]
)
@example([("write_string", (1_048_576, 0), "below the sheet", 1)])
@example([("write_url", (2, 1), "internal:'a'!A1", 0, "a"), ("write_number", (2, 1), 5, 0)])
@example([("write_url", (2, 1), "internal:'a'!A1", 0, "a"), ("write_string", (2, 1), "b", 0)])
def test_a_sheet_has_the_bytes_of_xlsxwriter(cells: list[tuple[Any, ...]]) -> None:
    assert sheet_class() is not None
    assert _book(cells, sheet_class()) == _book(cells, None)


def test_a_number_without_an_end_is_refused_as_by_xlsxwriter() -> None:
    with pytest.raises(TypeError, match="NAN/INF"):
        _book([("write_number", (0, 0), float("nan"), None)], sheet_class())


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
@pytest.mark.parametrize("kind", ["write_string", "write_formula"])
def test_half_of_a_pair_is_refused_as_by_xlsxwriter(kind: str, text: str) -> None:
    """Whoever writes cells takes such halves out before."""
    cell = (kind, (0, 0), *(("=1", None, text) if kind == "write_formula" else (text, None)))
    for sheet in (sheet_class(), None):
        with pytest.raises(UnicodeEncodeError):
            _book([cell], sheet)
