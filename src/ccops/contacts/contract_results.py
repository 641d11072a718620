"""One stretch of visits under many contracts: what each counts, and that nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from ccops.contacts.kinds import QUEUE_VISIT
from ccops.contacts.outcomes import OUTCOMES
from ccops.contacts.presets import PRESETS, Preset
from ccops.contacts.service_level import ServiceLevelContract
from ccops.contacts.service_level_tallies import expand_service_level
from ccops.errors import RulePackError
from ccops.kpi import Better, IndicatorRule, compile_indicators, measure
from ccops.kpi.keys import parts_of
from ccops.messages import Origin, Text
from ccops.values import Cell, Missing, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.kpi import Indicator, Measured, Records
#: The groups a table of contracts may be asked by; days and hours are those of each contract.
CONTRACT_GROUPS = ("queue", "day", "half_hour", "hour")
_COUNTS = ("answered", "abandoned", "of", "over")


@attrs.frozen(kw_only=True)
class Volume:
    """What became of the visits of one group, by the instant of arrival; they add up."""

    group: tuple[Cell | Missing, ...]
    outcomes: Mapping[str, int]

    @property
    def offered(self) -> int:
        """Every visit."""
        return sum(self.outcomes.values())

    @property
    def others(self) -> int:
        """The visits that ended neither answered nor abandoned."""
        told = ("answered", "abandoned", "open")
        return sum(count for name, count in self.outcomes.items() if name not in told)

    def of(self, outcome: str) -> int:
        """Return how many visits have an outcome."""
        return self.outcomes.get(outcome, 0)


@attrs.frozen(kw_only=True)
class ContractResult:
    """What one contract says of one group: its counts, and the level with what it is made of.

    ``answered`` and ``abandoned`` are what the contract calls so; the level is ``of`` over
    ``over``, exact, and missing where nothing is below the line. What the records do not tell is
    missing: who hung up first where nobody says whom an agent handed on.
    """

    contract: ServiceLevelContract
    group: tuple[Cell | Missing, ...]
    answered: int | Missing
    abandoned: int | Missing
    of: int | Missing
    over: int | Missing

    @property
    def level(self) -> Fraction | Missing:
        """The service level, never rounded."""
        of, over = self.of, self.over
        if isinstance(of, Missing):
            return of
        if isinstance(over, Missing):
            return over
        return Fraction(of, over) if over else Missing.ZERO_BASE


@attrs.frozen(kw_only=True, eq=False)
class ContractTable:
    """Visits under many contracts, by groups: volumes by arrival, then contract by contract."""

    by: tuple[str, ...]
    volumes: tuple[Volume, ...]
    results: tuple[ContractResult, ...]

    def of(self, contract: str, *group: Cell | Missing) -> ContractResult:
        """Return what a contract says of a group. Raises ``KeyError`` where it says nothing."""
        for each in self.results:
            if each.contract.name == contract and each.group == group:
                return each
        raise KeyError((contract, *group))


def contract_table(
    visits: Records, contracts: Iterable[ServiceLevelContract], *, by: Sequence[str] = ()
) -> ContractTable:
    """Return queue visits under contracts, by groups of ``CONTRACT_GROUPS``.

    A day or hour is that of the instant which each contract says; a visit without that instant
    is in the group that holds a missing value. Raises ``RulePackError`` for a contract that
    cannot be measured and ``DataError`` for another group.
    """
    listed = tuple(contracts)
    indicators = [each for n, one in enumerate(listed) for each in _indicators(n, one)]
    measured = measure(visits, indicators, by=by)
    return ContractTable(
        by=tuple(by),
        volumes=_volumes(visits, by),
        results=tuple(_results(measured, listed, len(by))),
    )


def preset_contracts(thresholds: Iterable[Scalar]) -> tuple[ServiceLevelContract, ...]:
    """Return every preset as a contract: at each threshold, or once where it has none."""
    limits = tuple(thresholds)
    return tuple(
        _preset_contract(preset, threshold)
        for preset in Preset
        for threshold in (limits if PRESETS[preset].inclusive is not None else (None,))
    )


def _preset_contract(preset: Preset, threshold: Scalar | None) -> ServiceLevelContract:
    terms = PRESETS[preset]
    within = "" if threshold is None else f"_{seconds_of(threshold)}s"
    return ServiceLevelContract(
        name=f"{preset.value}{within}",
        label=terms.label,
        preset=preset,
        threshold=threshold,
        origin=Origin(source=terms.source),
    )


def seconds_of(limit: Scalar) -> str:
    """Return a duration as plain seconds.

    >>> from ccops.values import Unit
    >>> seconds_of(Scalar(Unit.DURATION, Fraction(20_400)))
    '20.4'
    """
    milliseconds = Decimal(limit.number.numerator) / limit.number.denominator
    return f"{(milliseconds / 1_000).normalize():f}"


def _indicators(place: int, contract: ServiceLevelContract) -> tuple[Indicator, ...]:
    said = expand_service_level(contract)
    conditions = (said.answered, said.abandoned, said.numerator, said.denominator)
    groups = {"day": said.day, "half_hour": said.half_hour, "hour": said.hour}
    rules = [
        IndicatorRule(
            name=f"{place}_{name}",
            over=Text(QUEUE_VISIT.name),
            count=Text(condition),
            better=Better.NEITHER,
            by=tuple(map(Text, CONTRACT_GROUPS)),
            groups={name: Text(column) for name, column in groups.items()},
            parameters=said.parameters,
            origin=contract.origin,
        )
        for name, condition in zip(_COUNTS, conditions, strict=True)
    ]
    made, found = compile_indicators(rules, {QUEUE_VISIT.name: QUEUE_VISIT}, {})
    if found:
        raise RulePackError(found)
    return made


def _results(
    measured: Measured, contracts: Sequence[ServiceLevelContract], count: int
) -> Iterator[ContractResult]:
    for place, contract in enumerate(contracts):
        keys = measured.fold(f"{place}_over").states if count else ((),)
        for key in sorted(keys, key=lambda each: tuple(map(str, parts_of(each, count)))):
            counts: dict[str, Any] = {
                name: measured.value(f"{place}_{name}", key) for name in _COUNTS
            }
            if isinstance(counts["answered"], Missing):
                counts |= dict.fromkeys(("of", "over"), counts["answered"])
            yield ContractResult(contract=contract, group=parts_of(key, count), **counts)


def _volumes(visits: Records, by: Sequence[str]) -> tuple[Volume, ...]:
    columns = [visits.columns[QUEUE_VISIT.groups[each]] for each in by]
    outcomes = visits.columns["outcome"]
    counted: dict[tuple[Cell | Missing, ...], Counter[str]] = {} if by else {(): Counter()}
    for (*group, outcome), visits_of in Counter(zip(*columns, outcomes, strict=True)).items():
        counted.setdefault(tuple(group), Counter())[str(outcome)] += visits_of
    return tuple(
        Volume(
            group=group,
            outcomes={each: found[each] for each in sorted(OUTCOMES) if found[each]},
        )
        for group, found in sorted(counted.items(), key=lambda each: tuple(map(str, each[0])))
    )
