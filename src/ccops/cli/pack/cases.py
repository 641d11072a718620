"""``ccops pack test``: the worked cases of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.center import load_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.messages import has_errors
from ccops.rulepack import CaseResult, read_cases, run_cases

if TYPE_CHECKING:
    from ccops.messages import Locale


@click.command("test")
@click.argument("pack")
@words_option
@json_option
def verb(pack: str, *, locale: Locale, as_json: bool) -> int:
    """Run the worked cases of a pack."""
    loaded = load_pack(pack, plugins="installed")
    cases, problems = read_cases(loaded)
    results = run_cases(loaded, cases)
    passed = sum(each.passed for each in results)
    failed = len(results) - passed
    if as_json:
        data = {
            "pack": loaded.id,
            "passed": passed,
            "failed": failed,
            "diagnostics": [each.to_dict() for each in problems],
            "cases": [_case_data(each) for each in results],
        }
        write_json("pack-test", data)
    else:
        for problem in problems:
            click.echo(problem.render(locale))
        for result in results:
            if not result.passed:
                click.echo(_told(result))
        click.echo(f"{passed} passed, {failed} failed")
    return FINDINGS if failed or has_errors(problems) else 0


def _case_data(result: CaseResult) -> dict[str, object]:
    return {
        "name": result.case.name,
        "place": str(result.case.span),
        "passed": result.passed,
        "problem": result.problem,
        "differences": [
            {
                "employee": each.employee,
                "what": each.what,
                "expected": each.expected,
                "found": each.found,
            }
            for each in result.differences
        ],
    }


def _told(result: CaseResult) -> str:
    lines = [f"{result.case.span}: {result.case.name}"]
    lines.extend([f"  {result.problem}"] if result.problem else [])
    lines.extend(
        f"  {each.employee} {each.what}: expected {each.expected}, found {each.found}"
        for each in result.differences
    )
    return "\n".join(lines)
