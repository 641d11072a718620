"""Attestations: what one employee needs to work out his own pay again, and that it was settled so.

An attestation holds one employee's own inputs and nothing of anybody else but what others made of
him: his place, how many were ranked. Its way leads to the seal of the settlement, so that no input
can be another than the one that was settled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.plan import TotalStep
from ccops.settlement.attested.own_digests import OwnDigests, Way
from ccops.settlement.attested.own_notes import own_notes, rows_noted, whole
from ccops.settlement.plain_data.encoding import plain_cell
from ccops.values import NotApplicable
from ccops.values.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.plan import Key, Results
    from ccops.settlement.attested.own_inputs import InputCells
    from ccops.settlement.settled.settlement import Settlement

SCHEMA: Final = "ccops.attestation/3"
#: Of these the seal does not say whose they are, or not what became of lots.
_EARLIER: Final = frozenset({"ccops.attestation/1", "ccops.attestation/2"})
_HASH_BYTES: Final = 32


@frozen(kw_only=True, eq=False)
class Attestation:
    """What a settlement says of one employee, as plain JSON data where values stand.

    ``inputs`` are by id (``fact conduct``, ``past monthly_score 2``, ``size month_rank agents``);
    ``notes`` what his accounts held and what became of it, what corrected periods gave him and
    what he was paid early;
    ``amounts`` what the settlement came to, by pay line and total. ``salt`` and ``way`` lead from
    there to the root over so many ``people``, and with it to ``seal``, the seal of the settlement;
    ``said`` is the digest of what the settlement says beside its manifest.
    """

    employee: str
    manifest: Mapping[str, Any]
    inputs: Mapping[str, Any]
    notes: Mapping[str, Any]
    amounts: Mapping[str, Any]
    salt: bytes
    way: Way
    people: int
    said: str
    seal: str

    def to_dict(self) -> dict[str, Any]:
        """Return the attestation as plain JSON data."""
        return {
            "schema": SCHEMA,
            "employee": self.employee,
            "manifest": dict(self.manifest),
            "inputs": dict(self.inputs),
            "notes": dict(self.notes),
            "amounts": dict(self.amounts),
            "salt": self.salt.hex(),
            "way": [[side, other.hex()] for side, other in self.way],
            "people": self.people,
            "said": self.said,
            "seal": self.seal,
        }

    def to_json(self) -> bytes:
        """Return the attestation as canonical JSON."""
        return canonical_json(self.to_dict())

    @classmethod
    def from_dict(cls, data: object) -> Attestation:
        """Return an attestation from plain data.

        Raises ``DataError`` for data that is none, and for that of an earlier version.
        """
        try:
            return _attestation(data)
        except DataError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            told = {"problem": f"{type(error).__name__}: {error}"}
            raise DataError((Diagnostic(code="attestation-unreadable", args=told),)) from error


def _attestation(data: Any) -> Attestation:  # noqa: ANN401 - JSON
    if data["schema"] in _EARLIER:
        raise DataError((Diagnostic(code="attestation-earlier"),))
    if data["schema"] != SCHEMA:
        raise ValueError(data["schema"])
    parts = {name: data[name] for name in ("manifest", "inputs", "notes", "amounts")}
    texts = {name: data[name] for name in ("employee", "said", "seal")}
    wrong = [name for name, each in parts.items() if not isinstance(each, dict)]
    wrong += [name for name, each in texts.items() if not isinstance(each, str)]
    if wrong:
        raise TypeError(", ".join(wrong))
    return Attestation(
        **parts,
        **texts,
        people=whole(data["people"]),
        salt=_hash(data["salt"]),
        way=tuple(_step(*each) for each in data["way"]),
    )


def _step(side: str, other: str) -> tuple[str, bytes]:
    if side not in {"left", "right"}:
        raise ValueError(side)
    return side, _hash(other)


def _hash(text: str) -> bytes:
    found = bytes.fromhex(text)
    if len(found) != _HASH_BYTES:
        raise ValueError(text)
    return found


# -- of a settlement ------------------------------------------------------------------------------


def own_digests(settlement: Settlement) -> OwnDigests:
    """Return the digests of everybody's inputs, and the tree over them."""
    listed = sorted(rows_noted(settlement))
    notes = {row: canonical_json(each) for row in listed if (each := own_notes(settlement, row))}
    return OwnDigests.of(settlement.employees, settlement.own_inputs, notes)


def attestation_of(settlement: Settlement, employee: str) -> Attestation:
    """Return what a settlement attests of an employee.

    Raises ``UnknownNameError`` for a stranger.
    """
    row, results = settlement.row_of(employee), settlement.results
    tree = settlement.own_digests
    return Attestation(
        employee=employee,
        manifest=settlement.manifest.to_dict(),
        inputs=_inputs(settlement.own_inputs, row),
        notes=own_notes(settlement, row),
        amounts=amounts_of(results, row),
        salt=tree.salt(row),
        way=tree.way(row),
        people=len(settlement.employees),
        said=settlement.said_digest,
        seal=settlement.seal,
    )


def _inputs(inputs: Sequence[InputCells], row: int) -> dict[str, Any]:
    found = {}
    for each in inputs:
        cell = each.at(row)
        if not isinstance(cell, NotApplicable):
            found[each.input.id] = plain_cell(cell, each.input.type.unit, each.input.carrier)
    return found


def amounts_of(results: Results, row: int) -> dict[str, Any]:
    """Return the pay lines and totals of an employee by figure: what stands on a statement."""
    paid = [line.figure for line in results.plan.lines]
    totals = [key.name for key in _totals(results)]
    found = {}
    for name in dict.fromkeys([*paid, *totals]):
        column = results.column_at(name, row)
        if column is not None:
            step = column.step
            found[name] = plain_cell(column.at(row), step.type.unit, step.carrier)
    return found


def _totals(results: Results) -> list[Key]:
    return [each.key for each in results.plan.of_kind(TotalStep) if each.rule.is_printed]
