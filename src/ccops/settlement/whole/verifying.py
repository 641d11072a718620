"""Verifying a statement: its lines worked out again from what it carries, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ccops.errors import DataError
from ccops.facts import Facts, History, Sheet, packed
from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.plan import AttestedFigure, Members, Results, run_plan
from ccops.settlement.attested.attestation import Attestation, amounts_of
from ccops.settlement.attested.own_digests import OwnDigests, leaf_of, root_of
from ccops.settlement.attested.own_inputs import InputCells, InputKind, OwnInput, own_inputs
from ccops.settlement.attested.own_notes import NotesRead
from ccops.settlement.attested.seal import seal_over
from ccops.settlement.measured.provisional import provisional_figures
from ccops.settlement.measured.rules import MonthRules
from ccops.settlement.plain_data.encoding import cell_from_plain
from ccops.settlement.settled.manifest import manifest_from_data
from ccops.settlement.settled.plain import digest_over
from ccops.settlement.settled.settlement import Settlement
from ccops.values import Cell, Missing
from ccops.values.canonical import canonical_json

if TYPE_CHECKING:
    from ccops.plan import Key

Cells = dict[OwnInput, Cell | Missing]


@frozen(kw_only=True)
class VerifiedAmount:
    """One pay line or total: what the statement says, and what follows from its inputs."""

    figure: str
    said: Any
    found: Any

    @property
    def is_same(self) -> bool:
        """Whether both are the same."""
        return bool(self.said == self.found)


@frozen(kw_only=True, eq=False)
class Verification:
    """What came of verifying a statement.

    ``seal`` is the one that its inputs lead to; it is to be compared with the one that was signed.
    ``settlement`` is the digest of the settlement under that seal. ``is_covered`` says whether the
    statement names that very seal. ``results`` are the figures worked out again, ``inputs`` what
    they were worked out from.
    """

    attestation: Attestation
    rules: MonthRules
    results: Results
    inputs: Mapping[OwnInput, Cell | Missing]
    amounts: tuple[VerifiedAmount, ...]
    settlement: str
    seal: str

    @cached_property
    def alone(self) -> Settlement:
        """The settlement of this one employee, as it follows from his inputs."""
        attestation = self.attestation
        return Settlement(
            rules=self.rules,
            results=self.results,
            manifest=manifest_from_data(attestation.manifest),
            provisional=provisional_figures(self.results),
            rulings=(),
            diagnostics=(),
            early=_notes(attestation, self.rules).early(),
        )

    @property
    def is_covered(self) -> bool:
        """Whether the inputs are those under the seal that the statement names."""
        return self.seal == self.attestation.seal

    @property
    def is_right(self) -> bool:
        """Whether the inputs are covered and every amount follows from them."""
        return self.is_covered and all(each.is_same for each in self.amounts)


def verified(attestation: Attestation, rules: MonthRules) -> Verification:
    """Return a statement's lines worked out again under the rules of its pack and period.

    Raises ``DataError`` where the pack is another one than the statement names, and for inputs
    that the pack does not have or that are none.
    """
    _check_pack(attestation, rules)
    try:
        cells = _cells(attestation, rules)
        facts, history = _facts(attestation, cells, rules), _history(attestation, cells, rules)
        results = run_plan(rules.plan, facts, history=history, attested=_attested(cells))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        told = {"problem": f"{type(error).__name__}: {error}"}
        raise DataError((Diagnostic(code="attestation-unreadable", args=told),)) from error
    found = amounts_of(results, 0)
    names = dict.fromkeys([*attestation.amounts, *found])
    settlement = digest_over(manifest=attestation.manifest, said=attestation.said)
    root = _root(attestation, cells, rules)
    return Verification(
        attestation=attestation,
        rules=rules,
        results=results,
        inputs=cells,
        amounts=tuple(
            VerifiedAmount(figure=each, said=attestation.amounts.get(each), found=found.get(each))
            for each in names
        ),
        settlement=settlement,
        seal=seal_over(settlement=settlement, statements=root, people=attestation.people),
    )


def _check_pack(attestation: Attestation, rules: MonthRules) -> None:
    identity, manifest = rules.identity, attestation.manifest
    wanted = str(manifest.get("pack_digest", ""))
    if wanted != identity.digest:
        told = {"id": str(manifest.get("pack_id", "")), "wanted": wanted, "found": identity.digest}
        raise DataError((Diagnostic(code="attestation-other-pack", args=told),))


# -- inputs ---------------------------------------------------------------------------------------


def _cells(attestation: Attestation, rules: MonthRules) -> Cells:
    """Return the inputs the statement carries. Raises ``ValueError`` for a strange one."""
    known = own_inputs(rules.plan, rules.period.label)
    strange = attestation.inputs.keys() - {each.id for each in known}
    if strange:
        raise ValueError(min(strange))
    return {
        each: cell_from_plain(attestation.inputs[each.id], each.type, each.carrier)
        for each in known
        if each.id in attestation.inputs
    }


def _facts(attestation: Attestation, cells: Cells, rules: MonthRules) -> Facts:
    columns = {
        own.name: packed(own.type, own.carrier, [cell])
        for own, cell in cells.items()
        if own.kind is InputKind.FACT
    }
    return Facts(
        period=rules.period,
        declarations=rules.facts,
        employees=Sheet(ids=(attestation.employee,), columns=columns),
        currency=rules.currency,
        accounts=_notes(attestation, rules).runs(),
        corrections=_notes(attestation, rules).corrections(),
    )


def _notes(attestation: Attestation, rules: MonthRules) -> NotesRead:
    return NotesRead(
        employee=attestation.employee,
        notes=attestation.notes,
        kinds={each.name: each for each in rules.accounts},
    )


def _history(attestation: Attestation, cells: Cells, rules: MonthRules) -> History:
    past = {
        (own.name, own.ago): [cell] for own, cell in cells.items() if own.kind is InputKind.PAST
    }
    has_past = bool(attestation.manifest["closing_digest"])
    known = [each.name for each in rules.accounts] if has_past else []
    held, why = _notes(attestation, rules).lots()
    if strange := {*held, *why}.difference(known):
        raise ValueError(min(strange))
    return History(
        cells=past,
        lots={name: {0: held[name]} if name in held else {} for name in known},
        unknown_lots={name: {0: why[name]} if name in why else {} for name in known},
    )


def _attested(cells: Cells) -> dict[Key, AttestedFigure]:
    by_id = {each.id: cell for each, cell in cells.items()}
    found = {}
    for own, cell in cells.items():
        if own.kind is InputKind.FIGURE and own.key is not None:
            rest = f"{own.key.name} {own.key.population}"
            size, tied = (by_id.get(f"{kind} {rest}", 0) for kind in ("size", "tied"))
            found[own.key] = AttestedFigure(
                cell=cell,
                size=size if isinstance(size, int) else 0,
                tied=tied if isinstance(tied, int) else 0,
                is_open=by_id.get(f"open {rest}") is True,
            )
    return found


# -- coverage -------------------------------------------------------------------------------------


def _root(attestation: Attestation, cells: Cells, rules: MonthRules) -> bytes:
    """Return the root over everybody's statements that the inputs of this one lead to."""
    here, nobody = Members.everybody(1), Members.of_rows([], 1)
    inputs = tuple(
        InputCells(own, packed(own.type, own.carrier, [cells[own]]), here)
        if own in cells
        else InputCells(own, packed(own.type, own.carrier, []), nobody)
        for own in own_inputs(rules.plan, rules.period.label)
    )
    notes = {0: canonical_json(attestation.notes)} if attestation.notes else {}
    alone = OwnDigests.of((attestation.employee,), inputs, notes)
    return root_of(leaf_of(attestation.salt, alone.digests[0]), attestation.way)
