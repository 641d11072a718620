from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from types import ModuleType

DOCS: Final = Path(__file__).parents[2] / "docs"


def _loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The files that a visitor finds."""
    found: dict[str, str] = _loaded(DOCS / "_ext" / "playground_runtime.py").files()
    return found


@pytest.fixture
def playground(tmp_path: Path) -> Any:
    return _loaded(DOCS / "_static" / "playground" / "answers.py").Playground(tmp_path / "work")


def _settled(playground: Any, files: dict[str, str], **more: Any) -> dict[str, Any]:
    asked = {"files": files, "readings": {}, "period": "2026-10", "locale": "en", **more}
    answer: dict[str, Any] = json.loads(playground.settle(json.dumps(asked)))
    return answer


def test_the_starter_settles_and_shows_what_its_rules_give(
    playground: Any, files: dict[str, str]
) -> None:
    answer = _settled(playground, files)

    figures = [each["id"] for each in answer["table"]["figures"]]
    assert figures == [
        "monthly_score",
        "month_rank",
        "monthly_bonus",
        "basic_pay",
        "handed_to_payroll",
    ]
    assert len(answer["table"]["rows"]) == 13
    assert not [each for each in answer["diagnostics"] if each["severity"] == "error"]


def test_every_finding_about_a_file_of_the_visitor_leads_to_it(
    playground: Any, files: dict[str, str]
) -> None:
    wrong = {**files, "employees.csv": "employee_id\n", "facts.csv": "employee_id,quality\nX,1\n"}

    for broken in (wrong, {**files, "pay.yaml": files["pay.yaml"].replace("adds:", "add:")}):
        found = _settled(playground, broken)["diagnostics"]
        errors = [each for each in found if each["severity"] == "error"]
        assert errors
        assert {each["file"] for each in errors} <= set(files)


def test_a_period_that_is_none_is_refused_with_the_reason(
    playground: Any, files: dict[str, str]
) -> None:
    answer = _settled(playground, files, period="2026-13")

    assert answer["table"] is None
    assert answer["refused"] == "a period is written YYYY-MM, not '2026-13'"


def test_an_explanation_is_that_of_ccops_with_its_depths(
    playground: Any, files: dict[str, str]
) -> None:
    _settled(playground, files)
    asked = {"employee": "E01", "figure": "monthly_score", "locale": "en"}

    lines = json.loads(playground.explain(json.dumps(asked)))

    assert lines[:2] == [
        [0, "Employee E01, period 2026-10"],
        [0, "monthly score (monthly_score) = 97.60"],
    ]
    assert [1, "quality score (quality) = 96.00"] in lines


def test_only_what_the_page_needs_of_ccops_is_imported(tmp_path: Path) -> None:
    """What is not in the archive of the playground must not be asked for by what is."""
    import subprocess

    script = f"""
import sys
sys.path.insert(0, {str(DOCS / "_static" / "playground")!r})
import answers
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    loaded = set(done.stdout.split())

    assert not loaded & {"jinja2", "duckdb", "click", "xlsxwriter", "typst", "sqlglot"}
    assert not [each for each in loaded if each.startswith(("ccops.cli", "ccops.testing"))]
