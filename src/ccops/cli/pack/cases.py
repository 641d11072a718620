"""``ccops pack test``: the worked cases of a pack, what they reach, and what they notice."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import click

from ccops.center import find_plugins, load_pack
from ccops.cli.options import OUTPUT_FILE, json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.cli.pack.case_words import (
    case_data,
    case_lines,
    coverage_data,
    coverage_lines,
    mutation_data,
    mutation_lines,
)
from ccops.cli.pack.findings import finding_lines
from ccops.cli.pack.junit import write_junit
from ccops.errors import RulePackError
from ccops.messages import Diagnostic, Locale, has_errors, message
from ccops.rulepack.cases import CaseResult, CaseRunner, read_cases
from ccops.rulepack.pack_files import PackFiles
from ccops.rulepack.proving import Coverage, Mutation, measure_coverage, mutate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ccops.rulepack.cases import Case


@attrs.frozen(kw_only=True)
class Tested:
    """What testing a pack came to; without coverage where only some cases were run."""

    pack: str
    results: tuple[CaseResult, ...]
    problems: tuple[Diagnostic, ...]
    coverage: Coverage | None
    mutation: Mutation | None
    covered: int
    noticed: int
    files: PackFiles

    @property
    def failed(self) -> int:
        """How many cases failed."""
        return sum(not each.passed for each in self.results)

    def below(self) -> Iterator[tuple[str, int]]:
        """Yield the keys of what does not reach its percentage, with that."""
        if self.coverage is not None and self.coverage.share < Fraction(self.covered, 100):
            yield "test-the-coverage", self.covered
        if self.mutation is not None and self.mutation.score < Fraction(self.noticed, 100):
            yield "test-the-mutation", self.noticed

    @property
    def code(self) -> int:
        """The exit code."""
        wrong = self.failed or has_errors(self.problems) or any(self.below())
        return FINDINGS if wrong else 0


@click.command("test")
@click.argument("pack")
@click.option("-k", "words", default="", metavar="TEXT", help="Only cases whose name has TEXT.")
@click.option(
    "--threshold",
    type=click.IntRange(0, 100),
    default=0,
    metavar="N",
    help="Exit code 1 where coverage, or the mutation score, is below N percent.",
)
@click.option(
    "--mutation-threshold",
    type=click.IntRange(0, 100),
    metavar="N",
    help="The same for the mutation score alone, where it is another.",
)
@click.option("--mutate", "mutating", is_flag=True, help="Change the rules one step at a time.")
@click.option(
    "--junit",
    type=OUTPUT_FILE,
    help="Write the results as JUnit XML.",
)
@words_option
@json_option
def verb(
    pack: str,
    *,
    words: str,
    threshold: int,
    mutation_threshold: int | None,
    mutating: bool,
    junit: Path | None,
    locale: Locale,
    as_json: bool,
) -> int:
    """Run the worked cases of a pack, and say what of it they do not reach."""
    if words and (threshold or mutation_threshold or mutating):
        raise click.UsageError(message("test-not-of-some", {}, locale=locale))
    runner = _opened(pack, locale)
    cases, problems = read_cases(runner.pack)
    chosen = _chosen(cases, words, locale)
    results = tuple(map(runner.run, chosen))
    coverage = None if words else measure_coverage(runner, cases)
    mutation = None
    if mutating and coverage is not None and all(each.passed for each in results):
        mutation = _mutated(runner, cases, coverage, locale)
    tested = Tested(
        pack=runner.pack.id,
        results=results,
        problems=problems,
        coverage=coverage,
        mutation=mutation,
        covered=threshold,
        noticed=threshold if mutation_threshold is None else mutation_threshold,
        files=PackFiles(runner.pack.places),
    )
    if junit is not None:
        told = ["\n".join(case_lines(each, tested.files, locale)) for each in results]
        write_junit(junit, tested.pack, results, problems, told=told, locale=locale)
    if as_json:
        write_json("pack-test", _data(tested, locale))
    else:
        for line in _lines(tested, locale, mutating=mutating):
            click.echo(line)
    return tested.code


def _chosen(cases: Sequence[Case], words: str, locale: Locale) -> list[Case]:
    """Return the cases whose name has words; of none nothing can be said."""
    chosen = [each for each in cases if words in each.name]
    if words and not chosen:
        raise click.BadParameter(message("test-no-case", {"words": words}, locale=locale))
    return chosen


def _opened(pack: str, locale: Locale) -> CaseRunner:
    """Return what runs the cases of a pack; one with mistakes is shown as a check shows it."""
    try:
        return CaseRunner(load_pack(pack, plugins="installed"))
    except RulePackError as error:
        files = PackFiles.of(pack, find_plugins().catalog)
        for line in finding_lines(error.diagnostics, files, locale):
            click.echo(line, err=True)
        raise click.exceptions.Exit(FINDINGS) from None


def _mutated(
    runner: CaseRunner, cases: Sequence[Case], coverage: Coverage, locale: Locale
) -> Mutation:
    """Return what cases notice of mutants, with a bar where somebody looks on."""
    if not sys.stderr.isatty():
        return mutate(runner, cases, coverage)
    label = message("test-mutating", {}, locale=locale)
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def told(done: int, count: int) -> None:
            bar.length = count
            bar.update(done - bar.pos)

        return mutate(runner, cases, coverage, told=told)


def _lines(tested: Tested, locale: Locale, *, mutating: bool) -> Iterator[str]:
    yield from finding_lines(tested.problems, tested.files, locale)
    for result in tested.results:
        if not result.passed:
            yield from case_lines(result, tested.files, locale)
    if tested.coverage is not None:
        yield from coverage_lines(tested.coverage, tested.files, locale)
    if tested.mutation is not None:
        yield from mutation_lines(tested.mutation, tested.files, locale)
    elif mutating and tested.failed:
        yield message("test-not-mutated", {}, locale=locale)
    for key, least in tested.below():
        told = {"what": message(key, {}, locale=locale), "threshold": least}
        yield message("test-below", told, locale=locale)
    counts = {"passed": len(tested.results) - tested.failed, "failed": tested.failed}
    yield message("test-count", counts, locale=locale)


def _data(tested: Tested, locale: Locale) -> dict[str, Any]:
    data = {
        "pack": tested.pack,
        "passed": len(tested.results) - tested.failed,
        "failed": tested.failed,
        "diagnostics": [each.to_dict() for each in tested.problems],
        "cases": [case_data(each) for each in tested.results],
    }
    if tested.coverage is not None:
        data["coverage"] = coverage_data(tested.coverage, locale)
    if tested.mutation is not None:
        data["mutation"] = mutation_data(tested.mutation)
    return data
