"""``ccops calendar``: a year as a pack or a library has it, and one written into a pack."""

from __future__ import annotations

import datetime as dt
import os
import sys
from typing import TYPE_CHECKING, Final

import pytest

from ccops.errors import DataError
from ccops.messages import Label
from ccops.rulepack.formatting.layout import format_yaml
from ccops.rulepack.year_writing import freeze_year, year_text
from ccops.worktime import WorkYear

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

PACK: Final = """\
pack:
  {id: sample, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month, work_calendar: cn}
calendars: {month: {}}
work_years:
  cn_2026:
    year: 2026
    statutory: [2026-10-01, 2026-10-02, 2026-10-03]
    bridge_off: [2026-10-05]
    bridge_work: [2026-10-10]
    source: notice of 2025-11-04
"""
LABEL: Final = Label(zh="法定节假日", en="statutory holidays")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    return folder


def a_year(*, is_confirmed: bool = True) -> WorkYear:
    kinds = {dt.date(2027, 1, day): "statutory" for day in range(1, 9)}
    return WorkYear(year=2027, kinds=kinds, is_confirmed=is_confirmed, source="holidays 0.200")


def test_a_year_is_shown_as_the_pack_lists_it(run: Run, pack: Path) -> None:
    ran = run("calendar", "show", "--pack", pack, "--year", "2026", "--json")

    assert ran.code == 0, ran.err
    assert ran.json["statutory"] == ["2026-10-01", "2026-10-02", "2026-10-03"]
    assert (ran.json["confirmed"], ran.json["workdays"]) == (True, 259)
    spoken = run("calendar", "show", "--pack", pack, "--year", "2026", locale="zh_CN")
    assert "法定节假日：3 天" in spoken.out
    assert "2026 年：工作日 259 天（notice of 2025-11-04）" in spoken.out


def test_either_a_pack_or_a_calendar_is_asked(run: Run, pack: Path) -> None:
    neither = run("calendar", "show", "--year", "2026")
    both = run("calendar", "show", "--year", "2026", "--pack", pack, "--calendar", "cn")
    wrong = run("calendar", "show", "--year", "2026", "--calendar", "nc", locale="zh_CN")

    assert (neither.code, both.code, wrong.code) == (2, 2, 1)
    assert "工作日历" in wrong.err


def test_a_year_of_the_library_is_written_into_a_pack_once(run: Run, pack: Path) -> None:
    pytest.importorskip("holidays")

    first = run("calendar", "freeze", pack, "--year", "2025")
    again = run("calendar", "freeze", pack, "--year", "2025", "--json")
    checked = run("pack", "check", pack)
    shown = run("calendar", "show", "--pack", pack, "--year", "2025", "--json")

    assert (first.code, again.code) == (0, 1), first.err
    assert "calendar-frozen" in again.err
    assert checked.code == 0, checked.err
    assert (len(shown.json["statutory"]), shown.json["workdays"]) == (13, 248)
    assert run("pack", "fmt", "--check", pack).code == 0


def test_a_year_that_is_not_confirmed_is_shown_with_that_mark_and_not_written(
    run: Run, pack: Path
) -> None:
    pytest.importorskip("holidays")

    shown = run("calendar", "show", "--calendar", "cn", "--year", "2099")
    ran = run("calendar", "freeze", pack, "--calendar", "cn", "--year", "2099")

    assert "NOT CONFIRMED" in shown.out
    assert ran.code == 1
    assert "calendar-unconfirmed" in ran.err
    assert not (pack / "calendar-2099.yaml").exists()


def test_a_year_nobody_has_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK.replace(", work_calendar: cn", ""), "utf-8")

    shown = run("calendar", "show", "--pack", folder, "--year", "2027")
    frozen = run("calendar", "freeze", folder, "--year", "2027")

    assert (shown.code, frozen.code) == (1, 2)
    assert "calendar-year-unknown" in shown.err
    assert "--calendar NAME" in frozen.err


def test_what_is_written_is_as_packs_are_formatted(tmp_path: Path) -> None:
    text = year_text("my-days", LABEL, a_year())

    assert format_yaml(text, "calendar-2027.yaml") == (text, ())
    assert "  my_days_2027:\n" in text
    assert "2027-01-06,\n       2027-01-07" in text
    path = freeze_year(tmp_path, "my-days", LABEL, a_year())
    assert path.read_text("utf-8") == text


def test_an_unconfirmed_year_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="calendar-unconfirmed"):
        freeze_year(tmp_path, "cn", LABEL, a_year(is_confirmed=False))
    assert list(tmp_path.iterdir()) == []


def test_without_the_library_the_extra_is_named_in_the_language_of_the_terminal(
    run_apart: Run, tmp_path: Path
) -> None:
    """A module that cannot be imported stands before the library, should it be installed."""
    (tmp_path / "holidays.py").write_text("raise ImportError('not here')\n", "utf-8")
    path = os.pathsep.join((str(tmp_path), *sys.path))
    words = ("calendar", "show", "--calendar", "cn", "--year", "2026")

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path)
        english, chinese = run_apart(*words), run_apart(*words, locale="zh_CN")

    assert (english.code, chinese.code) == (1, 1)
    assert "error: this needs the extra cn: pip install 'ccops[cn]'" in english.err
    assert "需要安装扩展 cn" in chinese.err
