"""The rule book: every rule once, in words of three languages, and the same bytes every time."""

from __future__ import annotations

import datetime as dt
import re
import runpy
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ccops.center import Center
from ccops.errors import RulePackError, UnknownNameError
from ccops.messages import LOCALES
from ccops.reports import (
    Facts,
    Paragraph,
    SignatureBlock,
    Table,
    build_rule_book,
)
from ccops.reports.formats.docx import DOCX
from ccops.reports.formats.html import HTML
from ccops.reports.formats.markdown import MARKDOWN
from ccops.reports.formats.pdf import PDF
from ccops.reports.rulebook.arranging import last_change
from tests.loaded import pack
from tests.reports.rulebook.books import PACKS, book, document, entries, parts_of, section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports import Document

ROOT = Path(__file__).parents[3]
_NUMBER = re.compile(r"\d+\.\d+\.\d+ ")


def _titles(made: Document) -> Iterator[str]:
    """Yield the titles under which rules stand, and the first cells of the rows of short ones."""
    for part in parts_of(made):
        if isinstance(part, Facts) and _NUMBER.match(part.title):
            yield part.title
        elif isinstance(part, Table) and part.id.endswith("-rules"):
            yield from (row[0].text for row in part.rows)


def _texts(made: Document) -> Iterator[str]:
    for each in made.sections:
        yield from (each.title, each.note)
    for part in parts_of(made):
        if isinstance(part, Facts):
            yield part.title
            for fact in part.facts:
                yield from (fact.label, fact.value.text)
        elif isinstance(part, Table):
            yield from (part.caption, *(each.title for each in part.columns))
            yield from (cell.text for row in (*part.rows, *part.foot) for cell in row)


@pytest.mark.parametrize("ref", PACKS)
def test_every_rule_of_a_pack_stands_in_it_once(ref: str) -> None:
    titles = Counter(_titles(document(ref)))

    expected = Counter(entries(ref).title(rule) for rule in book(ref).rules)
    assert titles == expected
    assert {rule.key for rule in book(ref).rules} == set(book(ref).index.rules)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("ref", PACKS)
def test_everything_in_it_has_words(ref: str, locale: str) -> None:
    texts = list(_texts(document(ref, locale)))

    assert not [each for each in texts if "report-" in each or "book-" in each]
    assert not [each for each in texts if "{" in each]


@pytest.mark.parametrize("ref", PACKS)
def test_every_link_leads_to_a_section(ref: str) -> None:
    made = document(ref)
    ids = [each.id for each in made.sections]
    tables = (part for part in parts_of(made) if isinstance(part, Table))
    links = {cell.link for table in tables for row in table.rows for cell in row if cell.link}

    assert len(ids) == len(set(ids))
    assert links <= set(ids)


def test_tables_have_ids_of_their_own() -> None:
    ids = Counter(
        part.id for part in parts_of(document("telecom-7x24")) if isinstance(part, Table)
    )

    assert [name for name, count in ids.items() if count > 1] == []


def test_it_is_the_same_to_the_byte() -> None:
    first = build_rule_book(pack("base"), locale="zh_CN")
    second = build_rule_book(pack("base"), locale="zh_CN")

    for renderer in (MARKDOWN, HTML, PDF, DOCX):
        assert renderer.render(first) == renderer.render(second)


def test_chapters_come_in_the_order_of_a_manual() -> None:
    chapters = [each.id for each in document("telecom-7x24").sections if each.level == 1]

    assert chapters == [
        "cover", "chapter-people", "chapter-time", "chapter-measured", "chapter-scores",
        "chapter-pay", "chapter-rights", "chapter-conduct", "chapter-duties",
        "chapter-constants", "chapter-questions", "terms-index", "acknowledgement",
    ]  # fmt: skip


def test_a_rule_says_its_clause_its_question_and_what_was_accepted() -> None:
    bonus = next(
        part
        for part in section("telecom-7x24", "bonuses").parts
        if isinstance(part, Facts) and part.title.endswith("月度奖金")
    )
    told = [(each.label, each.value.text) for each in bonus.facts]

    assert ("依据", "S1-09") in told
    assert ("已知并保留", "两档合用前 10 % 的名额") in told
    asked = next(text for label, text in told if label == "手册未定")
    assert asked.startswith("名次比例如何累计？现按：按印出的比例（见 ")


