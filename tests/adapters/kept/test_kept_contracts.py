"""States kept under one threshold answer another: that of a changed pack, or one asked for."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import ccops
from ccops.errors import DataError, ReadError
from ccops.messages import has_message
from tests import loaded

if TYPE_CHECKING:
    from ccops.center import Center

ROOT: Final = Path(__file__).parents[3]
LOG: Final = ROOT / "examples" / "data" / "queue_log"
FORMULAS: Final = ["f1", "f2", "f3", "f4", "f5"]


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("read") / "records"
    center = loaded.center(plugins="installed")
    center.store.write([LOG], folder, adapter="asterisk-queue-log", form="jsonl")
    return folder


@pytest.fixture(scope="module")
def within_25(tmp_path_factory: pytest.TempPathFactory) -> Center:
    """The center after its contracts were changed: 25 s instead of 15."""
    pack = tmp_path_factory.mktemp("changed") / "pack"
    shutil.copytree(ROOT / "rulepacks" / loaded.TELECOM, pack)
    contracts = pack / "contracts.yaml"
    contracts.write_text(contracts.read_text().replace("threshold: 15 s", "threshold: 25 s"))
    return ccops.Center.open(pack, plugins="installed")


@pytest.mark.parametrize("base", FORMULAS)
def test_a_pack_whose_threshold_was_changed_is_answered_without_the_records(
    records: Path, within_25: Center, tmp_path: Path, base: str
) -> None:
    before = loaded.center(plugins="installed").with_choices(sl_base=base)
    after = within_25.with_choices(sl_base=base)
    before.store.kpi(tmp_path, records, by=["queue"], form="jsonl")

    kept = after.store.kpi(tmp_path, by=["queue"])

    (visits,) = (each for each in kept.within() if "service_level" in each.indicators)
    (direct,) = (
        each
        for each in after.kpi(after.store.read(records).records, by=["queue"])
        if "service_level" in each.indicators
    )
    assert direct.keys
    for key in direct.keys:
        assert visits.value("service_level", key) == direct.value("service_level", key)
        assert visits.value("abandonment_rate", key) == direct.value("abandonment_rate", key)


@pytest.mark.parametrize("base", FORMULAS)
def test_another_threshold_may_be_asked_of_whole_contracts(
    records: Path, within_25: Center, tmp_path: Path, base: str
) -> None:
    asked, changed = (
        each.with_choices(sl_base=base) for each in (loaded.center(plugins="installed"), within_25)
    )
    visits = asked.store.read(records).records

    kept = asked.store.kpi(tmp_path, records, by=["queue", "day"], form="jsonl")

    own, other = kept.contracts(), kept.contracts(["25 s"])
    assert {each.contract.name for each in own.results} == {"telecom_15s"}
    assert {each.contract.name for each in other.results} == {"telecom_15s_within_25s"}
    for center, table in ((asked, own), (changed, other)):
        wanted = center.contracts(visits, by=["queue", "day"])
        for each in table.results:
            found = wanted.of("telecom_15s", *each.group)
            assert (each.of, each.over) == (found.of, found.over)
            assert (each.answered, each.abandoned) == (found.answered, found.abandoned)


def test_formulas_may_be_taken_otherwise_too(records: Path, tmp_path: Path) -> None:
    center = loaded.center(plugins="installed")
    center.with_choices(sl_base="f1").store.kpi(tmp_path, records, form="jsonl")

    other = center.with_choices(sl_base="f4").store.kpi(tmp_path)

    (wanted,) = (
        each
        for each in center.with_choices(sl_base="f4")
        .contracts(center.store.read(records).records)
        .results
        if each.contract.name == "telecom_15s"
    )
    assert [(each.of, each.over) for each in other.contracts().results] == [
        (wanted.of, wanted.over)
    ]
    with pytest.raises(ReadError, match="states-otherwise"):
        center.with_choices(sl_base="f5").store.kpi(tmp_path)


def test_where_no_service_level_is_kept_that_is_said(records: Path, tmp_path: Path) -> None:
    kept = loaded.center(plugins="installed").store.kpi(
        tmp_path, records, by=["agent"], form="jsonl"
    )

    with pytest.raises(DataError) as refused:
        kept.contracts(["20 s"])

    assert [each.code for each in refused.value.diagnostics] == ["levels-absent"]
    assert has_message("levels-absent")
