"""What ``ccops pack test`` says: cases that fail, what none reaches, what none would notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.cli.pack.findings import place_of
from ccops.messages import Locale, message
from ccops.rulepack.proving import Coverage, Mutation, Outcome, Point
from ccops.values import RoundingMode, rounded_quotient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from ccops.rulepack.cases import CaseResult
    from ccops.rulepack.pack_files import PackFiles
    from ccops.rulepack.proving import Mutant, MutantResult

_TENTHS: Final = 1_000


def case_lines(result: CaseResult, files: PackFiles, locale: Locale) -> Iterator[str]:
    """Yield where a case stands, why it should hold, and what came out otherwise."""
    case = result.case
    because = case.because.in_locale(locale)
    told = {"name": case.name, "because": because, "source": case.source}
    yield f"{place_of(case.span, files)}: {message('test-because', told, locale=locale)}"
    yield from (f"  {line}" for line in result.problem.splitlines())
    for each in result.differences:
        found = {
            "employee": each.employee,
            "what": each.what,
            "expected": each.expected,
            "found": each.found,
        }
        yield f"  {message('test-difference', found, locale=locale)}"


def coverage_lines(coverage: Coverage, files: PackFiles, locale: Locale) -> Iterator[str]:
    """Yield how much of a pack its cases reach, kind by kind, and every point they do not."""
    if not coverage.points:
        yield message("test-no-points", {}, locale=locale)
        return
    for point in coverage.missed:
        place = place_of(point.span, files) if point.span else "-"
        yield f"{place}: {point.rule}: {point.text(locale)}"
    told = {
        "hit": len(coverage.hit),
        "count": len(coverage.points),
        "percent": percent(coverage.share),
    }
    yield message("test-coverage", told, locale=locale)
    for kind, (hit, count) in coverage.by_kind().items():
        name = message(f"kind-{kind.value}", {}, locale=locale)
        of_kind = {"kind": name, "hit": hit, "count": count}
        yield f"  {message('test-kind', of_kind, locale=locale)}"


def mutation_lines(mutation: Mutation, files: PackFiles, locale: Locale) -> Iterator[str]:
    """Yield every mutant that no case notices, and how many are noticed."""
    for each in mutation.survivors:
        told = {"rule": each.rule, "old": each.old, "new": each.new}
        yield f"{place_of(each.span, files)}: {message('test-survivor', told, locale=locale)}"
    noticed, refused = mutation.count(Outcome.KILLED), mutation.count(Outcome.REFUSED)
    told = {
        "noticed": str(noticed),
        "count": str(len(mutation.results) - refused),
        "refused": str(refused),
        "percent": percent(mutation.score),
    }
    yield message("test-mutation", told, locale=locale)


def percent(share: Fraction) -> str:
    """Return a share in percent with one decimal, rounded down: 89.96 % never reads as 90.0.

    >>> from fractions import Fraction
    >>> percent(Fraction(8996, 10000))
    '89.9'
    """
    tenths = rounded_quotient(share.numerator * _TENTHS, share.denominator, RoundingMode.DOWN)
    return f"{tenths // 10}.{tenths % 10}"


def case_data(result: CaseResult) -> dict[str, Any]:
    """Return a case and what it came to as plain data."""
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


def coverage_data(coverage: Coverage, locale: Locale) -> dict[str, Any]:
    """Return what the cases of a pack reach as plain data."""
    return {
        "points": len(coverage.points),
        "hit": len(coverage.hit),
        "percent": percent(coverage.share),
        "kinds": {
            kind.value: {"hit": hit, "points": count}
            for kind, (hit, count) in coverage.by_kind().items()
        },
        "missed": [_point_data(each, locale) for each in coverage.missed],
    }


def mutation_data(mutation: Mutation) -> dict[str, Any]:
    """Return what became of the mutants of a pack as plain data."""
    return {
        "mutants": len(mutation.results),
        "percent": percent(mutation.score),
        **{each.value: mutation.count(each) for each in Outcome},
        "survivors": [_mutant_data(each) for each in mutation.survivors],
        "noticed": [_noticed_data(each) for each in mutation.results if each.by],
    }


def _point_data(point: Point, locale: Locale) -> dict[str, str]:
    return {
        "kind": point.kind.value,
        "rule": point.rule,
        "place": str(point.span or ""),
        "text": point.text(locale),
    }


def _mutant_data(mutant: Mutant) -> dict[str, Any]:
    return {
        "section": mutant.section,
        "rule": mutant.rule,
        "place": str(mutant.span),
        "old": mutant.old,
        "new": mutant.new,
        "within": dict(mutant.within),
    }


def _noticed_data(result: MutantResult) -> dict[str, Any]:
    return {**_mutant_data(result.mutant), "by": result.by}
