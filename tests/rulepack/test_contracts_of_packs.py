"""Contracts as packs write them: formulas by number, presets, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.rulepack import load
from ccops.rulepack.cases import read_cases, run_cases

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

HEAD = """\
pack:
  id: mine
  version: 1
  extends: base
"""
DEFAULTS = "defaults: {role: agent, team: A, employment_type: full_time, hired_on: 2020-01-01}\n"
PLAIN = "inclusive: yes, abandoned: [abandoned], answered_at: connect, bucket_by: arrival"
INDICATOR = """\
  {name}_level:
    label: {{zh: 水平, en: level}}
    over: queue_visit
    contract: {name}
    better: neither
    by: [queue, day, half_hour]
    source: GC-70
"""
CASE = """\
cases:
  of-the-manual:
    period: 2026-10
    records: {{queue_visit: [{rows}]}}
    measures: {{{measures}}}
    because: of the manual
    source: GC-70
"""


def rows(*parts: tuple[int, str]) -> str:
    told = "{{outcome: {}, arrival_day: 2026-10-05}}"
    return ", ".join(told.format(cells) for times, cells in parts for _ in range(times))


def contracts(**terms: str) -> str:
    label = "label: {zh: 口径, en: contract}, source: GC-70"
    listed = "".join(f"  {name}: {{{label}, {said}}}\n" for name, said in terms.items())
    made = "".join(INDICATOR.format(name=name) for name in terms)
    return f"contracts:\n{listed}indicators:\n{made}"


def of_base(base: str, more: str = "") -> str:
    return f"base: {base}, threshold: 20 s, {PLAIN}{more}"


SHORT = ", short_abandon: 5 s, short_inclusive: yes"
FIVE = {
    **{base: of_base(base) for base in ("f1", "f2", "f3", "f4")},
    "f5": of_base("f5", SHORT),
}
EXITS = "abandoned: [abandoned], answered_at: connect, bucket_by: arrival"
RATES = {
    "lost": f"base: abandoned, {EXITS}",
    "lost_late": f"base: abandoned, {EXITS}{SHORT}",
    "connected": f"base: answered, {EXITS}",
}


@pytest.mark.parametrize(
    ("said", "records", "measures"),
    [
        pytest.param(
            FIVE,
            rows(
                (860, "answered, wait: 20 s"),
                (140, "answered, wait: 20.4 s"),
                (10, "abandoned, wait: 5 s"),
                (10, "abandoned, wait: 20 s"),
                (40, "abandoned, wait: 21 s"),
                (3, "open"),
            ),
            {
                "f1": "880/1060",
                "f2": "860/1000",
                "f3": "860/1060",
                "f4": "860/1040",
                "f5": "870/1060",
            },
            id="GC-70",
        ),
        pytest.param(
            {"ignore": of_base("f4"), "negative": of_base("f3"), "positive": of_base("f1")},
            rows(
                (70, "answered, wait: 20 s"),
                (20, "answered, wait: 21 s"),
                (10, "abandoned, wait: 3 s"),
            ),
            {"ignore": "70/90", "negative": "70/100", "positive": "80/100"},
            id="GC-71",
        ),
        pytest.param(
            RATES,
            rows((1_000, "answered"), (10, "abandoned, wait: 5 s"), (50, "abandoned, wait: 6 s")),
            {"lost": "60/1060", "lost_late": "50/1050", "connected": "1000/1060"},
            id="GC-75",
        ),
    ],
)
def test_figures_of_the_manual_come_out_of_contracts(
    shelf: Shelf, said: dict[str, str], records: str, measures: dict[str, str]
) -> None:
    told = ", ".join(f"{name}_level: {value}" for name, value in measures.items())
    case = CASE.format(rows=records, measures=told)
    shelf.put("mine", pack=HEAD, rules=contracts(**said), cases=DEFAULTS + case)
    pack = load("mine", shelf.catalog)

    (result,) = run_cases(pack, read_cases(pack)[0])

    assert result.passed, result


def test_a_contract_takes_a_preset_and_says_only_the_threshold(shelf: Shelf) -> None:
    said = contracts(wall="preset: asterisk_sl2, threshold: 20 s")
    records = rows(
        (6, "answered, completed: yes, wait: 20 s, end_day: 2026-10-05"),
        (2, "answered, completed: no, wait: 20 s"),
        (1, "timeout, wait: 60 s, end_day: 2026-10-05"),
        (1, "abandoned, wait: 2 s, end_day: 2026-10-05"),
    )
    case = CASE.format(rows=records, measures="wall_level: 7/8")
    shelf.put("mine", pack=HEAD, rules=said, cases=DEFAULTS + case)
    pack = load("mine", shelf.catalog)

    (result,) = run_cases(pack, read_cases(pack)[0])

    assert result.passed, result


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("threshold: 20 s, inclusive: yes", ["key-missing"] * 4),
        ("preset: asterisk", ["contract-needs"]),
        ("preset: asteriks, threshold: 20 s", ["word-unknown"]),
        ("preset: wazo_answered, threshold: 20 s", ["contract-unused"]),
        (of_base("f2", ", open_calls: counted"), ["contract-open-calls"]),
        (f"base: f3, threshold: 20 s, {EXITS}", ["contract-needs"]),
    ],
)
def test_a_contract_that_says_too_little_or_too_much_is_told(
    shelf: Shelf, said: str, codes: list[str]
) -> None:
    shelf.put("mine", pack=HEAD, rules=contracts(wall=said))

    pack, found = shelf.check("mine")

    assert pack is None
    told = [each.code for each in found if each.severity.value == "error"]
    assert told == codes
