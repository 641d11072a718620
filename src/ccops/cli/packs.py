"""``ccops pack``: list, check, test, choices, sources."""

from __future__ import annotations

import click

from ccops.center import check_pack, find_plugins, load_pack
from ccops.cli.options import json_option
from ccops.cli.output import FINDINGS, terminal_locale, write_json
from ccops.messages import Severity, has_errors
from ccops.rulepack import (
    Accepted,
    Assumption,
    CaseResult,
    pack_sources,
    read_cases,
    run_cases,
)


@click.group("pack")
def verb() -> None:
    """Look at rule packs, check them, run their cases."""


@verb.command("list")
@json_option
def list_packs(*, as_json: bool) -> None:
    """List the packs that can be opened by id."""
    packs = find_plugins().catalog.packs
    if as_json:
        write_json(
            "packs", {"packs": [{"id": name, "folder": str(p)} for name, p in packs.items()]}
        )
        return
    for name, place in sorted(packs.items()):
        click.echo(f"{name}  {place}")


@verb.command("check")
@click.argument("pack")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--strict", is_flag=True, help="Warnings are findings too.")
@json_option
def check(pack: str, *, form: str, strict: bool, as_json: bool) -> int:
    """Check a pack: everything that is wrong, at its place, with how to mend it."""
    found, diagnostics = check_pack(pack, plugins="installed")
    errors = sum(each.severity is Severity.ERROR for each in diagnostics)
    warnings = sum(each.severity is Severity.WARNING for each in diagnostics)
    if as_json or form == "json":
        write_json(
            "pack-check",
            {
                "pack": found.id if found else pack,
                "errors": errors,
                "warnings": warnings,
                "diagnostics": [each.to_dict() for each in diagnostics],
            },
        )
    else:
        for each in diagnostics:
            click.echo(each.render(terminal_locale()))
        click.echo(f"{pack}: errors {errors}, warnings {warnings}")
    return FINDINGS if has_errors(diagnostics) or (strict and warnings) else 0


@verb.command("test")
@click.argument("pack")
@json_option
def test(pack: str, *, as_json: bool) -> int:
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
            click.echo(problem.render(terminal_locale()))
        for result in results:
            if not result.passed:
                click.echo(_told(result))
        click.echo(f"{passed} passed, {failed} failed")
    return FINDINGS if failed or has_errors(problems) else 0


@verb.command("choices")
@click.argument("pack")
@json_option
def choices(pack: str, *, as_json: bool) -> None:
    """List the questions the manual leaves open, their readings, and the one taken."""
    loaded = load_pack(pack, plugins="installed")
    if as_json:
        listed = [
            {
                "id": name,
                "asks": {"zh": each.asks.zh, "en": each.asks.en},
                "readings": {reading: text.value for reading, text in each.readings.items()},
                "taken": loaded.readings[name],
                "source": each.origin.source,
            }
            for name, each in loaded.choices.items()
        ]
        write_json("pack-choices", {"pack": loaded.id, "choices": listed})
        return
    for name, each in loaded.choices.items():
        click.echo(f"{name}: {each.asks.in_locale(terminal_locale())}")
        for reading, text in each.readings.items():
            mark = "*" if reading == loaded.readings[name] else " "
            click.echo(f"  {mark} {reading}: {text.value}")


@verb.command("sources")
@click.argument("pack")
@json_option
def sources(pack: str, *, as_json: bool) -> None:
    """List what a pack assumes where the manual is silent, and the findings it accepts."""
    loaded = load_pack(pack, plugins="installed")
    found = pack_sources(loaded)
    if as_json:
        data = {
            "pack": loaded.id,
            "assumed": [_source_data(each) for each in found.assumed],
            "accepted": [{**_source_data(each), "code": each.code} for each in found.accepted],
        }
        write_json("pack-sources", data)
        return
    for assumed in found.assumed:
        click.echo(f"{assumed.place}: {assumed.section}.{assumed.name}: {_because(assumed)}")
    for each in found.accepted:
        told = f"{each.section}.{each.name} [{each.code}]"
        click.echo(f"{each.place}: {told}: {_because(each)}")
    click.echo(f"{pack}: assumed {len(found.assumed)}, accepted {len(found.accepted)}")


def _source_data(found: Assumption | Accepted) -> dict[str, object]:
    return {
        "section": found.section,
        "name": found.name,
        "because": {"zh": found.because.zh, "en": found.because.en},
        "place": str(found.place or ""),
    }


def _because(found: Assumption | Accepted) -> str:
    return found.because.in_locale(terminal_locale())


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
