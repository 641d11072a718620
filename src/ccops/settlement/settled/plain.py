"""The settlement as canonical JSON: columnar, exact, without a run time in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ccops.frozen import frozen
from ccops.plan import FigureColumn, Members, RankStep, RowStep, TableStep
from ccops.settlement.measured.leavers import early_data
from ccops.settlement.measured.rulings import rulings_data
from ccops.settlement.plain_data.column_digests import BY_DIGEST
from ccops.settlement.plain_data.json_text import (
    IN_FULL,
    Arrays,
    finished,
    json_array,
    json_object,
    json_text,
)
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.messages import Diagnostic
    from ccops.plan import Key, Results
    from ccops.settlement.settled.settlement import Settlement


def settlement_json(settlement: Settlement) -> bytes:
    """Return manifest, employees, figures, reasons, provisional marks, rulings and findings.

    The digest of it all stands among them.
    """
    parts = _parts(settlement, IN_FULL)
    return finished({**parts, "digest": json_text(settlement.digest)})


def settlement_digest(settlement: Settlement) -> str:
    """Return the digest of everything a settlement says.

    It is taken over two: that of the manifest, and that of all else it says.
    """
    manifest = settlement.manifest.to_dict()
    return digest_over(manifest=manifest, said=settlement.said_digest)


def said_digest(settlement: Settlement) -> str:
    """Return the digest of what a settlement says beside its manifest."""
    parts = _parts(settlement, BY_DIGEST)
    return digest(finished({name: each for name, each in parts.items() if name != "manifest"}))


def digest_over(*, manifest: Mapping[str, object], said: str) -> str:
    """Return the digest of a settlement from its manifest and the digest of what it says."""
    return digest(canonical_json({"manifest": digest(canonical_json(manifest)), "said": said}))


def _parts(settlement: Settlement, arrays: Arrays) -> dict[str, str]:
    writer = _FigureTexts(arrays)
    figures = sorted(settlement.results.figures.items(), key=lambda each: _order(each[0]))
    parts = {
        "manifest": json_text(settlement.manifest.to_dict()),
        "employees": arrays.words(settlement.employees),
        "figures": json_array(writer.text(found) for _, found in figures),
        "provisional": json_text(_provisional(settlement)),
        "rulings": json_text(rulings_data(settlement.rulings)),
        "diagnostics": json_text(_diagnostics(settlement)),
    }
    if settlement.rules.budgeted:
        parts["budgets"] = json_text(dict(settlement.rules.budgeted))
    if settlement.groups:
        groups = {
            kind.value: _group_text(each, arrays) for kind, each in settlement.groups.items()
        }
        parts["groups"] = json_object(groups)
    if settlement.early:
        parts["early"] = json_text(early_data(settlement.early))
    return parts


def _group_text(results: Results, arrays: Arrays) -> str:
    """Return the figures of the groups of a kind, with what they gathered of employees."""
    writer = _FigureTexts(arrays)
    sheet, declared = results.facts.employees, results.facts.declarations
    figures = sorted(results.figures.items(), key=lambda each: _order(each[0]))
    gathered = {
        name: json_object(arrays.column(column))
        for name, column in sheet.columns.items()
        if declared[name].made is not None
    }
    return json_object(
        {
            "ids": arrays.words(sheet.ids),
            "gathered": json_object(gathered),
            "figures": json_array(writer.text(found) for _, found in figures),
        }
    )


def _order(key: Key) -> tuple[str, str]:
    return key.name, key.population


def _provisional(settlement: Settlement) -> list[dict[str, Any]]:
    found = sorted(settlement.provisional.items(), key=lambda each: _order(each[0]))
    return [
        {
            "figure": key.name,
            "population": key.population,
            "rank": blocked.rank,
            "employees": list(blocked.employees),
        }
        for key, blocked in found
    ]


def _diagnostics(settlement: Settlement) -> list[dict[str, Any]]:
    return [_diagnostic(each) for each in settlement.diagnostics]


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    """Return a finding; its own words only where it has some."""
    args = {name: str(value) for name, value in found.args.items()}
    data = {"code": found.code, "severity": found.severity.value, "args": args}
    return {**data, "words": found.words.to_dict()} if found.words else data


@frozen(eq=False)
class _FigureTexts:
    """Writes figures; the rows of a population are written once."""

    _arrays: Arrays
    _rows: dict[int, str] = attrs.field(factory=dict, init=False)

    def text(self, found: FigureColumn) -> str:
        step, ranking = found.step, found.ranking
        parts = {
            "name": json_text(step.key.name),
            "population": json_text(step.key.population),
            "rows": self._rows_of(found.members),
            **self._arrays.column(found.column),
        }
        if isinstance(step, TableStep) and found.hits is not None:
            parts["hits"] = self._arrays.numbers(found.hits)
        if isinstance(step, RankStep) and ranking is not None:
            parts["size"] = self._arrays.numbers(ranking.size)
            parts["tied"] = self._arrays.numbers(ranking.tied)
        if isinstance(step, RowStep) and step.rule.reasons:
            parts["reasons"] = json_text([[each.code, each.flag] for each in step.rule.reasons])
        return json_object(parts)

    def _rows_of(self, members: Members) -> str:
        if isinstance(members.rows, range):
            return json_text("all")
        if id(members) not in self._rows:
            self._rows[id(members)] = self._arrays.numbers(members.rows)
        return self._rows[id(members)]
