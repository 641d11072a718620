"""What a formula is told with whoever it is traced for: its text, its parameters, its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Label, Origin
from ccops.plan.definitions import Reason
from ccops.plan.results import Reader
from ccops.rules import Formula, constants, references
from ccops.rules.writing import written
from ccops.values import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan.results import Results
    from ccops.plan.steps import RowStep
    from ccops.rules import Name

#: A parameter as it is told: its name, its value, what people call it, where it comes from.
TracedParameter = tuple[str, Scalar, Label, Origin]


@frozen(eq=False)
class Term:
    """A term of a sum: the names in it, references first, and how it is written."""

    formula: Formula
    names: tuple[str, ...]
    text: str


@frozen(kw_only=True, eq=False)
class RowAlike:
    """What is the same in the traces of one formula, whoever they are of.

    ``inputs`` and ``reasons`` come with what reads them for one row after another.
    """

    inputs: tuple[tuple[str, Reader], ...]
    reasons: tuple[tuple[Reason, Reader], ...]
    formula: str
    parameters: tuple[TracedParameter, ...]
    terms: tuple[Term, ...]


def row_alike(
    step: RowStep, results: Results, parameters: Mapping[str, tuple[Label, Origin]]
) -> RowAlike:
    """Return what is the same in all traces of a formula.

    What reasons decide is told by the reasons; the formula only strings them together.
    """
    reasons, named = step.rule.reasons, results.plan.constants
    return RowAlike(
        inputs=tuple((name, results.reader(step.readings[name])) for name in step.formula.inputs),
        reasons=tuple((each, results.reader(step.readings[each.flag])) for each in reasons),
        formula="" if reasons else _written(step),
        parameters=() if reasons else tuple(_constants(step, named, parameters)),
        terms=_terms(step),
    )


def _written(step: RowStep) -> str:
    """Return the formula as the pack means it; one split by day multiplies part by part."""
    sum_ = step.rule.adds_up
    return f"{sum_.per} * {sum_.amount}" if sum_ else step.rule.formula.value


def _terms(step: RowStep) -> tuple[Term, ...]:
    """Return the terms of a sum, of which there are at least two."""
    terms = step.formula.terms
    return tuple(map(_term, terms)) if len(terms) > 1 else ()


def _term(formula: Formula) -> Term:
    read, given = references(formula.node), constants(formula.node)
    names = (*(each.name for each in read), *(each.name for each in given))
    return Term(formula, names, written(formula.node))


def _constants(
    step: RowStep, named: Mapping[str, Name], parameters: Mapping[str, tuple[Label, Origin]]
) -> Iterator[TracedParameter]:
    unnamed, unknown = (Label(), step.rule.origin), (Label(), Origin())
    for each in constants(step.formula.node):
        own, name = step.rule.constants.get(each.name), named.get(each.name)
        if own is not None:
            yield (each.name, own, *parameters.get(each.name, unnamed))
        elif name is not None and name.constant is not None:
            yield (each.name, name.constant, *parameters.get(each.name, unknown))
