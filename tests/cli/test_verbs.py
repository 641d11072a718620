from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.people import after_before, highest_paid

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PACK = "telecom-7x24"
PACKS = Path(__file__).parents[2] / "rulepacks"
UNUSED = Path(__file__).parents[1] / "packs" / "lints" / "unused-name" / "bad"
BANK = Path(__file__).parents[1] / "packs" / "bank-week"
ADAPTER = "asterisk-queue-log"
LOG = """\
917845194|1.1|NW|NONE|ENTERQUEUE||0|1
917845204|1.1|NW|Agent/ANAT|CONNECT|10|1.1|0
917845304|1.1|NW|Agent/ANAT|COMPLETECALLER|10|100|1
917845400|1.2|NW|NONE|ENTERQUEUE||0|1
917845430|1.2|NW|NONE|ABANDON|1|1|30
"""


def test_demo_writes_pages_and_says_what_each_reading_costs(demo: Path) -> None:
    names = {each.name for each in demo.iterdir()}

    assert {
        "input",
        "settlement",
        "statements-zh_CN.html",
        "kpi-en.html",
        "floor-en.html",
    } <= names


def test_demo_tells_in_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    ran = run("demo", "-o", tmp_path, "--locale", "en", locale="zh_CN")

    assert ran.code == 0
    assert "printed: CN¥" in ran.out
    assert {each.name for each in tmp_path.glob("statements-*.html")} == {"statements-en.html"}
    assert "demo-" not in ran.out


def test_demo_refuses_a_pack_without_a_sample_center(run: Run, tmp_path: Path) -> None:
    ran = run("demo", "--pack", "base", "-o", tmp_path / "out")

    assert ran.code == 2
    assert "telecom-7x24" in ran.err
    assert not (tmp_path / "out").exists()


