"""The folder that ``ccops demo`` leaves: a first page that leads to everything there is."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import docx
import openpyxl
import pikepdf
import pytest

from tests.cli.test_demo_of_plugins import installed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

__all__ = ["installed"]

INDEXES = {"index.html": "zh_CN", "index-en.html": "en"}
#: What the folder of the telecom center has to have for people.
WANTED = (
    "monthly", "weekly", "daily", "approval", "attrition", "statements", "bonus-notices",
    "appraisals", "board", "floor", "team-goals", "kpi", "hours", "quality", "learning",
    "organization", "rule-book", "corrections",
)  # fmt: skip
HANDED_ON = {
    "monthly-zh_CN.pdf",
    "approval-zh_CN.pdf",
    "approval-zh_CN.xlsx",
    "statements-zh_CN.pdf",
    "statements-zh_CN.xlsx",
    "appraisals-zh_CN.pdf",
    "appraisals-zh_CN.docx",
}


class _Links(HTMLParser):
    """The files a page leads to, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") or ""
        if tag == "a" and not target.startswith("#"):
            self.files.append(unquote(target))


def _links(page: Path) -> list[str]:
    links = _Links()
    links.feed(page.read_text("utf-8"))
    return links.files


@pytest.mark.parametrize(("index", "locale"), INDEXES.items())
def test_the_first_page_leads_to_every_file_of_its_language(
    demo: Path, index: str, locale: str
) -> None:
    links = _links(demo / index)

    assert all((demo / each).exists() for each in links)
    there = {each.name for each in demo.glob(f"*-{locale}.*")} - INDEXES.keys()
    assert there <= set(links)
    assert {"input/", "settlement/", "before/", *INDEXES} - {index} <= set(links)
    assert {f"{each}-{locale}.html" for each in WANTED} <= set(links)


@pytest.mark.parametrize("index", INDEXES)
def test_every_page_has_a_line_that_says_what_it_shows(demo: Path, index: str) -> None:
    page = (demo / index).read_text("utf-8")

    rows = [each for each in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if "href" in each]
    assert len(rows) >= len(WANTED)
    for row in rows:
        shown = re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", row, re.DOTALL)
        assert shown[0], row
    assert "demo-" not in re.sub(r'(href|id|aria-labelledby)="[^"]*"', "", page)


def test_what_is_handed_on_is_there_as_files(demo: Path) -> None:
    assert {each.name for each in demo.glob("*.pdf")} == {
        each for each in HANDED_ON if each.endswith("pdf")
    }
    for name in HANDED_ON:
        if name.endswith("pdf"):
            with pikepdf.open(demo / name) as made:
                assert len(made.pages) > 1
        elif name.endswith("xlsx"):
            assert openpyxl.load_workbook(demo / name, read_only=True).sheetnames
        else:
            assert len(docx.Document(str(demo / name)).tables) > 1


def test_everybody_has_a_file_that_holds_his_own_statement_alone(demo: Path) -> None:
    links = [each for each in _links(demo / "index.html") if each.startswith("employees/")]
    people = {each.rpartition("-")[2].removesuffix(".html") for each in links}

    assert len(people) == len(links) > 30
    for each in links[:5]:
        page = (demo / each).read_text("utf-8")
        own = each.rpartition("-")[2].removesuffix(".html")
        assert own in page
        assert not [who for who in people - {own} if who in page]


def test_no_page_of_the_demo_is_empty(demo: Path) -> None:
    """Each page has rows, or sections that say why they have none."""
    for name in WANTED:
        page = (demo / f"{name}-en.html").read_text("utf-8").partition("<body")[2]
        assert page.count("<td") > 3 or "<p" in page, name
        assert re.search(r"\d", re.sub(r"<[^>]+>", "", page)), name


def test_the_month_before_is_there_and_was_put_right(demo: Path) -> None:
    corrections = (demo / "corrections-en.html").read_text("utf-8")
    approval = (demo / "approval-en.html").read_text("utf-8")
    hours = (demo / "hours-en.html").read_text("utf-8")

    assert "basic pay due" in corrections.casefold()
    assert json.loads((demo / "before" / "corrections.json").read_text("utf-8"))
    assert "CN¥" in approval
    assert "nothing lapses" not in hours
    monthly = (demo / "monthly-en.html").read_text("utf-8")
    assert ">Before<" in monthly  # what the month before came to stands beside


def test_the_month_tells_of_load_and_service_level(demo: Path) -> None:
    """That neither is idle or overrun with all its calls, is tried of the credible months."""
    page = re.sub(r"<[^>]+>", " ", (demo / "monthly-en.html").read_text("utf-8"))

    assert re.search(r"Talk utilization\s+[1-9][\d.]*%", page)
    assert re.search(r"Service level in 15 s\s+[1-9][\d.]*%", page)


def test_somebody_reads_his_statement_in_his_own_language(demo: Path) -> None:
    page = (demo / "statements-zh_CN.html").read_text("utf-8")

    own = re.findall(r'<section id="\d+" lang="([^"]+)"', page)
    assert own == ["en", "en"]
    assert "lang=" not in (demo / "statements-en.html").read_text("utf-8").partition("<body")[2]


def test_what_is_not_installed_is_told_in_one_line_and_all_else_is_there(
    run: Run, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installed.is_dir()
    for module in ("typst", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, module, None)

    ran = run("demo", "--pack", "acme-nights", "-o", tmp_path / "shown")

    assert ran.code == 0, ran.err
    told = [each for each in ran.err.splitlines() if "Not written" in each or "未写出" in each]
    assert len(told) == 2
    lacking = {each for told_of in told for each in re.findall(r"ccops\[\w+\]", told_of)}
    assert lacking == {"ccops[pdf]", "ccops[xlsx]"}
    assert "statements-en.pdf" in " ".join(told)
    assert "approval-en.xlsx" in " ".join(told)
    links = _links(tmp_path / "shown" / "index.html")
    assert "statements-en.html" in links
    assert not [each for each in links if each.endswith((".pdf", ".xlsx"))]


def test_without_what_pages_need_nothing_is_begun(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)

    ran = run("demo", "-o", tmp_path / "shown")

    assert ran.code != 0
    assert "ccops[html]" in ran.err
    assert not (tmp_path / "shown").exists()


def test_a_center_whose_pack_is_english_has_an_english_first_page(
    run: Run, installed: Path, tmp_path: Path
) -> None:
    assert installed.is_dir()

    run("demo", "--pack", "acme-nights", "--also", "zh_CN", "-o", tmp_path / "shown")

    page = (tmp_path / "shown" / "index.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "index-zh_CN.html" in _links(tmp_path / "shown" / "index.html")
