"""Service levels as they are kept in states: of waits, so that any threshold is asked of them."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.contacts.contract_results import ContractResult, seconds_of
from ccops.contacts.service_level import ServiceLevelContract
from ccops.contacts.service_level_tallies import expand_service_level
from ccops.contacts.service_level_terms import ServiceLevelBase
from ccops.errors import DataError, RulePackError
from ccops.frozen import frozen
from ccops.kpi import (
    Aggregate,
    Better,
    Indicator,
    IndicatorRule,
    PercentileRule,
    Tally,
    compile_indicators,
)
from ccops.kpi.keys import parts_of
from ccops.kpi.limited_ratios import LimitedRatio, Part
from ccops.kpi.tallies import SECOND, TallyKind, counted, spread
from ccops.messages import Diagnostic, Label, Text
from ccops.values import Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.contacts.service_level_tallies import ServiceLevelTallies
    from ccops.kpi import Measured, RecordKind
    from ccops.rules import Node

_WHOLE: Final = Scalar(Unit.RATIO, Fraction(1))
_WAIT: Final = PercentileRule(of=Text("wait"), at=_WHOLE)


@frozen(kw_only=True)
class KeptLevel:
    """A service level under a contract, measured by the waits of those answered and abandoned.

    No tally names the threshold: states kept under one contract answer it within any whole
    seconds, and stay as they are where a pack changes it, or takes another of the formulas f1 to
    f4. ``tallies`` are what is kept, by what it is.
    """

    indicator: Indicator
    contract: ServiceLevelContract
    tallies: dict[str, Tally] = attrs.field(eq=False)

    @classmethod
    def of(
        cls, indicator: Indicator, contract: ServiceLevelContract, kind: RecordKind
    ) -> KeptLevel | None:
        """Return how a service level over a kind of records is kept.

        There is none for a formula without a threshold, and for one within parts of a second,
        which histograms do not know: these are kept as they are measured.
        """
        if contract.threshold is None or contract.threshold.number % SECOND:
            return None
        tallies = _tallies(indicator, contract, kind)
        return cls(indicator=indicator, contract=contract, tallies=tallies)

    @property
    def threshold(self) -> Scalar:
        """The threshold of the contract."""
        assert self.contract.threshold is not None  # noqa: S101 - as ``of`` asked
        return self.contract.threshold

    @property
    def kept(self) -> Indicator:
        """The indicator as it is kept: the same value, of other tallies."""
        return self._within(self.contract)

    def results(self, measured: Measured, threshold: Scalar) -> Iterator[ContractResult]:
        """Yield what the contract says of each group within another threshold.

        Raises ``DataError`` for one of parts of a second.
        """
        if threshold.number % SECOND:
            told = {"given": f"{seconds_of(threshold)}s"}
            raise DataError((Diagnostic(code="threshold-parts", args=told),))
        contract = self._renamed(threshold)
        fold, count = measured.fold(self.indicator.name), len(measured.by)
        slots, blank = fold.layout.slots, fold.layout.blank()
        sides = self._ratio(contract).sides(slots)
        answered, abandoned = (slots[self.tallies[each].key] for each in ("answered", "abandoned"))
        lacking = fold.layout.lacking_slot(self.tallies["answered"])
        keys = fold.states if count else ((),)
        for key in sorted(keys, key=lambda each: tuple(map(str, parts_of(each, count)))):
            cells = fold.states.get(key, blank)
            above, below = sides(cells)
            is_told = lacking is None or not cells[lacking]
            yield ContractResult(
                contract=contract,
                group=parts_of(key, count),
                answered=cells[answered] if is_told else Missing.NOT_MEASURED,
                abandoned=cells[abandoned],
                of=above if is_told else Missing.NOT_MEASURED,
                over=below if is_told else Missing.NOT_MEASURED,
            )

    def _renamed(self, threshold: Scalar) -> ServiceLevelContract:
        """Return the contract within another threshold; of the same name where it is its own."""
        if threshold == self.contract.threshold:
            return self.contract
        name = f"{self.contract.name}_within_{seconds_of(threshold)}s"
        return attrs.evolve(self.contract, name=name, label=Label(), threshold=threshold)

    def _within(self, contract: ServiceLevelContract) -> Indicator:
        return attrs.evolve(
            self.indicator,
            aggregate=Aggregate.LIMITED_RATIO,
            top=self.tallies["answered_waits"],
            base=None,
            samples=None,
            limited=self._ratio(contract),
        )

    def _ratio(self, contract: ServiceLevelContract) -> LimitedRatio:
        """Return the formula of a contract (GC-70) over what is kept."""
        of, limit, inclusive = self.tallies, contract.threshold, bool(contract.inclusive)
        assert limit is not None  # noqa: S101 - as ``of`` asked
        within = partial(Part, limit=int(limit.number), inclusive=inclusive)
        above = [within(tally=of["answered_waits"])]
        below = [Part(tally=of[each]) for each in ("answered", "abandoned", "open") if each in of]
        match contract.base:
            case ServiceLevelBase.F1:
                above.append(within(tally=of["abandoned_waits"]))
            case ServiceLevelBase.F2:
                below = below[:1]
            case ServiceLevelBase.F4:
                below.append(within(tally=of["abandoned_waits"], taken_off=True))
            case ServiceLevelBase.F5:
                above.append(Part(tally=of["short"]))
        beside = (of["abandoned_waits"], of["answered"], of["abandoned"])
        return LimitedRatio(above=tuple(above), below=tuple(below), beside=beside)


def _tallies(
    indicator: Indicator, contract: ServiceLevelContract, kind: RecordKind
) -> dict[str, Tally]:
    """Return what is kept of a contract, over the rows that the indicator is of."""
    said = expand_service_level(contract)
    known = "known(wait)"
    counts = {
        "answered": said.answered,
        "abandoned": said.abandoned,
        "open": said.open,
        "short": said.short,
        "over": said.denominator,
    }
    waits = {
        "answered_waits": f"({said.answered}) and {known}",
        "abandoned_waits": f"({said.abandoned}) and {known}",
    }
    rules = [_rule(kind, said, name, count=Text(test)) for name, test in counts.items() if test]
    rules += [
        _rule(kind, said, name, where=Text(test), percentile=_WAIT) for name, test in waits.items()
    ]
    made, found = compile_indicators(rules, {kind.name: kind}, {})
    if found:
        raise RulePackError(found)
    tallies = {each.name: each.top for each in made}
    over, below = tallies.pop("over"), indicator.base
    rows = below.conditions[: len(below.conditions) - len(over.conditions)] if below else ()
    return {name: _of_rows(rows, tally) for name, tally in tallies.items()}


def _rule(
    kind: RecordKind, said: ServiceLevelTallies, name: str, **measured: Any
) -> IndicatorRule:
    return IndicatorRule(
        name=name,
        over=Text(kind.name),
        better=Better.NEITHER,
        parameters=said.parameters,
        **measured,
    )


def _of_rows(rows: tuple[Node, ...], tally: Tally) -> Tally:
    """Return a tally over some rows alone."""
    conditions = (*rows, *tally.conditions)
    if tally.kind is TallyKind.COUNT or tally.value is None:
        return counted(conditions)
    return spread(tally.value, conditions)
