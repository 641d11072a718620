from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PACKS = Path(__file__).parents[1] / "packs"
BROKEN = PACKS / "broken"


def test_a_finding_shows_its_line_and_points_at_the_character(run: Run) -> None:
    ran = run("pack", "check", BROKEN)

    assert ran.code == 1
    lines = ran.out.splitlines()
    at = next(number for number, line in enumerate(lines) if "[key-unknown]" in line)
    assert "figures.yaml:45:5" in lines[at]
    assert lines[at + 1].startswith("  |     sorce: M-06")
    assert lines[at + 2] == "  |     ^"
    assert "source" in lines[at + 3]


@pytest.mark.parametrize(
    ("locale", "severity", "told"),
    [("zh_CN", "错误", "没有"), ("zh_TW", "錯誤", "沒有"), ("en", "error", "no")],
)
def test_findings_are_told_in_the_language_asked_for(
    run: Run, locale: str, severity: str, told: str
) -> None:
    ran = run("pack", "check", BROKEN, "--locale", locale)

    assert f": {severity}: " in ran.out
    assert told in ran.out
    assert "pack-checked" not in ran.out


def test_json_is_in_the_language_asked_for_and_names_the_real_file(run: Run) -> None:
    ran = run("pack", "check", BROKEN, "--json", "--locale", "zh_CN")

    assert ran.json["schema"] == "ccops.pack-check/1"
    first = ran.json["diagnostics"][0]
    assert Path(first["path"]).is_file()
    assert any("\u4e00" <= each <= "\u9fff" for each in first["message"])


def test_a_pipe_gets_no_colors(run_apart: Run) -> None:
    assert "\x1b[" not in run_apart("pack", "check", BROKEN).out


def _sarif(run: Run, pack: Path, *words: str) -> dict[str, Any]:
    ran = run("pack", "check", pack, "--format", "sarif", *words)
    assert ran.code == 1
    found: dict[str, Any] = ran.json["runs"][0]
    assert ran.json["version"] == "2.1.0"
    return found


def test_sarif_has_a_rule_for_every_result_and_a_region_for_every_place(run: Run) -> None:
    found = _sarif(run, BROKEN)

    rules = found["tool"]["driver"]["rules"]
    assert found["columnKind"] == "unicodeCodePoints"
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert 0 < region["startColumn"] < region["endColumn"]
        assert region["snippet"]["text"]
    for rule in rules:
        assert set(rule["properties"]["descriptions"]) == {"en", "zh_CN", "zh_TW"}
        assert rule["help"]["text"]


def test_sarif_regions_hold_what_is_wrong(run: Run) -> None:
    found = _sarif(run, BROKEN)

    (wrong,) = [each for each in found["results"] if each["ruleId"] == "key-unknown"]
    region = wrong["locations"][0]["physicalLocation"]["region"]
    text = region["snippet"]["text"]
    assert text[region["startColumn"] - 1 : region["endColumn"] - 1] == "sorce"


def test_sarif_addresses_are_relative_to_the_folder_somebody_is_in(
    run_apart: Run, tmp_path: Path
) -> None:
    shutil.copytree(BROKEN, tmp_path / "规则 包")

    ran = run_apart("pack", "check", "规则 包", "--format", "sarif", folder=tmp_path)

    address = ran.json["runs"][0]["results"][0]["locations"][0]["physicalLocation"][
        "artifactLocation"
    ]
    assert address["uriBaseId"] == "%SRCROOT%"
    assert address["uri"].startswith("%E8%A7%84%E5%88%99%20%E5%8C%85/")


def test_sarif_knows_a_finding_again_after_lines_have_moved(run: Run, tmp_path: Path) -> None:
    def prints(pack: Path) -> set[str]:
        results = _sarif(run, pack)["results"]
        return {each["partialFingerprints"]["ccopsFinding/v1"] for each in results}

    shutil.copytree(BROKEN, tmp_path / "broken")
    path = tmp_path / "broken" / "bonuses.yaml"
    path.write_text("# one more line\n\n" + path.read_text("utf-8"), "utf-8")

    assert prints(tmp_path / "broken") == prints(BROKEN)
