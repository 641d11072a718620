"""Pages about people are in the language each one reads; tables of all are in one."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import UnknownNameError
from ccops.facts import employees_from_rows, locales_of
from ccops.messages import LOCALES, message
from ccops.reports import CsvRenderer, Table, reports_of_each, statements_in
from tests import loaded
from tests.reports import papers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ccops.center import Center
    from ccops.reports import Report, Section
    from ccops.settlement import Settlement

_HIRED = {
    "employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2024-03-01",
}  # fmt: skip
_FACTS = {
    "basic_pay_due": "CNY 1700", "monthly_basic": "CNY 3480", "local_minimum_wage": "CNY 2600",
    "praise_letters": 0, "items_handled": 0, "item_errors": 0,
}  # fmt: skip
PEOPLE = ("ANNA", "BERT", "CARL")
OWN = {"BERT": "en", "CARL": "zh_TW"}
KINDS = ("statement", "bonus-notice", "appraisal")
#: Words that stand on a page of somebody in one language alone, by the kind and language.
TITLES: Final[Mapping[str, Mapping[str, str]]] = {
    kind: {each: message(f"report-{key}", {"period": "2026-10"}, locale=each) for each in LOCALES}
    for kind, key in zip(KINDS, ("statement", "notice", "appraisal"), strict=True)
}


@pytest.fixture(scope="module")
def center() -> Center:
    return loaded.center()


@pytest.fixture(scope="module")
def settlement(center: Center) -> Settlement:
    people = [{"employee_id": each, **_HIRED} for each in PEOPLE]
    decided = {"standard_days": 19, "award_themes": []}
    month = center.month("2026-10", employees=people, decisions=decided)
    return month.settle(month.facts(dict.fromkeys(PEOPLE, _FACTS)))


def _report(
    center: Center,
    settlement: Settlement,
    *,
    kind: str = "statement",
    locale: str = "zh_CN",
    locales: Mapping[str, str] = OWN,
) -> Report:
    return center.report(kind, settlement, locale=locale, locales=locales)


def _sections(page: str) -> dict[str, tuple[str, str]]:
    """Return the language a page names for each section, and the text of it."""
    found = re.findall(r'<section id="([^"]+)"(?: lang="([^"]+)")?.*?</section>', page, re.DOTALL)
    parts = re.findall(r"<section .*?</section>", page, re.DOTALL)
    return {name: (lang, part) for (name, lang), part in zip(found, parts, strict=True)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_of_all_has_each_section_in_the_language_of_who_reads_it(
    center: Center, settlement: Settlement, kind: str, locale: str
) -> None:
    report = _report(center, settlement, kind=kind, locale=locale)
    page = str(report.render("html"))

    assert f'<html lang="{locale.replace("_", "-")}">' in page
    for employee, (language, text) in _sections(page).items():
        read = OWN.get(employee, locale)
        assert language == ("" if read == locale else read.replace("_", "-"))
        for other, title in TITLES[kind].items():
            assert (f'<p class="overline">{title}</p>' in text) is (title == TITLES[kind][read]), (
                other
            )
        alone = center.report(kind, settlement, locale=read, subjects=(employee,))
        assert report.document.sections[PEOPLE.index(employee)].id == employee
        assert alone.document.foot[0] in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["html", "json", "md", "xlsx", "docx", "pdf"])
def test_a_file_of_one_is_what_the_report_in_his_language_writes(
    center: Center, settlement: Settlement, kind: str, form: str
) -> None:
    single = reports_of_each(_report(center, settlement, kind=kind))

    assert tuple(single) == PEOPLE
    for employee, report in single.items():
        read = OWN.get(employee, "zh_CN")
        alone = center.report(kind, settlement, locale=read, subjects=(employee,))
        assert report.render(form) == alone.render(form)


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_a_file_of_one_holds_nothing_of_anybody_else(
    center: Center, settlement: Settlement, form: str
) -> None:
    for employee, report in reports_of_each(_report(center, settlement)).items():
        made = report.rendered(form)
        if form == "xlsx":
            book = zipfile.ZipFile(io.BytesIO(made))
            made = b"".join(map(book.read, book.namelist()))
        assert employee.encode() in made
        for other in set(PEOPLE) - {employee}:
            assert other.encode() not in made


def test_a_workbook_of_all_stays_in_one_language(center: Center, settlement: Settlement) -> None:
    plain = _report(center, settlement, locales={})

    assert _report(center, settlement).render("xlsx") == plain.render("xlsx")


def test_tables_of_all_stay_in_one_language(center: Center, settlement: Settlement) -> None:
    report, renderer = _report(center, settlement), CsvRenderer()

    tables = renderer.tables(report.document_for(renderer))
    assert tables == renderer.tables(_report(center, settlement, locales={}).document)
    rows = list(csv.reader(io.StringIO(next(iter(tables.values())).decode("utf-8-sig"))))
    assert len({row[0] for row in rows[1:]}) == len(PEOPLE)


def test_a_workbook_of_one_person_is_in_his_language(
    center: Center, settlement: Settlement
) -> None:
    made = reports_of_each(_report(center, settlement))["BERT"].rendered("xlsx")

    book = openpyxl.load_workbook(io.BytesIO(made))
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any("Basic pay" in each for each in texts)
    assert not any("基本工资" in each for each in texts)


def test_paper_has_each_page_in_the_language_of_who_reads_it(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    text = papers.text_of(_report(center, settlement).rendered("pdf"), tmp_path)

    for title in TITLES["statement"].values():
        assert title in text


def test_data_say_the_language_of_a_section(center: Center, settlement: Settlement) -> None:
    made = json.loads(str(_report(center, settlement).render("json")))

    frames = {each["id"]: each["frame"] for each in made["sections"]}
    assert made["locale"] == "zh_CN"
    assert frames["ANNA"] is None
    assert {key: frames[key]["locale"] for key in OWN} == OWN


@papers.needs_chinese
@pytest.mark.parametrize("form", ["html", "json", "pdf", "pdf-a"])
def test_statements_in_several_languages_are_verified(
    center: Center, settlement: Settlement, form: str
) -> None:
    made = _report(center, settlement).rendered(form)

    found = {each.employee: each.locale for each in statements_in(made, file="")}
    assert found == {"ANNA": "zh_CN", **OWN}
    assert all(each.is_right for each in center.verify(made, seal=settlement.seal))


@papers.needs_chinese
@pytest.mark.parametrize("form", ["html", "json", "pdf"])
@pytest.mark.parametrize(
    ("locale", "read"), [("zh_CN", "en"), ("zh_CN", "zh_TW"), ("en", "zh_CN")]
)
def test_the_statement_of_one_in_another_language_than_the_file_is_verified(
    center: Center, settlement: Settlement, form: str, locale: str, read: str
) -> None:
    named = center.report(
        "statement",
        settlement,
        locale=locale,
        locales={"BERT": read},
        names={"BERT": "王大海"},
        subjects=["BERT"],
    )

    (found,) = center.verify(named.rendered(form), seal=settlement.seal)

    assert found.statement.locale == read
    assert found.differences == ()
    assert found.is_right


@given(
    read=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(LOCALES)),
    locale=st.sampled_from(LOCALES),
)
def test_whoever_reads_what_order_and_values_are_the_same(
    center: Center, settlement: Settlement, read: dict[str, str], locale: str
) -> None:
    report = _report(center, settlement, locale=locale, locales=read)

    shown = report.document_for(report.renderers["html"])
    assert [each.id for each in shown.sections] == list(PEOPLE)
    for section, plain in zip(shown.sections, report.document.sections, strict=True):
        wanted = read.get(section.id, locale)
        assert (section.frame.locale if section.frame else locale) == wanted
        assert _amounts(section) == _amounts(plain)


def _amounts(section: Section) -> list[object]:
    tables = (part for part in section.parts if isinstance(part, Table))
    return [row[-1].value for table in tables for row in (*table.rows, *table.foot)]


def test_a_report_that_is_one_document_is_in_one_language(
    center: Center, settlement: Settlement
) -> None:
    mixed = _report(center, settlement, kind="approval").render("html")

    assert mixed == _report(center, settlement, kind="approval", locales={}).render("html")


def test_a_language_without_words_is_refused(center: Center, settlement: Settlement) -> None:
    with pytest.raises(UnknownNameError, match="zh_HK"):
        _report(center, settlement, locales={"ANNA": "zh_HK"})


# -- the file of employees ------------------------------------------------------------------------


@pytest.mark.parametrize("locale", ["fr", "zh-CN", "EN", "中文"])
def test_a_language_nobody_writes_is_told_with_its_row_and_what_is_wanted(locale: str) -> None:
    row = {"employee_id": "E1", **_HIRED, "locale": locale, "source_ref": "employees.csv:12"}

    employees, _, findings = employees_from_rows([row])

    assert employees == ()
    assert [each.code for each in findings] == ["value-malformed"]
    told = findings[0].render("en")
    assert "employees.csv:12" in told
    assert f"locale is {locale}; wanted: en | zh_CN | zh_TW" in told


def test_who_was_hired_again_reads_what_his_last_row_says() -> None:
    rows = [
        {"employee_id": "E1", **_HIRED, "ended_on": "2025-01-31", "locale": "en"},
        {"employee_id": "E1", **_HIRED, "hired_on": "2026-01-01", "locale": "zh_TW"},
        {"employee_id": "E2", **_HIRED, "locale": ""},
    ]

    employees, _, findings = employees_from_rows(rows)

    assert findings == ()
    first, last = employees[0].earlier[0].hired_on, employees[0].hired_on
    assert locales_of(employees, first) == {"E1": "en"}
    assert locales_of(employees, last) == {"E1": "zh_TW"}
