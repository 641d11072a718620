from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.center import Center, check_pack, load_pack
from ccops.errors import DataError, SettlementError
from ccops.rulepack.cases import read_cases, run_cases
from ccops.rulepack.formatting.layout import format_yaml
from ccops.rulepack.starting.packs import open_again, start_pack, starters
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.cli.conftest import Run

E01 = {"employee_id": "E01", "role": "agent", "team": "A", "hired_on": "2020-01-01",
       "employment_type": "full_time"}  # fmt: skip


@pytest.fixture(scope="module", params=starters())
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack just started, one for each starter."""
    folder = tmp_path_factory.mktemp("started") / "north"
    start_pack(folder, id_="north", parent=load_pack(request.param))
    return folder


#: What every center of mainland China has to say for itself.
LEGAL = frozenset({"cn-19", "minimum-wage-undeclared"})


#: What a month has to decide, where its pack asks for it: no theme of awards.
DECISIONS: Mapping[str, object] = {
    "award_themes": [],
    "handled_share": "20%",
    "forecast_calls": 20_000,
    "planned_agents": 3,
}


def _decided(center: Center) -> dict[str, object]:
    """Return what every month of a new pack has to decide."""
    declared = center.pack.rules.by_name("per_period")
    return {name: each for name, each in DECISIONS.items() if name in declared}


def test_there_is_a_starter_for_every_bundled_pack() -> None:
    assert starters() == ("base", "insurance-hotline", "outsourced", "telecom-7x24")


def test_a_new_pack_has_no_finding_but_its_open_questions(started: Path) -> None:
    pack, found = check_pack(started)

    assert pack is not None, found
    assert pack.id == "north"
    own = [each.code for each in found if each.span and each.span.file.startswith("north/")]
    assert own.count("question-open") == len(pack.resolution.open) >= 2
    is_stated = "local_minimum_wage" in pack.rules.by_name("facts")
    assert set(own) == {"question-open", "cn-19"} | (set() if is_stated else LEGAL)
    told = [each for each in found if each.code not in ("question-open", *LEGAL)]
    inherited = {(each.code, each.span) for each in told}
    parent = load_pack(pack.places[1]).diagnostics
    assert inherited <= {(each.code, each.span) for each in parent}


def test_the_cases_of_a_new_pack_pass_and_are_well_written(started: Path) -> None:
    pack = load_pack(started)

    cases, problems = read_cases(pack)

    assert problems == ()
    results = run_cases(pack, cases)
    assert results
    assert [each.problem for each in results if not each.passed] == []
    assert all(each.passed for each in results)


def test_a_new_pack_settles_nothing_before_its_questions_are_decided(started: Path) -> None:
    center = Center.open(started)

    with pytest.raises(SettlementError) as caught:
        center.month("2026-10", employees=[E01])

    assert {each.code for each in caught.value.diagnostics} == {"question-undecided"}
    decided = {name: each.provisional for name, each in center.pack.choices.items()}
    month = center.with_choices(**decided).month(
        "2026-10", employees=[E01], decisions=_decided(center)
    )
    assert month.facts() is not None


def test_a_new_pack_is_written_as_packs_are_written(started: Path) -> None:
    for path in started.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert format_yaml(text, path.name) == (text, ()), path


def test_the_questions_opened_again_are_assumed_and_move_a_pay_line() -> None:
    parent = loaded.pack()

    opened = open_again(parent)

    assert "rank_pool" in opened
    assert "sl_base" not in opened  # a service level moves no pay
    assert all(each.origin.source == "assumed" for each in opened.values())


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(DataError) as caught:
        start_pack(tmp_path, id_="north", parent=loaded.pack("base"))

    assert [each.code for each in caught.value.diagnostics] == ["start-not-empty"]
    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("id_", ["", "North", "7x24", "a b", "a_b", "中心"])
def test_an_id_is_a_word_of_small_letters(tmp_path: Path, id_: str) -> None:
    with pytest.raises(DataError) as caught:
        start_pack(tmp_path / "x", id_=id_, parent=loaded.pack("base"))

    assert [each.code for each in caught.value.diagnostics] == ["start-id-wrong"]
    assert not (tmp_path / "x").exists()


def test_the_verb_says_what_to_do_next(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "south"

    ran = run("pack", "new", folder, "--locale", "zh_CN")

    assert ran.code == 0, ran.err
    assert "pack check" in ran.out
    assert (folder / "cases" / "bonus.yaml").is_file()
    again = run("pack", "new", folder)
    assert again.code == 1
    assert "[start-not-empty]" in again.err


def test_questions_nobody_has_decided_come_first(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "west"
    run("pack", "new", folder, "--extends", "telecom-7x24")

    listed = run("pack", "choices", folder, "--json").json["choices"]
    told = run("pack", "choices", folder, "--open", "--locale", "zh_CN").out

    states = [each["open"] for each in listed]
    assert states == sorted(states, reverse=True)
    assert {each["pack"] for each in listed} == {"west", "telecom-7x24"}
    decided = next(each for each in listed if each["id"] == "bonus_reading")
    assert decided["by"]
    assert decided["on"] == "2022-10-01"
    assert decided["rules"] == ["bonuses.monthly_bonus"]
    assert "rank_pool [未定]" in told
    assert "bonus_reading" not in told


def test_sources_say_from_which_pack_a_rule_is(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "east"
    run("pack", "new", folder, "--extends", "telecom-7x24")

    ran = run("pack", "sources", folder, "--locale", "en")

    assert ran.code == 0, ran.err
    assert "(from the pack telecom-7x24)" in ran.out
    assert "choices.yaml:" in ran.out


def test_a_pack_where_one_stands_is_checked_as_by_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "north"
    start_pack(folder, id_="north", parent=load_pack("base"))
    with (folder / "organization.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "  left_handed: {label: {zh: 左撇子, en: left-handed}, is: \"team == 'idle'\"}\n"
        )
    monkeypatch.chdir(folder)

    by_name, here = (run("pack", "check", each, "--json").json for each in (folder, "."))

    codes = [each["code"] for each in here["diagnostics"]]
    assert "unused-name" in codes
    assert codes == [each["code"] for each in by_name["diagnostics"]]


def test_the_month_that_the_readme_of_a_new_pack_tells_of_is_settled(
    run: Run, tmp_path: Path
) -> None:
    folder, month = tmp_path / "north", tmp_path / "month"
    start_pack(folder, id_="north", parent=load_pack("base"))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    month.mkdir()
    columns = "employee_id,name,role,team,employment_type,hired_on"
    assert columns.replace(",", ", ") in " ".join(readme.split())
    who = "E1,Wang Fang,agent,A,full_time,2024-01-08"
    (month / "employees.csv").write_text(f"{columns}\n{who}\n", encoding="utf-8")
    facts = "employee_id,quality,attendance,basic_pay_due\nE1,90,100,CNY 3000\n"
    (month / "facts.csv").write_text(facts, encoding="utf-8")
    chosen = ("bonus_reading=from_the_top", "rank_pool=everybody", "ties=share_best",
              "unknown_key=block_all")  # fmt: skip

    settled = run(
        *("settle", "--pack", folder, "--period", "2026-10", "--input", month),
        *(word for each in chosen for word in ("--choose", each)),
        *("-o", tmp_path / "settled", "--locale", "en"),
    )

    assert settled.code == 0, settled.err
    assert "final: yes" in settled.out
