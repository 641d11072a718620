"""A table of contracts as lines of text: what came in, then what each contract makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import aligned, format_number
from ccops.reports.document.words import Words
from ccops.reports.operations.contract_words import ContractWords
from ccops.reports.parts.scales import half_up
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ccops.contacts import ContractResult, ContractTable, Volume

_HEADS: Final = ("contract", "level", "counts", "answered", "abandoned", "how")
_NUMBERS: Final = range(1, 5)
_NONE: Final = "-"


def contract_lines(
    table: ContractTable, *, locale: str, named: Callable[[str, object], object]
) -> Iterator[str]:
    """Yield a table of contracts in words.

    ``named`` makes of a group and its cell what people call it. Raises ``UnknownNameError`` for
    a locale without words.
    """
    yield from _Writer(table, Words.of(locale), named).lines()


class _Writer:
    def __init__(
        self, table: ContractTable, words: Words, named: Callable[[str, object], object]
    ) -> None:
        self._table, self._words, self._named = table, words, named
        self._contracts = ContractWords(words)

    def lines(self) -> Iterator[str]:
        for each in self._table.volumes:
            yield from self._volume(each)
        if self._table.volumes:
            yield ""
        heads = [self._words.say(f"contracts-{each}") for each in _HEADS]
        rows = [[*heads[:1], *([self._words.say("contracts-group")] * self._grouped), *heads[1:]]]
        rows += map(self._row, self._table.results)
        shift = self._grouped
        yield from aligned(rows, right=[each + shift for each in _NUMBERS])

    @property
    def _grouped(self) -> int:
        return int(bool(self._table.by))

    def _volume(self, volume: Volume) -> Iterator[str]:
        counts = {
            "offered": volume.offered,
            "answered": volume.of("answered"),
            "abandoned": volume.of("abandoned"),
            "others": volume.others,
            "open": volume.of("open"),
        }
        told = {name: self._count(count) for name, count in counts.items()}
        group = f"{self._group(volume.group)}: " if self._grouped else ""
        yield group + self._words.say("contracts-volume", **told)
        others = [
            f"{self._contracts.outcome(name)} {self._count(count)}"
            for name, count in volume.outcomes.items()
            if name not in {"answered", "abandoned", "open"}
        ]
        if others:
            listed = self._words.say("enumerated").join(others)
            yield "  " + self._words.say("contracts-others", listed=listed)

    def _row(self, result: ContractResult) -> list[str]:
        contract = result.contract
        name = self._words.label(contract.label, contract.name)
        shown = name if name == contract.name else f"{name} ({contract.name})"
        return [
            shown,
            *([self._group(result.group)] * self._grouped),
            self._level(result),
            f"{self._count(result.of)} / {self._count(result.over)}",
            self._count(result.answered),
            self._count(result.abandoned),
            self._contracts.terms(contract),
        ]

    def _level(self, result: ContractResult) -> str:
        if isinstance(result.level, Missing):
            return _NONE
        percent = half_up(100 * result.level, 2)
        return f"{format_number(percent, locale=self._words.locale)}%"

    def _group(self, group: tuple[object, ...]) -> str:
        return " ".join(
            self._words.say("contracts-unplaced", group=name)
            if isinstance(part, Missing)
            else f"{name}={self._named(name, part)}"
            for name, part in zip(self._table.by, group, strict=True)
        )

    def _count(self, count: int | Missing) -> str:
        if isinstance(count, Missing):
            return _NONE
        return format_number(count, locale=self._words.locale)
