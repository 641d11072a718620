"""The pack of the center: checked, proved by its cases, and what its own kind of pay pays."""

from __future__ import annotations

from fractions import Fraction

import ccops_example
import pytest
from ccops_example import PACK

import ccops
from ccops.rulepack.cases import CaseRunner, read_cases, run_cases
from ccops.rulepack.formatting.layout import format_yaml
from ccops.rulepack.proving import measure_coverage, mutate


@pytest.fixture(scope="module")
def pack() -> ccops.Pack:
    return ccops.load_pack(PACK, plugins=[ccops_example])


def test_the_pack_has_no_finding() -> None:
    assert ccops.check_pack(PACK, plugins=[ccops_example])[1] == ()


def test_every_case_comes_out(pack: ccops.Pack) -> None:
    cases, problems = read_cases(pack)

    assert problems == ()
    assert [each for each in run_cases(pack, cases) if not each.passed] == []


def test_the_cases_reach_and_notice_the_rules(pack: ccops.Pack) -> None:
    runner, (cases, _) = CaseRunner(pack), read_cases(pack)

    coverage = measure_coverage(runner, cases)
    mutation = mutate(runner, cases, coverage)

    assert coverage.share >= Fraction(95, 100), [each.text("en") for each in coverage.missed]
    assert mutation.score >= Fraction(90, 100), mutation.survivors


def test_every_file_is_written_as_packs_are(pack: ccops.Pack) -> None:
    for path in sorted(pack.places[0].rglob("*.yaml")):
        text = path.read_text("utf-8")
        assert format_yaml(text, path.name) == (text, ()), path.name
