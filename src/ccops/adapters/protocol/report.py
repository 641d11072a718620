"""What became of every row of a read: counts that add up, masked examples, open contacts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import attrs

from ccops.adapters.protocol.options import ReadOptions, Strictness
from ccops.adapters.protocol.privacy import masked, shape_of
from ccops.errors import ReadError
from ccops.messages import Diagnostic, Severity, Span

_FATES: Final = ("rows_in", "accepted", "duplicate", "ignored", "quarantined")


@attrs.frozen(kw_only=True)
class OpenContact:
    """A contact whose end the sources do not show."""

    contact_id: str
    queue: str
    since_ms: int
    source_ref: str


@attrs.frozen(kw_only=True)
class OpenAgent:
    """An agent who is signed on, or in a call, where the sources end."""

    agent: str
    state: str
    since_ms: int
    source_ref: str


def _frozen_counts(counts: Mapping[str, int]) -> Mapping[str, int]:
    return MappingProxyType(dict(sorted(counts.items())))


def _masked_counts(counts: Mapping[str, int]) -> Mapping[str, int]:
    """Return counts by names that a source wrote, in which a number may stand."""
    found: Counter[str] = Counter()
    for name, count in counts.items():
        found[masked(name)] += count
    return _frozen_counts(found)


@attrs.frozen(kw_only=True)
class ReadReport:
    """What became of every row: rows in = accepted + duplicate + ignored + quarantined.

    ``counts`` are by code (why a row was ignored, quarantined or flagged), ``rows_by_type`` by
    what the source calls the row. ``examples`` are the first findings, without any customer's
    number. ``open_contacts`` are listed, and are in no rate; ``open_agents`` are those whose
    state at the telephone lasts on, ``unsigned_agents`` those of whom the sources never show that
    they sign on or off: how long they were there is not known.
    """

    rows_in: int = 0
    accepted: int = 0
    duplicate: int = 0
    ignored: int = 0
    quarantined: int = 0
    counts: Mapping[str, int] = attrs.field(factory=dict[str, int], converter=_frozen_counts)
    rows_by_type: Mapping[str, int] = attrs.field(factory=dict[str, int], converter=_masked_counts)
    examples: tuple[Diagnostic, ...] = ()
    open_contacts: tuple[OpenContact, ...] = ()
    open_agents: tuple[OpenAgent, ...] = ()
    unmapped_agents: tuple[str, ...] = ()
    unsigned_agents: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        known = self.accepted + self.duplicate + self.ignored + self.quarantined
        if self.rows_in != known:
            raise ValueError(f"{self.rows_in} rows in, but {known} are accounted for")

    @property
    def quarantine_share(self) -> Fraction:
        """The share of rows in quarantine; 0 where there were no rows."""
        return Fraction(self.quarantined, self.rows_in) if self.rows_in else Fraction(0)

    def fates(self) -> dict[str, int]:
        """Return how many rows came in and how many met each fate."""
        return {name: getattr(self, name) for name in _FATES}

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain JSON data."""
        return {
            **self.fates(),
            "counts": dict(self.counts),
            "rows_by_type": dict(self.rows_by_type),
            "examples": [each.to_dict() for each in self.examples],
            "open_contacts": [attrs.asdict(each) for each in self.open_contacts],
            "open_agents": [attrs.asdict(each) for each in self.open_agents],
            "unmapped_agents": list(self.unmapped_agents),
            "unsigned_agents": list(self.unsigned_agents),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ReadReport:
        """Return the report of such data. Raises ``KeyError`` or ``TypeError`` for other data."""
        return cls(
            **{name: data[name] for name in _FATES},
            counts=data["counts"],
            rows_by_type=data["rows_by_type"],
            examples=tuple(_example(each) for each in data["examples"]),
            open_contacts=tuple(OpenContact(**each) for each in data["open_contacts"]),
            open_agents=tuple(OpenAgent(**each) for each in data["open_agents"]),
            unmapped_agents=tuple(data["unmapped_agents"]),
            unsigned_agents=tuple(data["unsigned_agents"]),
        )

    def __reduce__(self) -> tuple[object, ...]:
        plain = attrs.asdict(self, recurse=False)
        plain |= {"counts": dict(self.counts), "rows_by_type": dict(self.rows_by_type)}
        return _restored, (plain,)


def _example(data: Mapping[str, Any]) -> Diagnostic:
    place = (data["file"], data["line"], data["column"])
    return Diagnostic(
        code=data["code"],
        severity=Severity(data["severity"]),
        span=Span(*place) if data["file"] is not None else None,
        args=data["args"],
    )


def _restored(plain: dict[str, Any]) -> ReadReport:
    return ReadReport(**plain)


def joined_reports(reports: Iterable[ReadReport]) -> ReadReport:
    """Return the report of several batches of one read; what is open is that of the last."""
    listed = tuple(reports)
    sums = {name: sum(getattr(each, name) for each in listed) for name in _FATES}
    counts: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for each in listed:
        counts.update(each.counts)
        types.update(each.rows_by_type)
    return ReadReport(
        **sums,
        counts=counts,
        rows_by_type=types,
        examples=tuple(one for each in listed for one in each.examples),
        open_contacts=listed[-1].open_contacts if listed else (),
        open_agents=listed[-1].open_agents if listed else (),
        unmapped_agents=tuple(sorted({one for each in listed for one in each.unmapped_agents})),
        unsigned_agents=tuple(sorted({one for each in listed for one in each.unsigned_agents})),
    )


def _percent(share: Fraction) -> str:
    """Return a share for a message, to a tenth of a percent."""
    return f"{Decimal(share.numerator) / share.denominator:.1%}"


class ReadTally:
    """Counts what becomes of rows while a read runs; ``report`` freezes it.

    A row is accepted unless something else is said of it. Strict reading raises ``ReadError``
    at the first row that would go to quarantine.
    """

    __slots__ = (
        "_examples",
        "_options",
        "_quarantined_total",
        "_rows_in_total",
        "counts",
        "duplicate",
        "ignored",
        "quarantined",
        "rows_by_type",
        "rows_in",
    )

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._rows_in_total = 0
        self._quarantined_total = 0
        self._examples: list[Diagnostic] = []
        self._clear()

    def _clear(self) -> None:
        self.rows_in = self.duplicate = self.ignored = self.quarantined = 0
        self.counts: dict[str, int] = {}
        self.rows_by_type: defaultdict[str, int] = defaultdict(int)

    def flag(self, code: str, span: Span, **args: object) -> None:
        """Count a finding about a row that is accepted all the same."""
        self.note(code)
        self._show(Diagnostic(code=code, severity=Severity.WARNING, span=span, args=args))

    def note(self, code: str) -> None:
        """Count something about the source that is no trouble."""
        self.counts[code] = self.counts.get(code, 0) + 1

    def ignore(self, code: str) -> None:
        """Count a row that was meant to be left out."""
        self.ignored += 1
        self.note(code)

    def quarantine(self, code: str, span: Span, row: str, **args: object) -> None:
        """Put a row aside. Raises ``ReadError`` when reading strictly."""
        found = Diagnostic(code=code, span=span, args={"row": shape_of(row), **args})
        if self._options.strictness is Strictness.STRICT:
            raise ReadError((found,))
        self.quarantined += 1
        self.note(code)
        self._show(found)

    def _show(self, found: Diagnostic) -> None:
        if len(self._examples) < self._options.examples:
            self._examples.append(found)

    def report(
        self,
        *,
        open_contacts: tuple[OpenContact, ...] = (),
        open_agents: tuple[OpenAgent, ...] = (),
        unmapped_agents: Iterable[str] = (),
        unsigned_agents: Iterable[str] = (),
    ) -> ReadReport:
        """Return the report of the rows since the last one, and start afresh.

        Raises ``ReadError`` where so far more than the limit went to quarantine.
        """
        left_out = self.duplicate + self.ignored + self.quarantined
        done = ReadReport(
            rows_in=self.rows_in,
            accepted=self.rows_in - left_out,
            duplicate=self.duplicate,
            ignored=self.ignored,
            quarantined=self.quarantined,
            counts=self.counts,
            rows_by_type=self.rows_by_type,
            examples=tuple(self._examples),
            open_contacts=open_contacts,
            open_agents=open_agents,
            unmapped_agents=tuple(sorted(unmapped_agents)),
            unsigned_agents=tuple(sorted(unsigned_agents)),
        )
        self._refuse_beyond_limit(done)
        self._examples = []
        self._clear()
        return done

    def _refuse_beyond_limit(self, done: ReadReport) -> None:
        self._rows_in_total += done.rows_in
        self._quarantined_total += done.quarantined
        limit = self._options.quarantine_limit
        if self._quarantined_total > limit * self._rows_in_total:
            told = {
                "quarantined": self._quarantined_total,
                "rows": self._rows_in_total,
                "limit": _percent(limit),
            }
            raise ReadError((Diagnostic(code="quarantine-limit", args=told), *done.examples))
