"""``ccops demo`` of a pack that a plugin brings, on the month it brings beside it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Run

PLUGIN = """
from pathlib import Path

import ccops
from ccops.adapters import SampleInput

HERE = Path(__file__).parent


@ccops.hookimpl
def ccops_rulepacks():
    return {"acme-nights": HERE / "acme-nights"}


@ccops.hookimpl
def ccops_sample_months():
    return (
        SampleInput(
            pack="acme-nights",
            folder=HERE / "acme-september",
            period="2026-09",
            figure="night_pay",
        ),
    )
"""
PACK = """
pack: {id: acme-nights, version: 1, extends: base, label: {zh: 夜班中心, en: Acme nights},
  zone: Asia/Shanghai, currency: CNY, locale: en, effective: 2026-01-01, jurisdiction: none,
  default_calendar: performance}
roles:
  agent: {label: {zh: 座席代表, en: agent}, source: N-1}
facts:
  nights: {label: {zh: 夜班次数, en: nights}, unit: count, range: '[0..31]'}
parameters:
  night_rate: {label: {zh: 每晚津贴, en: a night}, unit: money, source: N-2,
    values: {2026-01-01: CNY 30}}
allowances:
  night_pay: {label: {zh: 夜班津贴, en: night pay}, for: employees, per: nights,
    amount: night_rate, payroll_code: N01, source: N-2}
"""
EMPLOYEES = """employee_id,employment_type,role,team,hired_on
E1,full_time,agent,A,2024-01-08
E2,full_time,agent,A,2025-03-01
"""
FACTS = "employee_id,nights\nE1,4\nE2,9\n"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the import path with a plugin that brings a pack and its month."""
    site = tmp_path / "site"
    info = site / "acme_nights-1.0.dist-info"
    files = {
        site / "acme_nights.py": PLUGIN,
        site / "acme-nights" / "pack.yaml": PACK,
        site / "acme-september" / "employees.csv": EMPLOYEES,
        site / "acme-september" / "facts.csv": FACTS,
        info / "METADATA": "Metadata-Version: 2.1\nName: acme-nights\nVersion: 1.0\n",
        info / "entry_points.txt": "[ccops]\nacme-nights = acme_nights\n",
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.syspath_prepend(site)
    yield site
    sys.modules.pop("acme_nights", None)


def test_a_pack_of_a_plugin_is_shown_on_the_month_it_brings(
    run: Run, installed: Path, tmp_path: Path
) -> None:
    ran = run("demo", "--pack", "acme-nights", "-o", tmp_path / "shown", "--json")

    assert ran.code == 0, ran.err
    assert (ran.json["period"], ran.json["employees"], ran.json["final"]) == ("2026-09", 2, True)
    page = (tmp_path / "shown" / "statements-en.html").read_text("utf-8")
    assert "CN¥270.00" in page
    copied = tmp_path / "shown" / "input" / "facts.csv"
    assert copied.read_bytes() == (installed / "acme-september" / "facts.csv").read_bytes()


def test_it_tells_how_to_ask_on(run: Run, installed: Path, tmp_path: Path) -> None:
    assert installed.is_dir()

    ran = run("demo", "--pack", "acme-nights", "-o", tmp_path / "shown")

    assert "E1 night_pay --pack acme-nights" in ran.out
    assert "--adapter" not in ran.out


@pytest.mark.parametrize("words", [("--period", "2026-10"), ("--seed", "7")])
def test_a_month_of_files_knows_no_other_period_and_no_seed(
    run: Run, installed: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    assert installed.is_dir()

    ran = run("demo", "--pack", "acme-nights", *words, "-o", tmp_path / "shown")

    assert ran.code == 2
    assert "2026-09" in ran.err
    assert not (tmp_path / "shown").exists()