def test_settling_the_same_folder_twice_writes_the_same_bytes(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    ran = run(
        "settle", "--pack", PACK, "--period", "2026-10", "--input", demo / "input",
        "--adapter", ADAPTER, *after_before(demo), "-o", tmp_path, "--json",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert ran.json["final"] is True
    for name in ("settlement.json", "facts.json", "closing.json"):
        assert (tmp_path / name).read_bytes() == (demo / "settlement" / name).read_bytes()


def test_another_reading_settles_to_another_bonus(run: Run, demo: Path, tmp_path: Path) -> None:
    ran = run(
        "settle", "--pack", PACK, "--period", "2026-10", "--input", demo / "input",
        "--adapter", ADAPTER, "--choose", "bonus_reading=slices", "-o", tmp_path,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    manifest = json.loads((tmp_path / "settlement.json").read_bytes())["manifest"]
    assert manifest["choices"]["bonus_reading"] == "slices"


def test_explain_ends_at_the_lines_of_the_log(run: Run, demo: Path) -> None:
    employee, _ = highest_paid(demo)

    ran = run(
        "explain", demo / "settlement", employee, "monthly_bonus", "--pack", PACK,
        "--records", demo / "input", "--adapter", ADAPTER,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert "S1-09" in ran.out
    assert "queue_log:" in ran.out
    assert "explain-" not in ran.out


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW", "en"])
def test_explanations_are_told_in_the_language_asked_for(
    run: Run, demo: Path, locale: str
) -> None:
    employee, _ = highest_paid(demo)

    ran = run(
        "explain", demo / "settlement", employee, "monthly_bonus", "--pack", PACK,
        "--locale", locale,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert ("月" in ran.out) is (locale != "en")


def test_explain_as_json_names_the_row_hit(run: Run, demo: Path) -> None:
    employee, _ = highest_paid(demo)

    ran = run(
        "explain",
        demo / "settlement",
        employee,
        "monthly_bonus_by_table",
        "--pack",
        PACK,
        "--json",
    )

    assert ran.json["schema"] == "ccops.explanation/1"
    assert [row["hit"] for row in ran.json["trace"]["rows"]].count(True) == 1


def test_a_tampered_settlement_is_refused(run: Run, demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo / "settlement", tmp_path / "settlement")
    path = tmp_path / "settlement" / "settlement.json"
    employee, paid = highest_paid(demo)
    path.write_bytes(path.read_bytes().replace(f'"{paid}"'.encode(), b'"900.00"', 1))

    ran = run("explain", path.parent, employee, "monthly_bonus", "--pack", PACK)

    assert ran.code == 1
    assert "settlement-differs" in ran.err


@pytest.mark.parametrize("form", ["html", "md", "json"])
def test_statements_of_one_employee_in_every_form(
    run: Run, demo: Path, tmp_path: Path, form: str
) -> None:
    employee, _ = highest_paid(demo)
    target = tmp_path / f"statement.{form}"

    ran = run(
        "report", demo / "settlement", "--pack", PACK, "--format", form,
        "--employee", employee, "--input", demo / "input", "-o", target, "--json",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert employee in target.read_text(encoding="utf-8")


def test_a_good_pack_has_no_errors(run: Run) -> None:
    ran = run("pack", "check", PACK, "--json")

    assert ran.code == 0
    assert ran.json["errors"] == 0


def test_with_strict_warnings_are_findings(run: Run) -> None:
    assert run("pack", "check", UNUSED, "--strict").code == 1
    assert run("pack", "check", UNUSED).code == 0


def test_warnings_that_the_pack_accepts_are_none(run: Run, tmp_path: Path) -> None:
    shutil.copytree(PACKS / PACK, tmp_path / PACK)
    head = tmp_path / PACK / "pack.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace("jurisdiction: cn", "jurisdiction: none"), encoding="utf-8")

    ran = run("pack", "check", tmp_path / PACK, "--strict")

    assert "warnings 7" in ran.out
    assert ran.code == 0


def test_warnings_that_nobody_has_accepted_are_findings_where_it_is_strict(run: Run) -> None:
    usual, strict = run("pack", "check", PACK), run("pack", "check", PACK, "--strict")

    assert "cn-19" in usual.out
    assert (usual.code, strict.code) == (0, 1)


def test_an_unknown_pack_is_a_finding_with_the_nearest_name(run: Run) -> None:
    ran = run("pack", "check", "telecom-7x2")

    assert ran.code == 1
    assert "telecom-7x24" in ran.err


def test_choices_show_the_reading_taken(run: Run) -> None:
    ran = run("pack", "choices", PACK, "--json")

    taken = {each["id"]: each["taken"] for each in ran.json["choices"]}
    assert taken["bonus_reading"] == "printed"


def test_packs_are_listed(run: Run) -> None:
    listed = {each["id"] for each in run("pack", "list", "--json").json["packs"]}

    assert {"base", PACK} <= listed


@pytest.mark.parametrize(("locale", "doubt"), [("en", "(unverified: "), ("zh_CN", "(未经核实：")])
def test_an_adapter_that_read_no_real_file_yet_says_so(run: Run, locale: str, doubt: str) -> None:
    ran = run("plugin", "list", locale=locale)

    told = {
        each.split()[1].rstrip(":"): each for each in ran.out.splitlines() if "adapter " in each
    }
    assert doubt in told["asterisk-cdr"]
    assert doubt not in told["asterisk-queue-log"]


def test_plugins_are_listed_with_their_adapters(run: Run) -> None:
    ran = run("plugin", "list", "--json")

    assert ran.code == 0
    assert {ADAPTER, "csv-map"} <= ran.json["adapters"].keys()


def test_indicators_of_a_log_by_queue(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(LOG)

    ran = run("kpi", "--pack", BANK, "--adapter", ADAPTER, log, "--by", "queue", "--json")

    (row,) = ran.json["rows"]
    assert row["group"] == {"queue": "NW"}
    assert row["values"]["offered"] == 2
    assert row["values"]["service_level_f3"] == [1, 2]
    assert row["values"]["handle_time"] == {"missing": "not_measured"}


def test_indicators_of_an_empty_log_are_zero_or_missing(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text("917845194|NONE|NONE|NONE|QUEUESTART|\n")

    ran = run("kpi", "--pack", BANK, "--adapter", ADAPTER, log, "--json")

    assert ran.code == 0, ran.err
    values = ran.json["rows"][0]["values"]
    assert values["offered"] == 0
    assert values["service_level_f3"] == {"missing": "zero_base"}


def test_indicators_of_an_empty_log_say_that_nothing_was_read(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text("")

    ran = run("kpi", "--pack", BANK, "--adapter", ADAPTER, log, "--by", "queue")

    assert (ran.code, ran.out) == (0, "")
    assert "0 read" in ran.err


def test_one_service_level_contract_leaves_the_others_out(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(LOG)
    verb = ("kpi", "--pack", BANK, "--adapter", ADAPTER, log, "--json", "--contract")

    one, unknown = run(*verb, "sl_20s_f3"), run(*verb, "sl_20s_f8")

    levels = [name for name in one.json["indicators"] if name.startswith("service_level")]
    assert levels == ["service_level_f3"]
    assert "offered" in one.json["indicators"]
    assert unknown.code == 2
    assert "did you mean 'sl_20s_f" in unknown.err


def test_a_group_no_indicator_has_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "queue_log"
    log.write_text(LOG)

    ran = run("kpi", "--pack", BANK, "--adapter", ADAPTER, log, "--by", "moon")

    assert ran.code == 2
    assert "moon" in ran.err


def test_a_reading_without_its_sign_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    ran = run(
        "settle", "--pack", PACK, "--period", "2026-10", "--input", tmp_path,
        "--choose", "bonus_reading", "-o", tmp_path / "out",
    )  # fmt: skip

    assert ran.code == 2


def test_malformed_rows_are_all_told_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    (folder / "employees.csv").write_text(
        "employee_id,employment_type,role,team,hired_on\n"
        "E1,full_time,agent,A,2020-13-01\n"
        "E2,sometimes,agent,A,2020-01-01\n"
    )

    ran = run(
        "settle", "--pack", PACK, "--period", "2026-10", "--input", folder, "-o", tmp_path / "out"
    )

    assert ran.code == 1
    assert "employees.csv:2" in ran.err
    assert "employees.csv:3" in ran.err
    assert not (tmp_path / "out").exists()


def test_what_a_pack_assumes_and_accepts_is_listed(run: Run) -> None:
    ran = run("pack", "sources", PACK, "--json")
    told = run("pack", "sources", PACK)

    assert (ran.code, told.code) == (0, 0)
    assert ran.json["schema"] == "ccops.pack-sources/1"
    night = next(each for each in ran.json["assumed"] if each["name"] == "night_share")
    assert night["section"] == "parameters"
    assert night["place"].startswith(f"{PACK}/parameters.yaml:")
    assert night["because"]["en"] in told.out
    accepted = [
        "unused-name",
        "unused-name",
        "award-outside-range",
        "award-outside-range",
        "table-row-narrowed",
        "table-row-narrowed",
        "not-monotone",
        "grant-without-stop",
        "target-against-direction",
    ]
    assert [each["code"] for each in ran.json["accepted"]] == accepted
    assert "[not-monotone]" in told.out


@pytest.mark.parametrize("period", ["2026-13", "October"])
def test_demo_checks_the_period_like_settle(run: Run, tmp_path: Path, period: str) -> None:
    ran = run("demo", "--period", period, "-o", tmp_path / "out")

    assert ran.code == 2
    assert period in ran.err
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written_is_one_line(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    ran = run(
        "report", demo / "settlement", "--pack", PACK, "--employee", highest_paid(demo)[0],
        "-o", tmp_path / "file" / "page.html",
    )  # fmt: skip

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert str(tmp_path / "file") in ran.err


@pytest.mark.parametrize("verb", ["explain", "report"])
def test_another_pack_is_refused_in_one_finding(
    run: Run, demo: Path, tmp_path: Path, verb: str
) -> None:
    words: dict[str, list[str | Path]] = {
        "explain": ["E1", "monthly_bonus"],
        "report": ["-o", tmp_path / "page.html"],
    }

    ran = run(verb, demo / "settlement", *words[verb], "--pack", BANK)

    assert ran.code == 1
    assert ran.err.count("settlement-other-pack") == 1
    assert PACK in ran.err
    assert "choice-unknown" not in ran.err


@pytest.mark.parametrize("header", ["", "employee_id,employment_type,role,team,hired_on\n"])
def test_nobody_to_settle_is_a_usage_error(run: Run, tmp_path: Path, header: str) -> None:
    folder = tmp_path / "input"
    folder.mkdir()
    if header:
        (folder / "employees.csv").write_text(header)
    (folder / "period.yaml").write_text("award_themes: []\n")

    ran = run(
        "settle", "--pack", PACK, "--period", "2026-10", "--input", folder, "-o", tmp_path / "out"
    )

    assert ran.code == 2
    assert "employees" in ran.err
    assert not (tmp_path / "out").exists()


def test_the_clauses_of_a_pack_are_listed_with_what_would_miss_them(run: Run) -> None:
    listed = run("pack", "clauses", "base", "--locale", "en")
    proven = run("pack", "clauses", "base", "--prove", "--only", "[S劳]*", "--json")

    assert (listed.code, proven.code) == (0, 1)  # no case of base needs the figures of labor law
    assert proven.json["schema"] == "ccops.pack-clauses/1"
    clauses = {each["clause"]: each for each in proven.json["clauses"]}
    rings = clauses["S3-16"]
    assert {each["section"] for each in rings["rules"]} == {"indicators", "parameters"}
    assert rings["rules"][0]["place"].startswith("base/kpi-answering.yaml:")
    assert rings["without"]["noticed"]
    assert clauses["劳动法第 38 条 / Labor Law art. 38"]["without"]["noticed"] is False
    assert "indicators.dials_connected" in listed.out
