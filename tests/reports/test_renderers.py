from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from ccops.errors import MissingExtraError, UnknownNameError
from ccops.messages import LOCALES
from ccops.reports import (
    RENDERERS,
    Cell,
    Chart,
    ChartKind,
    Column,
    Document,
    Fact,
    Facts,
    Paragraph,
    Report,
    Section,
    Series,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.reports.conftest import Settle, Statement

TEXTS = ("html", "json", "md")
HOSTILE = ("<script>alert(1)</script>", "=1+1", "a|b", "**bold**", "</title>", '" onclick="x')


def _report(*parts: Any, title: str = "title") -> Report:
    section = Section(id="one", title=title, parts=parts)
    document = Document(kind="test", title=title, locale="en", sections=(section,))
    return Report(document=document, renderers={each.name: each for each in RENDERERS})


def _text(report: Report, form: str) -> str:
    made = report.render(form)
    assert isinstance(made, str)
    return made


class _Page(HTMLParser):
    """Collects the tags of a page, its text, its headings and the cells of its tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.words: list[str] = []
        self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"} and self.rows:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in_cell:
            self.rows[-1][-1] += data

    def count(self, tag: str) -> int:
        return sum(each == tag for each, _ in self.tags)

    def values(self, tag: str, attribute: str) -> list[str]:
        return [v for each, a in self.tags if each == tag and (v := a.get(attribute)) is not None]


def _html_amounts(page: str) -> list[Decimal]:
    return [Decimal(row[-1].strip().replace(",", "")) for row in _Page(page).rows if _is_line(row)]


def _is_line(row: list[str]) -> bool:
    return re.fullmatch(r"[\d,]+\.\d\d", row[-1].strip()) is not None


def _md_amounts(text: str) -> list[Decimal]:
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    cells = [row[-1].strip("* ") for row in rows]
    return [Decimal(x.replace(",", "")) for x in cells if re.fullmatch(r"[\d,]+\.\d\d", x)]


def _json_amounts(text: str) -> Iterator[Decimal]:
    for section in json.loads(text)["sections"]:
        for part in section["parts"]:
            for row in [*part.get("rows", ()), *part.get("foot", ())]:
                if isinstance(row[-1]["value"], dict):
                    yield Decimal(row[-1]["value"]["amount"])


# -- the same in every form -------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_amounts_are_the_same_in_every_form_to_the_cent(
    settle: Settle, statement: Statement, locale: str
) -> None:
    people: dict[str, dict[str, object]] = {
        "E1": {"basic_pay_due": "CNY 12345.67"},
        "E2": {"basic_pay_due": "CNY 0.01", "score": "61"},
        "E3": {"absent_days": 9},
    }
    settlement = settle(people)
    report = statement(settlement, locale=locale)
    paid = ("basic_pay", "bonus", "night_allowance", "handed_on")
    shown = [("E1", paid), ("E2", paid), ("E3", (paid[0], *paid[2:], "bonus"))]
    wanted = [
        getattr(settlement.value(employee, figure), "amount", None)
        for employee, figures in shown
        for figure in figures
    ]

    assert _html_amounts(_text(report, "html")) == wanted
    assert _md_amounts(_text(report, "md")) == wanted
    assert list(_json_amounts(_text(report, "json"))) == wanted


@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_a_statement_is_in_the_catalogs(
    settle: Settle, statement: Statement, form: str, locale: str
) -> None:
    text = _text(statement(settle({"E1": {}, "E2": {}}), locale=locale), form)

    assert not re.search(r"report\\?-[a-z]", text)
    shown = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert "{" not in shown or form == "json"


@pytest.mark.parametrize("form", TEXTS)
def test_same_report_gives_the_same_bytes(settle: Settle, statement: Statement, form: str) -> None:
    first = statement(settle({"E1": {}, "E2": {}}))
    second = statement(settle({"E2": {}, "E1": {}}))

    assert first.render(form) == second.render(form)


@pytest.mark.parametrize("form", TEXTS)
def test_document_without_sections_is_a_document(
    settle: Settle, statement: Statement, form: str
) -> None:
    report = statement(settle({"E1": {}}), subjects=())

    assert "2026-10" in _text(report, form)


# -- foreign texts ----------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_html_shows_a_hostile_text_as_it_is(hostile: str) -> None:
    table = Table(
        id=hostile,
        caption=hostile,
        columns=(Column(id="a", title=hostile),),
        rows=((Cell(text=hostile, note=hostile, explain=hostile),),),
    )
    report = _report(
        table, Paragraph(text=hostile), Facts(facts=(Fact(label=hostile, value=Cell(text="x")),)),
        title=hostile,
    )  # fmt: skip
    page = _Page(_text(report, "html"))

    assert page.count("script") == 0
    assert not any("onclick" in attributes for _, attributes in page.tags)
    assert hostile in "".join(page.words)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_html_draws_a_hostile_label_as_text(hostile: str) -> None:
    page = _Page(_text(_report(_chart(ChartKind.BARS, label=hostile)), "html"))

    assert page.count("script") == 0
    assert not any("onclick" in attributes for _, attributes in page.tags)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>", "&lt;script&gt;"),
        ("=1+1", "\\=1+1"),
        ("a|b", "a\\|b"),
        ("# no heading", "\\# no heading"),
        ("two\nlines", "two lines"),
        ("*", "\\*"),
    ],
)
def test_markdown_shows_a_hostile_text_as_it_is(text: str, shown: str) -> None:
    assert shown in _text(_report(Paragraph(text=text)), "md").splitlines()


@pytest.mark.parametrize("form", TEXTS)
def test_hostile_name_of_a_person_stays_a_name(
    settle: Settle, statement: Statement, form: str
) -> None:
    report = statement(settle({"E1": {}}), names={"E1": "<script>alert(1)</script>"})

    text = _text(report, form)

    assert "<script>" not in text or form == "json"


# -- the page ---------------------------------------------------------------------------------


@pytest.fixture
def page(settle: Settle, statement: Statement) -> str:
    return _text(statement(settle({"E1": {}, "E2": {}}), locale="zh_CN"), "html")


def test_page_asks_nothing_of_the_network(page: str) -> None:
    tags = {tag for tag, _ in _Page(page).tags}

    assert not re.search(r"https?:|url\(|@import", page)
    assert not tags & {"link", "img", "iframe", "object"}
    assert set(_Page(page).values("script", "type")) == {"application/json"}  # data, no program
    assert _Page(page).count("script") == len(_Page(page).values("script", "type"))


def test_page_names_its_language(page: str) -> None:
    assert _Page(page).values("html", "lang") == ["zh-CN"]


def test_headings_go_down_one_level_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in _Page(page).tags if re.fullmatch(r"h[1-6]", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(page: str) -> None:
    found = _Page(page)

    assert found.count("table") == found.count("caption") > 0
    assert len(found.values("th", "scope")) == found.count("th")


def test_links_of_the_page_lead_to_places_in_it(page: str) -> None:
    found = _Page(page)
    places = {attributes.get("id") for _, attributes in found.tags}

    targets = {each.removeprefix("#") for each in found.values("a", "href")}

    assert targets
    assert targets <= places


def test_several_statements_have_an_index(page: str) -> None:
    assert _Page(page).count("nav") == 1


def test_one_statement_has_none(settle: Settle, statement: Statement) -> None:
    assert _Page(_text(statement(settle({"E1": {}})), "html")).count("nav") == 0


def test_html_without_its_extra_is_told_by_name(
    settle: Settle, statement: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)

    with pytest.raises(MissingExtraError, match=r"ccops\[html\]"):
        statement(settle({"E1": {}})).render("html")


# -- charts -----------------------------------------------------------------------------------


def _chart(kind: ChartKind, *, label: str = "Mon") -> Chart:
    values = (Decimal(3), None, Decimal(10))
    series = Series(name=label, values=values, texts=("3", "–", "10"))
    table = Table(id="t", caption=label, columns=(Column(id="x", title=label),), rows=())
    return Chart(
        id="c",
        title=label,
        kind=kind,
        labels=(label, "b", "c"),
        series=(series,),
        table=table,
        ticks=((Decimal(0), "0"), (Decimal(10), "10")),
    )


@pytest.mark.parametrize("kind", list(ChartKind))
def test_chart_is_a_named_picture_with_its_data_beside_it(kind: ChartKind) -> None:
    found = _Page(_text(_report(_chart(kind)), "html"))

    assert found.values("svg", "role") == ["img", "img"]  # on a desk, and on a phone
    assert found.count("table") == 1


@pytest.mark.parametrize(("kind", "mark"), [(ChartKind.BARS, "mark"), (ChartKind.LINE, "dot")])
def test_chart_draws_what_is_known_and_nothing_for_what_is_not(kind: ChartKind, mark: str) -> None:
    found = _Page(_text(_report(_chart(kind)), "html"))

    drawn = [attributes for _, attributes in found.tags if mark in (attributes.get("class") or "")]

    assert len(drawn) == 2 * 2


def test_line_is_not_drawn_across_what_is_not_known() -> None:
    found = _Page(_text(_report(_chart(ChartKind.LINE)), "html"))

    assert len(found.values("polyline", "points")) == 2 * 2


def test_bar_at_the_end_of_the_scale_fills_the_plot() -> None:
    found = _Page(_text(_report(_chart(ChartKind.BARS)), "html"))

    heights = [int(h) for h in found.values("rect", "height")]

    assert heights == [54, 180] * 2


def test_grid_tells_what_is_not_known_from_nothing() -> None:
    found = _Page(_text(_report(_chart(ChartKind.HEAT)), "html"))

    cells = [each for each in found.values("rect", "class") if each != "shade"]

    known = ["shade h3", "none", "shade h10"]
    assert cells[:3] == known  # on a desk, then the shades of the legend
    assert cells[-3:] == known


def test_chart_has_a_vega_lite_form_in_plain_data() -> None:
    data = json.loads(_text(_report(_chart(ChartKind.BARS)), "json"))

    spec = data["sections"][0]["parts"][0]["spec"]

    assert spec["mark"] == "bar"
    assert spec["data"]["values"] == [
        {"series": "Mon", "value": "3", "x": "Mon"},
        {"series": "Mon", "value": None, "x": "b"},
        {"series": "Mon", "value": "10", "x": "c"},
    ]


# -- writing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".html", ".JSON", ".md"])
def test_suffix_chooses_the_renderer(
    settle: Settle, statement: Statement, tmp_path: Path, suffix: str
) -> None:
    report = statement(settle({"E1": {}}))

    written = report.write(tmp_path / f"statement{suffix}")

    assert written.read_text("utf-8") == report.render(suffix.lower().removeprefix("."))


def test_unknown_suffix_is_refused(settle: Settle, statement: Statement, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="htm"):
        statement(settle({"E1": {}})).write(tmp_path / "statement.htm")


def test_unknown_format_is_refused_with_the_nearest(settle: Settle, statement: Statement) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'html'"):
        statement(settle({"E1": {}})).render("htmll")
