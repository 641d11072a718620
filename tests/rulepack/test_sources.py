"""What a pack assumes, and the findings it lets stand, with their places."""

from __future__ import annotations

from ccops.rulepack import pack_sources
from tests import loaded


def test_assumed_rules_and_parameters_are_listed_with_reason_and_place() -> None:
    found = pack_sources(loaded.pack(plugins="installed"))

    listed = {(each.section, each.name): each for each in found.assumed}
    assert {"parameters", "figures", "scorecards", "choices"} <= {one for one, _ in listed}
    night = listed["parameters", "night_share"]
    assert night.because.zh
    assert str(night.place).startswith("telecom-7x24/parameters.yaml:")
    assert all(each.because.zh or each.because.en for each in found.assumed)
    assert len(listed) == len(found.assumed)


def test_what_has_a_clause_is_not_assumed() -> None:
    pack = loaded.pack(plugins="installed")

    names = {each.name for each in pack_sources(pack).assumed}

    sourced = {
        each.name
        for each in pack.rules.section("parameters")
        if each.origin.source.startswith("S1-")
    }
    assert sourced
    assert not sourced & names


def test_accepted_findings_are_listed_with_code_and_place() -> None:
    found = pack_sources(loaded.pack(plugins="installed"))

    (accepted,) = [each for each in found.accepted if each.code == "not-monotone"]
    assert accepted.because.en == "cell by cell as printed"
    assert str(accepted.place).startswith("telecom-7x24/bonus.yaml:")
