"""Two centers with different plugins live in one process and do not see each other."""

from __future__ import annotations

import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

import ccops
from tests.guest import two_hosts
from tests.guest.two_hosts import North, South

if TYPE_CHECKING:
    from pathlib import Path

PACK = """
pack: {id: counted, version: 1, zone: Asia/Shanghai, currency: CNY, locale: en,
  effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {cutoff_day: 31}}
roles: {agent: {label: {zh: 座席代表, en: agent}, source: M-01}}
facts: {nights: {label: {zh: 夜班, en: nights}, unit: count, range: '[0..31]'}}
figures:
  paid_nights:
    for: employees
    label: {zh: 计薪夜班, en: paid nights}
    unit: count
    is: counted(nights)
    source: M-02
    accept: [{code: unused-name, because: {zh: 试, en: test}}]
"""
E1 = {"employee_id": "E1", "employment_type": "full_time", "role": "agent", "team": "A",
      "hired_on": "2024-01-08"}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "counted"
    place.mkdir()
    (place / "pack.yaml").write_text(PACK, encoding="utf-8")
    return place


def _paid(center: ccops.Center) -> object:
    month = center.month("2026-10", employees=[E1])
    return month.settle(month.facts({"E1": {"nights": 4}})).value("E1", "paid_nights")


def test_each_center_calls_the_function_of_its_own_plugin(folder: Path) -> None:
    north = ccops.Center.open(folder, plugins=[North()])
    south = ccops.Center.open(folder, plugins=[South()])

    assert [_paid(each) for each in (north, south, north)] == [8, 12, 8]


def test_a_center_without_the_plugin_does_not_know_its_names(folder: Path) -> None:
    ccops.Center.open(folder, plugins=[North()])

    with pytest.raises(ccops.RulePackError) as caught:
        ccops.Center.open(folder)

    errors = [
        each.code for each in caught.value.diagnostics if each.severity is ccops.Severity.ERROR
    ]
    assert errors == ["unknown-function"]


def test_a_pack_of_one_center_is_refused_by_the_other(folder: Path) -> None:
    pack = ccops.load_pack(folder, plugins=[North()])

    with pytest.raises(ccops.RulePackError) as caught:
        ccops.Center.open(pack)

    assert [each.code for each in caught.value.diagnostics] == ["pack-other-catalog"]


def test_centers_with_different_plugins_are_opened_by_threads_at_once(folder: Path) -> None:
    gate = threading.Barrier(8)

    def one(number: int) -> object:
        gate.wait()
        return _paid(ccops.Center.open(folder, plugins=[(North, South)[number % 2]()]))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(8))) == [8, 12] * 4


def test_a_center_is_pickled_with_its_plugins(folder: Path) -> None:
    south = ccops.Center.open(folder, plugins=[two_hosts, South()])

    again = pickle.loads(pickle.dumps(south))  # noqa: S301 - our own bytes

    assert _paid(again) == 12
    assert [str(each) for each in again.plugins.infos] == [
        str(each) for each in south.plugins.infos
    ]


def test_a_center_with_what_is_installed_is_pickled() -> None:
    center = ccops.Center.open("base", plugins="installed")

    again = pickle.loads(pickle.dumps(center))  # noqa: S301 - our own bytes

    assert again.plugins.infos == center.plugins.infos
    assert again.pack.digest == center.pack.digest
