"""Text and computation cannot part: what is printed is what is worked out, and the reverse.

Every change that mutation makes to a rule changes its text; every band that is printed, read back,
lets through what the engine lets through; every worked example shows what a case expects.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest

from ccops.messages import LOCALES
from ccops.plan import TableStep
from ccops.reports import Facts, Table
from ccops.reports.rulebook.blocks import blocks_of
from ccops.rulepack.cases.runs import CaseRunner
from ccops.rulepack.proving.mutants import mutants_of
from ccops.rules.intervals import is_finite
from ccops.settlement import write_value
from ccops.values import Missing, NotApplicable, encode
from tests.loaded import pack
from tests.reports.rulebook.books import PACKS, book, document, entries, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Span
    from ccops.reports import Part
    from ccops.reports.rulebook.examples import Example
    from ccops.reports.rulebook.telling import Teller
    from ccops.rulepack.text.nodes import Node
    from ccops.rules.cells import CellTest
    from ccops.rules.columns import TableColumn
    from ccops.rules.tables import Table as DecisionTable

#: Sections whose rules nobody mutates: what they say is told in words of people.
_TOLD: Final = frozenset({"choices"})


# -- each change changes the text ---------------------------------------------------------------


def _text(teller: Teller, node: Node, rule_class: type) -> str:
    """Return a rule as the booklet tells it, in a table of short rules or by itself."""
    blocks = blocks_of(teller, node, rule_class, name="rule")
    facts = "\n".join(f"{each.label}: {each.value.text}" for each in blocks.facts)
    sentence = teller.sentence(node, rule_class)
    return "\n".join((facts, *map(_part_text, blocks.parts), sentence))


def _part_text(part: Part) -> str:
    if isinstance(part, Facts):
        return "\n".join(f"{each.label}: {each.value.text}" for each in part.facts)
    assert isinstance(part, Table)
    return "\n".join(" | ".join(cell.text for cell in row) for row in part.rows)


def _columns(ref: str) -> dict[Span, tuple[TableColumn, ...]]:
    steps = (each for each in pack(ref).check_assembly().steps if isinstance(each, TableStep))
    return {row.span: step.table.columns for step in steps for row in step.table.rows if row.span}


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("ref", PACKS)
def test_each_change_of_a_rule_changes_its_text(ref: str, locale: str) -> None:
    teller, columns = entries(ref, locale).teller, _columns(ref)
    silent, count = [], 0
    for rule in book(ref).rules:
        if rule.card.section in _TOLD:
            continue
        before = [_text(teller, each, rule.rule_class) for each in rule.definitions]
        for number, node in enumerate(rule.definitions):
            for mutant in mutants_of(*rule.key, node, rule.rule_class, columns):
                count += 1
                if _text(teller, mutant.node, rule.rule_class) == before[number]:
                    silent.append(f"{mutant.section}.{mutant.rule}: {mutant.old}: {mutant.new}")

    assert count > 100
    assert silent == []


# -- bands, read back ---------------------------------------------------------------------------

_NUMBER: Final = r"(?:¥|US\$)?([\d,]+(?:\.\d+)?)(%?)(?: 天|分钟|小时|秒)?"
_BANDS: Final = (
    (re.compile(f"{_NUMBER} 及以上"), ">="), (re.compile(f"超过 {_NUMBER}"), ">"),
    (re.compile(f"不超过 {_NUMBER}"), "<="), (re.compile(f"不足 {_NUMBER}"), "<"),
    (re.compile(_NUMBER), "=="),
)  # fmt: skip
_BETWEEN: Final = (
    (re.compile(f"{_NUMBER} 至不足 {_NUMBER}"), ">=", "<"),
    (re.compile(f"{_NUMBER} 至 {_NUMBER}"), ">=", "<="),
    (re.compile(f"超过 {_NUMBER} 至 {_NUMBER}"), ">", "<="),
    (re.compile(f"超过 {_NUMBER}、不足 {_NUMBER}"), ">", "<"),
)


def _holds(sign: str, value: Fraction, limit: Fraction) -> bool:
    return {
        ">=": value >= limit, ">": value > limit, "<=": value <= limit, "<": value < limit,
        "==": value == limit,
    }[sign]  # fmt: skip


def _read(number: str, percent: str) -> Fraction:
    plain = Fraction(number.replace(",", ""))
    return plain / 100 if percent else plain


def _printed_holds(text: str, value: Fraction) -> bool | None:
    """Say whether a printed band lets a value through; ``None`` for one that is no band."""
    if text == "不限":
        return True
    text = re.sub("（[^）]*）", "", text)  # which parameter the limit is
    for pattern, low, high in _BETWEEN:
        if found := pattern.fullmatch(text):
            first, second = _read(*found.groups()[:2]), _read(*found.groups()[2:])
            return _holds(low, value, first) and _holds(high, value, second)
    for pattern, sign in _BANDS:
        if found := pattern.fullmatch(text):
            return _holds(sign, value, _read(*found.groups()))
    return None


def _edges(test: CellTest, column: TableColumn) -> Iterator[Fraction]:
    """Yield the ends of what a cell lets through, one step below and one above each."""
    step = column.step or Fraction(1, 100)
    for each in test.values if isinstance(test.values, tuple) else ():
        for cut in (each.start, each.stop):
            if is_finite(cut):
                yield from (cut[1] - step, cut[1], cut[1] + step)


def _tables(ref: str) -> Iterator[tuple[str, DecisionTable, Table]]:
    """Yield the decision tables of a pack, each as the engine has it and as it is printed."""
    printed = {part.id: part for part in _parts(ref)}
    for step in pack(ref).check_assembly().steps:
        if isinstance(step, TableStep):
            names = {step.definition.policy, step.key.name}
            found = [
                table
                for name, table in printed.items()
                if name.endswith("-table-rows") and name.split("-")[1] in names
                and len(table.rows) == len(step.table.rows)
            ]  # fmt: skip
            if len(found) == 1:
                yield step.key.name, step.table, found[0]


@pytest.mark.parametrize("ref", ["telecom-7x24", "insurance-hotline", "outsourced"])
def test_a_printed_band_lets_through_what_the_engine_does(ref: str) -> None:
    tried = 0
    for _, table, printed in _tables(ref):
        for row, cells in zip(table.rows, printed.rows, strict=True):
            for column, test, cell in zip(table.columns, row.tests, cells, strict=False):
                for value in _edges(test, column):
                    shown = _printed_holds(cell.text, value)
                    assert shown is not None, cell.text
                    assert shown is test.holds(value), (cell.text, value)
                    tried += 1

    assert tried


@pytest.mark.parametrize("ref", ["telecom-7x24", "insurance-hotline", "outsourced"])
def test_a_printed_amount_is_what_the_row_pays(ref: str) -> None:
    for name, table, printed in _tables(ref):
        for row, cells in zip(table.rows, printed.rows, strict=True):
            for given, cell in zip(row.outputs, cells[len(table.columns) :], strict=False):
                if given.currency:
                    number = re.sub(r"[^\d.]", "", cell.text)
                    assert Fraction(number) == given.number, name


def test_the_edge_of_the_bonus_belongs_to_the_upper_band() -> None:
    tables = {name: printed for name, _, printed in _tables("telecom-7x24")}
    first = tables["monthly_bonus_by_table"].rows[0]

    assert [each.text for each in first] == ["85 及以上", "不超过 10%", "¥500.00"]
    assert _printed_holds(first[0].text, Fraction(85))
    assert not _printed_holds(first[0].text, Fraction("84.99"))


# -- worked examples ----------------------------------------------------------------------------


def _parts(ref: str) -> list[Table]:
    parts = (part for section in document(ref).sections for part in section.parts)
    return [each for each in parts if isinstance(each, Table)]


@pytest.mark.parametrize("ref", ["telecom-7x24", "insurance-hotline", "outsourced"])
def test_an_example_shows_what_the_engine_and_its_case_come_to(ref: str) -> None:
    made, locale = book(ref), entries(ref).teller.words.locale
    shown = [(rule, each) for rule in made.rules for each in made.examples[rule.key]]

    assert shown
    printed = {part.id: part for part in _parts(ref)}
    for rule, each in shown:
        place = each.settlement.employees.index(each.employee)
        column = each.settlement.results.column_at(each.figure, place)
        value, expected = each.value, _expected(each)
        assert column is not None
        assert not isinstance(value, NotApplicable)
        table = printed[f"example-{rule.card.name}-{each.figure}"]
        unit = column.step.type.unit
        told = entries(ref).teller.value(value) if isinstance(value, str) else ""
        assert table.foot[0][1].text == (told or write_value(value, unit, locale=locale))
        if isinstance(value, Missing):
            assert expected == "missing"
        else:
            type_, carrier = column.step.type, column.step.carrier
            assert encode(value, type_, carrier) == encode(expected, type_, carrier)
        assert CaseRunner(pack(ref)).run(each.case).passed


def _expected(example: Example) -> str:
    """Return what the case expects of the figure that is shown."""
    case, kind = example.case, example.kind
    subjects = case.expect if kind is None else case.groups[kind]
    return subjects[example.employee][example.figure]


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
@pytest.mark.parametrize("ref", ["telecom-7x24", "insurance-hotline", "outsourced"])
def test_an_example_is_titled_in_words(ref: str, locale: str) -> None:
    cases = {each.name for each in book(ref).worked.found.cases if not each.name.isalpha()}
    titles = [
        part.caption
        for part in parts_of(document(ref, locale))
        if isinstance(part, Table) and part.id.startswith("example-")
    ]

    assert titles
    for title in titles:
        assert cases.isdisjoint(re.split(r"[ ,、：（）()]", title)), title


@pytest.mark.parametrize("ref", ["telecom-7x24", "insurance-hotline", "outsourced"])
def test_a_line_without_an_example_is_one_no_case_shows(ref: str) -> None:
    made, examples = book(ref), book(ref).worked.found
    shown = {name for case in examples.cases for each in case.expect.values() for name in each}
    for rule in made.rules:
        told = {each.figure for each in made.examples[rule.key]}
        for figure in set(examples.figures(rule)) - told:
            usable = figure in shown and rule.card.section != "scorecards"
            cases = [
                case.name
                for case in examples.cases
                for who, each in case.expect.items()
                if each.get(figure, "none") != "none" and figure not in case.pin.get(who, {})
            ]
            assert not (usable and cases), (rule.key, figure, cases[:3])


@pytest.mark.parametrize("locale", LOCALES)
def test_an_example_is_told_in_the_language_of_the_booklet(locale: str) -> None:
    tables = [
        part
        for section in document("insurance-hotline", locale).sections
        for part in section.parts
        if isinstance(part, Table) and part.id.startswith("example-")
    ]

    assert len(tables) > 5
    chinese = re.compile(r"[\u4e00-\u9fff]")
    captions = [bool(chinese.search(each.caption)) for each in tables]
    assert set(captions) == {locale != "en"}
