"""Lifting windows out of formulas: each call becomes a figure, and so does what it reads.

History then holds plain values by name, and whoever reads the same window reads the same figure.
"""

from __future__ import annotations

import ast
from collections.abc import Container
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Origin, Text
from ccops.plan.definitions import (
    EVERYBODY,
    Definition,
    MembersFigure,
    PopulationRule,
    RankFigure,
    RowFigure,
    TableFigure,
    WindowFigure,
)
from ccops.plan.ordering import Definitions, names_in
from ccops.plan.rank_keys import rank_key
from ccops.plan.steps import Key
from ccops.rules.parsing import Source, parse_formula
from ccops.rules.windows import (
    WindowCall,
    canonical_text,
    may_hold_windows,
    outermost_windows,
    read_window,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@frozen(kw_only=True)
class _Place:
    """A formula in which windows may stand: who reads it, and which rule it belongs to."""

    text: Text
    population: str
    origin: Origin
    policy: str = ""


def lift_windows(
    definitions: Definitions,
    figures: Iterable[Definition],
    populations: Mapping[str, PopulationRule],
    constants: Container[str],
) -> tuple[tuple[Definition, ...], tuple[Diagnostic, ...]]:
    """Return the figures that windows become, in written order, and what is wrong with them.

    A window holds for the innermost of the populations that its names are defined for, so that
    everybody who reads it reads one figure. How a call is written is checked with its formula.
    """
    lifting = _Lifting(definitions, constants)
    for place in _places(figures, populations):
        if place.population in definitions.lineage.chains:
            lifting.take(place)
    return tuple(lifting.found.values()), tuple(lifting.problems)


def _places(
    figures: Iterable[Definition], populations: Mapping[str, PopulationRule]
) -> Iterator[_Place]:
    for name, rule in populations.items():
        if rule.is_ is not None:
            outer = rule.within.value if rule.within else EVERYBODY
            yield _Place(text=rule.is_, population=outer, origin=rule.origin, policy=name)
    for figure in figures:
        population = figure.population.value
        if isinstance(figure, MembersFigure):
            population = figure.of.value
        for text in texts_of(figure):
            yield _Place(
                text=text, population=population, origin=figure.origin, policy=figure.policy
            )


def texts_of(figure: Definition) -> tuple[Text, ...]:
    """Return the formulas of a definition in which windows may stand."""
    match figure:
        case RowFigure():
            return (figure.formula,)
        case TableFigure():
            return tuple(each.reads for each in figure.columns if each.places_of is None)
        case RankFigure():
            return tuple(rank_key(text)[0] for text in figure.order)
        case MembersFigure():
            return (figure.where,) if figure.where else ()
        case _:
            return ()


@attrs.define(eq=False)
class _Lifting:
    """What has been lifted so far."""

    definitions: Definitions
    constants: Container[str]
    found: dict[Key, Definition] = attrs.field(factory=dict, init=False)
    problems: list[Diagnostic] = attrs.field(factory=list, init=False)
    _constant: set[str] = attrs.field(factory=set, init=False)

    def take(self, place: _Place) -> None:
        """Lift every window of a formula; one that is written wrong is told by its check."""
        if not may_hold_windows(place.text.value):
            return
        tree, source, _ = parse_formula(place.text)
        for call_tree in outermost_windows(tree) if tree is not None else ():
            call, _ = read_window(call_tree, source)
            if call is not None:
                self._lift(call, call_tree, source, place)

    def _lift(self, call: WindowCall, tree: ast.Call, source: Source, place: _Place) -> None:
        argument = self._read(call.argument, call.argument_at, source, place)
        keeps = _negated(call.skip_at)
        if keeps is not None:  # the flag itself is read, so that history holds each flag once
            skip = self._read(keeps.id, keeps, source, place)
        else:
            skip = self._read(call.skip, call.skip_at, source, place) if call.skip_at else None
        if argument is None or (call.skip_at is not None and skip is None):
            return
        homes = [argument[1], *([skip[1]] if skip else [])]
        population = self._innermost(homes, place)
        key = Key(call.text, population)
        if key in self.found:
            return
        before, _ = read_window(tree, source, renamed=self._renamed(place))
        self.found[key] = WindowFigure(
            name=call.text,
            population=Text(population, place.text.span),
            origin=place.origin,
            policy=place.policy,
            was=before.text if before is not None and before.text != call.text else "",
            call=call,
            argument=argument[0],
            skip=skip[0] if skip else None,
            keeps=keeps is not None,
            length=_at(call.length, call.length_at, source),
            at_least=_at(call.at_least, call.at_least_at, source),
        )

    def _read(
        self, written: str, tree: ast.expr, source: Source, place: _Place
    ) -> tuple[Text, str] | None:
        """Return the name that a window reads and whose it is; an expression becomes a figure."""
        text = Text(written, source.place(tree))
        names = names_in(text)
        variable = [name for name in names if name not in self.constants and name not in _FLAGS]
        if not variable:
            self._refuse_constant(text)
            return None
        home = self._innermost([self._home(name, place) for name in variable], place)
        if isinstance(tree, ast.Name):
            return text, home
        before = canonical_text(tree, source, renamed=self._renamed(place))
        figure = RowFigure(
            name=written,
            population=Text(home, text.span),
            origin=place.origin,
            policy=place.policy,
            was=before if before != written else "",
            formula=text,
            unrounded=True,
        )
        self.found.setdefault(Key(written, home), figure)
        return text, home

    def _refuse_constant(self, text: Text) -> None:
        if text.value not in self._constant:
            self._constant.add(text.value)
            told = {"text": text.value}
            self.problems.append(Diagnostic(code="window-of-constant", span=text.span, args=told))

    def _home(self, name: str, place: _Place) -> str:
        """Return the population a name is defined for; facts are everybody's."""
        found = self.definitions.giving(name, place.population)
        if found is not None:
            return found.population.value
        return place.population if name in self.definitions.by_name else EVERYBODY

    def _innermost(self, homes: Iterable[str], place: _Place) -> str:
        chain = self.definitions.lineage.chains[place.population]
        return min(homes, key=chain.index)

    @cached_property
    def _were_renamed(self) -> tuple[str, ...]:
        by_name = self.definitions.by_name.items()
        return tuple(name for name, listed in by_name if any(each.was for each in listed))

    def _renamed(self, place: _Place) -> dict[str, str]:
        """Return what the figures that somebody reads were called before."""
        giving = self.definitions.giving
        found = {name: giving(name, place.population) for name in self._were_renamed}
        return {name: each.was for name, each in found.items() if each is not None and each.was}


_FLAGS = frozenset({"yes", "no"})


def _negated(tree: ast.expr | None) -> ast.Name | None:
    """Return the name in ``not name``."""
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        return tree.operand if isinstance(tree.operand, ast.Name) else None
    return None


def _at(written: str, tree: ast.expr | None, source: Source) -> Text | None:
    return None if tree is None else Text(written, source.place(tree))
