"""Under which readings a center checks its pack when it opens."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import ccops
from ccops.errors import RulePackError
from ccops.hooks import bundled_packs, gather
from ccops.messages import Label
from ccops.rulepack import Readings, load
from ccops.rules import Parameter, TypedFunction
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PACK = "telecom-7x24"


def as_it_is(count: int) -> int:
    return count


class Functions:
    @ccops.hookimpl
    def ccops_functions(self) -> Sequence[TypedFunction]:
        made = TypedFunction(
            name="as_it_is",
            label=Label(zh="原样", en="as it is"),
            parameters=(Parameter(name="count", unit=Unit.COUNT),),
            result=Unit.COUNT,
            run=as_it_is,
        )
        return (made,)


class Reports:
    @ccops.hookimpl
    def ccops_reports(self) -> Sequence[object]:
        return ()


def has_looked_further(center: ccops.Center) -> bool:
    """Say whether a finding is told that only another reading has."""
    return any("under" in each.args for each in center.pack.diagnostics)


@pytest.mark.parametrize("plugins", [(), (Reports(),)])
def test_a_pack_of_the_library_is_checked_as_it_is_taken(plugins: tuple[object, ...]) -> None:
    assert not has_looked_further(ccops.Center.open(PACK, plugins=plugins))


def test_beside_what_packs_can_name_it_is_checked_under_every_reading() -> None:
    assert has_looked_further(ccops.Center.open(PACK, plugins=(Functions(),)))


def test_the_check_of_a_pack_of_the_library_asks_every_reading() -> None:
    _, found = ccops.check_pack(PACK)
    assert any("under" in each.args for each in found)


def test_a_copy_is_somebody_elses_pack(tmp_path: Path) -> None:
    copy = tmp_path / PACK
    shutil.copytree(bundled_packs()[PACK], copy)
    assert has_looked_further(ccops.Center.open(copy))


def test_a_folder_of_the_same_name_is_somebody_elses_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / PACK
    shutil.copytree(bundled_packs()[PACK], copy)
    bonus = copy / "bonus.yaml"
    text = bonus.read_text(encoding="utf-8")
    assert "slices:" in text
    bonus.write_text(text.replace("slices:", "slice:", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RulePackError):
        ccops.Center.open(PACK)


def test_a_pack_that_was_only_read_is_refused_by_its_first_month(tmp_path: Path) -> None:
    copy = tmp_path / PACK
    shutil.copytree(bundled_packs()[PACK], copy)
    posts = copy / "organization.yaml"
    text = posts.read_text(encoding="utf-8")
    manager = "label: {zh: 客户服务中心经理, en: center manager}\n"
    assert manager in text
    above = f"{manager}    reports_to: [agent]\n"
    posts.write_text(text.replace(manager, above, 1), encoding="utf-8")
    pack = load(copy, gather(()).catalog, readings=Readings.LATER)
    center = ccops.Center.open(pack)

    with pytest.raises(RulePackError) as refused:
        center.month("2026-10", employees=[])

    assert "reporting-loop" in {each.code for each in refused.value.diagnostics}
