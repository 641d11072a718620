"""Reports for a terminal: straight columns, no color that nobody asked for, the same numbers."""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.errors import MissingExtraError
from ccops.reports import Cell, Column, ColumnKind, Document, Section, Table
from ccops.reports.formats.terminal import TERMINAL

if TYPE_CHECKING:
    from tests.reports.conftest import Settle, Statement


def _document(*rows: tuple[str, str]) -> Document:
    columns = (Column(id="a", title="名称"), Column(id="b", title="n", kind=ColumnKind.NUMBER))
    cells = tuple((Cell(text=name), Cell(text=number)) for name, number in rows)
    table = Table(id="t", caption="table", columns=columns, rows=cells)
    section = Section(id="one", title="one", parts=(table,))
    return Document(kind="test", title="title", locale="zh_CN", sections=(section,))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def test_numbers_stand_straight_beside_wide_characters() -> None:
    text = TERMINAL.render(_document(("王芳", "1"), ("Anna", "20"), ("欧阳子轩", "300")))

    rows = [line for line in text.splitlines() if re.search(r"\d$", line)]
    assert len({_width(each) for each in rows}) == 1


def test_amounts_are_those_of_the_settlement(settle: Settle, statement: Statement) -> None:
    text = statement(settle({"E1": {"basic_pay_due": "CNY 12345.67"}})).render("text")

    assert isinstance(text, str)
    assert "12,345.67" in text
    assert "12,466.00" in text  # with 100.33 and twice 10


def test_without_a_terminal_there_is_no_color(settle: Settle, statement: Statement) -> None:
    document = statement(settle({"E1": {}})).document

    assert "\x1b" not in TERMINAL.render(document)
    assert "\x1b[" in attrs.evolve(TERMINAL, is_colored=True).render(document)


def test_no_line_is_wider_than_asked(settle: Settle, statement: Statement) -> None:
    document = statement(settle({"E1": {}}), locale="zh_CN").document

    text = attrs.evolve(TERMINAL, width=60).render(document)

    assert max(map(_width, text.splitlines())) <= 60


def test_same_report_gives_the_same_text_whatever_the_environment(
    settle: Settle, statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = statement(settle({"E1": {}})).document
    before = TERMINAL.render(document)
    for name, value in (("COLUMNS", "30"), ("FORCE_COLOR", "1"), ("TERM", "dumb")):
        monkeypatch.setenv(name, value)

    assert TERMINAL.render(document) == before


def test_a_text_is_shown_as_it_is() -> None:
    assert "[bold]x[/bold] :smile:" in TERMINAL.render(_document(("[bold]x[/bold] :smile:", "1")))


def test_no_text_steers_the_terminal() -> None:
    text = TERMINAL.render(_document(("\x1b[31mred\x07", "1")))

    assert "[31mred" in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rich.console", None)

    with pytest.raises(MissingExtraError, match=r"ccops\[cli\]"):
        TERMINAL.render(_document())
