"""The closing of a period: the little the next one needs, and nothing else.

A center that starts in any month hands in an *opening* of the same shape instead, which names no
settlement.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import DataError
from ccops.facts import Corrected, GroupKind, PastLots, PastValues
from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.settlement.plain_data.column_digests import BY_DIGEST
from ccops.settlement.plain_data.corrections_text import corrected_data, corrected_from_data
from ccops.settlement.plain_data.json_text import (
    IN_FULL,
    Arrays,
    finished,
    json_array,
    json_object,
    json_text,
)
from ccops.settlement.plain_data.lots_text import lots_from_parts, lots_text
from ccops.settlement.plain_data.past_columns import column_from_parts
from ccops.values.canonical import digest
from ccops.values.periods import period_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SCHEMA: Final = "ccops.closing/1"
#: What goes wrong where plain data is no closing: also a ratio over 0, a half of a character.
_NO_CLOSING: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@frozen(kw_only=True, eq=False)
class GroupPast:
    """What a closing says of the groups of a kind: each team by its id, or the center."""

    ids: tuple[str, ...] = ()
    values: tuple[PastValues, ...] = ()
    accounts: tuple[PastLots, ...] = ()


@frozen(kw_only=True, eq=False, repr=False)
class Closing:
    """The values that windows of the next period read, and what accounts hold, by employee.

    ``groups`` are those of teams and of the center, which ``of`` hands out.
    ``settlement_digest`` is that of the settlement it closes, empty for an opening. A plan
    without windows and accounts needs nothing; then only the period stands here.
    ``corrections`` are the earlier periods whose differences were posted, so that none is twice.
    """

    period: str
    pack_id: str
    currency: str
    settlement_digest: str = ""
    employees: tuple[str, ...] = ()
    values: tuple[PastValues, ...] = ()
    accounts: tuple[PastLots, ...] = ()
    corrections: tuple[Corrected, ...] = ()
    groups: Mapping[GroupKind, GroupPast] = attrs.field(factory=dict[GroupKind, GroupPast])

    def __repr__(self) -> str:
        what = "Closing" if self.settlement_digest else "Opening"
        return f"{what}({self.period!r}, {len(self.employees)} employees)"

    def __eq__(self, other: object) -> bool:
        """Say whether both say the same."""
        return isinstance(other, Closing) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def is_opening(self) -> bool:
        """Whether it was handed in to start with, and follows from no settlement."""
        return not self.settlement_digest

    def of(self, kind: GroupKind) -> Closing:
        """Return what it says of the groups of a kind, read like what it says of employees."""
        found = self.groups.get(kind, GroupPast())
        return attrs.evolve(
            self, employees=found.ids, values=found.values, accounts=found.accounts,
            corrections=(), groups={},
        )  # fmt: skip

    @property
    def _own(self) -> GroupPast:
        return GroupPast(ids=self.employees, values=self.values, accounts=self.accounts)

    @cached_property
    def digest(self) -> str:
        """The digest of everything the closing says."""
        return digest(finished(self._parts(BY_DIGEST)))

    def to_json(self) -> bytes:
        """Return the closing as canonical JSON, columnar, with its digest."""
        return finished({**self._parts(IN_FULL), "digest": json_text(self.digest)})

    def to_dict(self) -> dict[str, Any]:
        """Return the closing as plain JSON data."""
        return dict(json.loads(self.to_json()))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Closing:
        """Return a closing or opening from plain data.

        Raises ``DataError`` for data that is none, and where it is not what its digest says.
        """
        try:
            made = _closing(data)
            found = made.digest
        except _NO_CLOSING as error:
            told = {"problem": f"{type(error).__name__}: {error}"}
            raise DataError((Diagnostic(code="closing-unreadable", args=told),)) from error
        written = data.get("digest", "")
        if written != found and not (made.is_opening and not written):
            told = {"period": made.period, "wanted": str(written) or "-", "found": found}
            raise DataError((Diagnostic(code="closing-altered", args=told),))
        return made

    def _parts(self, arrays: Arrays) -> dict[str, str]:
        corrected = json_text([corrected_data(each) for each in self.corrections])
        groups = {kind.value: _group_text(each, arrays) for kind, each in self.groups.items()}
        return {
            **({"corrections": corrected} if self.corrections else {}),
            **({"groups": json_object(groups)} if groups else {}),
            "schema": json_text(SCHEMA),
            "period": json_text(self.period),
            "pack": json_text(self.pack_id),
            "currency": json_text(self.currency),
            "settlement": json_text(self.settlement_digest),
            "employees": arrays.words(self.employees),
            **_said_texts(self._own, arrays),
        }


def _group_text(past: GroupPast, arrays: Arrays) -> str:
    return json_object({"ids": arrays.words(past.ids), **_said_texts(past, arrays)})


def _said_texts(past: GroupPast, arrays: Arrays) -> dict[str, str]:
    values = sorted(past.values, key=attrgetter("name", "period"))
    accounts = sorted(past.accounts, key=attrgetter("name"))
    return {
        "accounts": json_array(lots_text(each, arrays) for each in accounts),
        "values": json_array(_values_text(each, len(past.ids), arrays) for each in values),
    }


def read_closing(data: bytes) -> Closing:
    """Return the closing or opening of a file. Raises ``DataError`` as ``from_dict`` does."""
    try:
        found = json.loads(data)
    except ValueError as error:
        told = {"problem": f"{type(error).__name__}: {error}"}
        raise DataError((Diagnostic(code="closing-unreadable", args=told),)) from error
    if not isinstance(found, dict):
        told = {"problem": f"{type(found).__name__}"}
        raise DataError((Diagnostic(code="closing-unreadable", args=told),))
    return Closing.from_dict(found)


def _values_text(past: PastValues, size: int, arrays: Arrays) -> str:
    everybody = len(past.rows) == size  # rows are sorted, each once
    return json_object(
        {
            "name": json_text(past.name),
            "period": json_text(past.period),
            "rows": json_text("all") if everybody else arrays.numbers(past.rows),
            **arrays.column(past.column),
        }
    )


def _closing(data: Mapping[str, Any]) -> Closing:
    if data["schema"] != SCHEMA:
        raise ValueError(f"schema {data['schema']!r}")
    last = period_number(data["period"])
    said = _said(data, data["employees"], last)
    corrections = corrected_from_data(data.get("corrections", ()))
    _check_before(last, [each.period for each in corrections])
    return Closing(
        period=data["period"],
        pack_id=str(data["pack"]),
        currency=str(data["currency"]),
        settlement_digest=str(data["settlement"]),
        employees=said.ids,
        values=said.values,
        accounts=said.accounts,
        corrections=corrections,
        groups={
            GroupKind(kind): _said(each, each["ids"], last)
            for kind, each in data.get("groups", {}).items()
        },
    )


def _said(data: Mapping[str, Any], listed: Sequence[Any], last: int) -> GroupPast:
    """Return what is said of some subjects: values and accounts, each once, of no later period."""
    ids = tuple(map(str, listed))
    if list(ids) != sorted(set(ids)):
        raise ValueError("ids are sorted, each once")
    values = tuple(_past(each, len(ids)) for each in data["values"])
    accounts = tuple(lots_from_parts(each, len(ids)) for each in data["accounts"])
    _check_once([(each.name, each.period) for each in values])
    _check_once([(each.name,) for each in accounts])
    posted = [lot.posted for each in accounts for lots in each.lots.values() for lot in lots]
    _check_before(last, [each.period for each in values], posted)
    return GroupPast(ids=ids, values=values, accounts=accounts)


def _check_before(last: int, periods: Iterable[str], posted: Iterable[int] = ()) -> None:
    latest = max([*map(period_number, periods), *posted], default=last)
    if latest > last:
        raise ValueError("something is of a period after the one that is closed")


def _check_once(said: Sequence[tuple[str, ...]]) -> None:
    twice = next((each for each, count in Counter(said).items() if count > 1), None)
    if twice is not None:
        raise ValueError(f"{' '.join(twice)} is there twice")


def _past(data: Mapping[str, Any], size: int) -> PastValues:
    rows = tuple(range(size)) if data["rows"] == "all" else tuple(data["rows"])
    if list(rows) != sorted(set(rows)) or any(not 0 <= row < size for row in rows):
        raise ValueError(f"rows of {data['name']!r}")
    period_number(data["period"])
    return PastValues(
        name=str(data["name"]),
        period=data["period"],
        rows=rows,
        column=column_from_parts(data, len(rows)),
    )