def test_what_is_assumed_says_why() -> None:
    rosters = section("telecom-7x24", "rosters")
    (table,) = (part for part in rosters.parts if isinstance(part, Table))

    assert "手册未写，本规则包假定：手册只列班次，未写两班间隔" in table.rows[0][-1].text


def test_a_question_shows_every_reading_and_marks_the_one_taken() -> None:
    readings = next(
        part
        for part in section("telecom-7x24", "choices").parts
        if isinstance(part, Table) and part.id == "choices-bonus_reading"
    )

    assert len(readings.rows) == len(pack("telecom-7x24").choices["bonus_reading"].readings)
    assert [row[0].text for row in readings.rows if row[2].text] == ["按印出的比例"]


def test_a_note_on_labor_law_stands_beside_the_rule_it_is_about() -> None:
    (table,) = section("telecom-7x24", "shifts").parts
    assert isinstance(table, Table)
    notes = {row[0].text: row[-1].text for row in table.rows}

    assert "班次 W" in notes["2.2.3 W 班"]
    assert "班次" not in notes["2.2.2 C 班"]


def test_the_cover_says_what_nobody_recorded() -> None:
    (facts,) = (part for part in section("base", "cover", "en").parts if isinstance(part, Facts))
    told = {each.label: each.value.text for each in facts.facts}

    assert told["Published on"] == told["To be acknowledged by"] == "not recorded yet"


def test_the_last_page_is_signed() -> None:
    parts = section("base", "acknowledgement", "en").parts

    (block,) = (part for part in parts if isinstance(part, SignatureBlock))
    assert [each.role for each in block.signatures] == [
        "Employee", "Staff number", "Handed out by",
    ]  # fmt: skip


def test_amounts_are_those_of_the_day_asked_for() -> None:
    base = pack("base")
    name = base.rules.by_name("parameters")["cn_month_workdays"].label.zh

    assert last_change(base) == dt.date(2025, 1, 1)
    rows = next(part for part in section("base", "parameters").parts if isinstance(part, Table))
    told = next(row[1].text for row in rows.rows if row[0].text.endswith(name))
    assert "2008年1月3日起 20.83 天" in told
    assert "2025年1月1日起 20.67 天" in told


def test_a_day_before_the_pack_holds_is_refused() -> None:
    with pytest.raises(RulePackError):
        build_rule_book(pack("base"), on=dt.date(1999, 1, 1))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        build_rule_book(pack("base"), locale="fr")


def test_rules_of_a_kind_that_a_plugin_brings_are_told_too() -> None:
    center = runpy.run_path(str(ROOT / "examples" / "09_a_plugin.py"))["center"]
    made = center.rule_book(locale="zh_CN").document
    ids = [each.id for each in made.sections]

    assert ids[ids.index("chapter-others") + 1] == "referral_bonuses"
    facts = next(
        part
        for part in made.sections[ids.index("referral_bonuses")].parts
        if isinstance(part, Facts)
    )
    told = {each.label: each.value.text for each in facts.facts}
    assert told["上限"] == "3"
    assert told["工资项代码"] == "B09"


def test_the_cover_shows_when_the_rules_were_published(tmp_path: Path) -> None:
    copied = shutil.copytree(ROOT / "examples" / "data" / "referral", tmp_path / "referral")
    head = (copied / "pack.yaml").read_text(encoding="utf-8")
    days = "consulted_on: 2026-09-01, published_on: 2026-09-15, acknowledged_by: 2026-09-30"
    adopted = head.replace("pack:\n", f"pack:\n  adopted: {{{days}}}\n", 1)
    (copied / "pack.yaml").write_text(adopted, encoding="utf-8")
    plugin = runpy.run_path(str(ROOT / "examples" / "09_a_plugin.py"))["Plugin"]
    made = Center.open(copied, plugins=[plugin()]).rule_book(locale="en").document

    cover = next(part for part in made.sections[0].parts if isinstance(part, Facts))
    told = {each.label: each.value.text for each in cover.facts}
    assert told["Published on"] == "September 15, 2026"
    assert told["To be acknowledged by"] == "September 30, 2026"
    last = [part.text for part in made.sections[-1].parts if isinstance(part, Paragraph)]
    assert last[-1] == "To be signed by September 30, 2026."
