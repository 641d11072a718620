"""``ccops kpi --contracts``: one log under every contract and preset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
BANK = ROOT / "tests" / "packs" / "bank-week"
LOG = ROOT / "tests" / "data" / "synthetic_week" / "queue_log"
VERB = ("kpi", "--pack", BANK, "--adapter", "asterisk-queue-log", LOG, "--contracts")


def test_every_contract_and_preset_is_shown_with_what_it_counts(run: Run) -> None:
    ran = run(*VERB, "--json")

    assert ran.code == 0, ran.err
    (volume,) = ran.json["volumes"]
    assert volume["offered"] == sum(volume["outcomes"].values())
    by_name = {each["contract"]["name"]: each for each in ran.json["results"]}
    assert {f"sl_20s_f{n}" for n in range(1, 6)} < by_name.keys()
    wall = by_name["asterisk_20s"]
    assert wall["contract"]["preset"] == "asterisk"
    assert wall["contract"]["threshold_s"] == "20"
    assert wall["contract"]["source"].startswith("asterisk/asterisk")
    assert wall["level"][0] * wall["over"] == wall["level"][1] * wall["of"]
    assert wall["in_words"].startswith("answered within 20 s ÷ answered; exactly 20 s is within")
    assert ran.json["read"]["duplicate"] == 40


@pytest.mark.parametrize(
    ("locale", "volume", "terms"),
    [
        ("en", "offered 5,385 = answered 4,829 + abandoned 429", "answered once connected"),
        ("zh_CN", "呼入 5,385 = 接起 4,829 + 放弃 429", "接通即算接起"),
        ("zh_TW", "呼入 5,385 = 接起 4,829 + 放棄 429", "接通即算接起"),
    ],
)
def test_the_table_is_told_in_words(run: Run, locale: str, volume: str, terms: str) -> None:
    ran = run(*VERB, locale=locale)

    assert ran.out.startswith(volume)
    assert ran.out.count(terms) == 6
    assert "61.45%  2,966 / 4,827" in ran.out


def test_contracts_by_half_hour_are_told_by_their_own_instants(run: Run) -> None:
    ran = run(*VERB, "--by", "queue,half_hour", "--json")

    arrival, end = (
        [row for row in ran.json["results"] if row["contract"]["name"] == name]
        for name in ("sl_20s_f2", "asterisk_20s")
    )
    assert sum(row["over"] for row in arrival) == 4_829
    assert {row["group"]["queue"] for row in arrival} == {row["group"]["queue"] for row in end}
    assert any(row["group"]["half_hour"] is None for row in end)
    assert all(row["group"]["half_hour"] for row in arrival)


def test_thresholds_of_presets_may_be_said(run: Run) -> None:
    ran = run(*VERB, "--within", "15s", "--within", "30 s", "--json")

    names = [each["contract"]["name"] for each in ran.json["results"]]
    assert [each for each in names if each.startswith("asternic_")] == [
        "asternic_15s",
        "asternic_30s",
        "asternic_answered",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "agent"), "queue, day, half_hour, hour"),
        (("--within", "soon"), "write a duration such as 20 s"),
    ],
)
def test_what_cannot_be_asked_is_told(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run(*VERB, *words)

    assert ran.code in (1, 2)
    assert told in ran.err


def test_thresholds_without_contracts_are_wrong_usage(run: Run) -> None:
    ran = run(*VERB[:-1], "--within", "20s")

    assert ran.code == 2
    assert "--contracts" in ran.err


@pytest.mark.parametrize(
    ("table", "locale", "said"),
    [
        (("--contracts",), "en", "contracts are not asked by team; groups: queue, day"),
        (("--contracts",), "zh_CN", "服务水平口径不能按 team 分组；可用分组：queue"),
        ((), "en", "no indicator of the pack is asked by team; groups: "),
        ((), "zh_CN", "规则包没有按 team 分组的指标；可用分组："),
    ],
)
def test_a_group_that_is_not_there_is_told_in_the_language_of_the_terminal(
    run: Run, table: tuple[str, ...], locale: str, said: str
) -> None:
    ran = run(*VERB[:-1], *table, "--by", "team", locale=locale)

    assert ran.code == 2
    assert said in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--contracts", "--attributions"), "--contracts does not go with --attributions"),
        (("--contracts", "--contract", "sl_20s_f1"), "--contracts does not go with --contract"),
        (("--attributions", "--by", "queue"), "--attributions does not go with --by"),
    ],
)
def test_no_option_of_another_table_is_left_out_without_a_word(
    run: Run, options: tuple[str, ...], said: str
) -> None:
    ran = run(*VERB[:-1], *options)

    assert ran.code == 2
    assert said in ran.err
