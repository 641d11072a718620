"""Forms that other centers have published: other shapes, each a small pack with worked cases."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ccops.center import check_pack, load_pack
from ccops.messages import has_errors
from ccops.rulepack.cases import read_cases, run_cases

if TYPE_CHECKING:
    from ccops.messages import Diagnostic

FORMS: Final = Path(__file__).parents[2] / "examples" / "data" / "outside-forms"
#: The worked example of each form, by its number.
NUMBERED: Final = {
    "bank": "GC-50", "courier": "GC-51", "online": "GC-52", "grading": "GC-57",
}  # fmt: skip
#: The bands as they are printed, and what of them is left out: value by value.
PRINTED_EXAM: Final = (
    "{better: higher, step: 0.1, rows: [['>= 90', 5], ['[80..89]', 4], ['[75..79]', 3], "
    "['[66..74]', 2], ['[60..65]', 1], ['< 60', 0]]}"
)
PRINTED_MISSED: Final = (
    "{step: 0.0001, rows: [['[0%..5%]', 5], ['[6%..10%]', 4], ['[11%..20%]', 2], "
    "['[21%..30%]', 1], ['> 30%', 0]]}"
)
PRINTED_NOT_READY: Final = (
    "{rows: [['0', 10], ['1', 8], ['2', 6], ['3', 4], ['4', 2], ['5', 0], ['>= 8', -10]]}"
)


@pytest.mark.parametrize("form", sorted(each.name for each in FORMS.iterdir()))
def test_every_case_of_a_form_passes(form: str) -> None:
    pack = load_pack(FORMS / form)
    cases, problems = read_cases(pack)

    results = run_cases(pack, cases)

    assert problems == ()
    assert [each.case.name for each in results if not each.passed] == []
    assert NUMBERED.get(form, "") in {"", *(each.name for each in cases)}


def _changed(tmp_path: Path, form: str, old: str, new: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a form in which one line is another; its cases stay away."""
    shutil.copytree(FORMS / form, tmp_path / form)
    (tmp_path / form / "cases.yaml").unlink()
    path = tmp_path / form / "pack.yaml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    _, found = check_pack(tmp_path / form)
    return found


@pytest.mark.parametrize(
    ("rule", "printed", "between"),
    [
        ("next_worse: {better: lower, step: 0.0001, rows: [['<= 5%'", PRINTED_MISSED, "5"),
        ("zero: {better: lower, rows: [['0', 10]", PRINTED_NOT_READY, "6"),
        ("next_worse: {better: higher, step: 0.1", PRINTED_EXAM, "(89..90)"),
    ],
    ids=["missed-calls", "not-ready", "exam"],
)
def test_bands_as_printed_leave_values_out(
    tmp_path: Path, rule: str, printed: str, between: str
) -> None:
    text = (FORMS / "qa-heavy" / "pack.yaml").read_text("utf-8")
    (line,) = [each for each in text.splitlines() if rule in each]
    name = rule.split(":", maxsplit=1)[0]

    found = _changed(tmp_path, "qa-heavy", line, f"          {name}: {printed}")

    gaps = [each for each in found if each.code in ("table-gap", "table-seam")]
    assert has_errors(found)
    assert gaps
    assert between in gaps[0].render("en")


def test_a_line_that_begins_above_where_nothing_is_given_is_refused(tmp_path: Path) -> None:
    accepted = "            accept: [{code: linear-gap, because: {zh: 照印, en: as printed}}]\n"

    found = _changed(tmp_path, "online", accepted, "")

    (gap,) = [each for each in found if each.code == "linear-gap"]
    assert has_errors(found)
    assert "220" in gap.render("en")
    assert "250" in gap.render("zh_CN")
