"""Files of cases stand aside: a month is settled without reading them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.hooks import gather
from ccops.messages import Severity
from ccops.rulepack import check, load
from ccops.rulepack.cases import read_cases
from ccops.rulepack.documents.aside import holds_cases_alone

if TYPE_CHECKING:
    from pathlib import Path

CATALOG = gather(()).catalog
PACK = """\
pack:
  id: aside
  version: 1
  zone: Asia/Shanghai
  currency: CNY
  locale: zh_CN
  effective: 2026-01-01
  jurisdiction: none
  default_calendar: month
calendars:
  month: {cutoff_day: 31}
facts:
  calls: {label: {zh: 通话, en: calls}, unit: count}
figures:
  twice:
    for: employees
    label: {zh: 两倍, en: twice}
    unit: count
    is: calls * 2
    source: S1-02
"""
CASES = """\
# 一例
cases:
  two_calls:
    source: S1-02
    because: {zh: 两个通话, en: two calls}
    period: 2026-01
    employees: {E1: {}}
    given: {E1: {calls: 2}}
    expect: {E1: {twice: 4}}
"""


def folder_of(tmp_path: Path, **files: str) -> Path:
    """Write the files of a pack; ``cases__one`` lies in a folder of its own."""
    for name, text in files.items():
        path = tmp_path / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_cases_are_read_when_asked_for(tmp_path: Path) -> None:
    pack = load(folder_of(tmp_path, pack=PACK, cases__one=CASES), CATALOG)
    assert pack.source_document.get("cases") is None
    cases, problems = read_cases(pack)
    assert [each.name for each in cases] == ["two_calls"]
    assert not [each for each in problems if each.severity is Severity.ERROR]


def test_a_broken_file_of_cases_stops_no_month_but_the_check(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, pack=PACK, cases__one=CASES + "  two_calls: {}\n  b: [\n")
    assert load(folder, CATALOG).id == "aside"
    pack, found = check(folder, CATALOG)
    assert pack is None
    wrong = {each.span.file for each in found if each.severity is Severity.ERROR and each.span}
    assert wrong == {f"{folder.name}/cases/one.yaml"}


def test_an_id_declared_in_two_files_of_cases_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, pack=PACK, cases__one=CASES, cases__two=CASES)
    codes = [each.code for each in check(folder, CATALOG)[1]]
    assert codes.count("id-declared-twice") == 1


def test_rules_beside_cases_are_read_with_the_pack(tmp_path: Path) -> None:
    text = CASES + "parameters:\n  most:\n    unit: count\n    values: {2026-01-01: 3}\n"
    folder = folder_of(tmp_path, pack=PACK, cases__one=text)
    pack, found = check(folder, CATALOG)
    assert pack is None
    assert "source-missing" in [each.code for each in found]


@pytest.mark.parametrize(
    "text",
    [
        "cases: {}\nfigures: {}\n",
        "cases: {}\rfigures: {}\n",
        "cases: {}\N{LINE SEPARATOR}figures: {}\n",
        "cases: {}\N{NEXT LINE}figures: {}\n",
        " cases: {}\n figures: {}\n",
        "cases: {a: 1,\nfigures: 2}\n",
        "{cases: {}, figures: {}}\n",
        "--- {cases: {}, figures: {}}\n",
        "? figures\n: {}\n",
        '"cases": {}\n',
        "cases: {}\n---\nfigures: {}\n",
        "casesx: {}\n",
        "cases : {}\nfigures : {}\n",
        "# cases: {}\n",
        "",
    ],
)
def test_what_may_hold_anything_else_is_read_at_once(text: str) -> None:
    assert not holds_cases_alone(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "cases: {}\n",
        "cases:\r\n  a: {}\r\ndefaults: {}\r\n",
        "# 案例\n\n  # and more\ncases: {}",
        "defaults: {}\ncases:\n  a:\n    note: |\n      figures: none\n",
    ],
)
def test_plain_cases_stand_aside(text: str) -> None:
    assert holds_cases_alone(text.encode())
