"""Stored settlements: written as canonical JSON, read back by settling the same facts again."""

from __future__ import annotations

import json
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ccops.errors import DataError, SettlementError
from ccops.facts import (
    AccountRun,
    Column,
    Evidence,
    FactDeclaration,
    Facts,
    GroupKind,
    Membership,
    Sheet,
    mapped,
    packed,
)
from ccops.messages import Diagnostic, Label, Severity
from ccops.plan import among_others, run_groups, run_plan
from ccops.settlement.carried.closing import Closing
from ccops.settlement.carried.group_past import group_histories
from ccops.settlement.carried.past import history_of
from ccops.settlement.measured.leavers import early_from_data
from ccops.settlement.measured.provisional import provisional_figures
from ccops.settlement.measured.rescoring import rescore_from_data
from ccops.settlement.measured.rulings import Ruling, RulingKind, excluded_rows
from ccops.settlement.plain_data.corrections_text import correction_from_data
from ccops.settlement.plain_data.encoding import cell_from_plain
from ccops.settlement.plain_data.runs_text import run_from_data
from ccops.settlement.settled.manifest import Manifest, facts_json, manifest_from_data
from ccops.settlement.settled.settlement import Settlement
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ccops.plan import Results
    from ccops.settlement.measured.rules import MonthRules

SETTLEMENT_FILE = "settlement.json"
FACTS_FILE = "facts.json"
CLOSING_FILE = "closing.json"
#: The closing or opening that the settlement started from.
BEFORE_FILE = "before.json"


def save_settlement(settlement: Settlement, folder: Path) -> tuple[Path, ...]:
    """Write ``settlement.json``, ``facts.json`` and ``closing.json`` and return their places.

    Where the settlement started from a closing or an opening, that is ``before.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        SETTLEMENT_FILE: settlement.to_json(),
        FACTS_FILE: facts_json(settlement.results.facts),
    }
    if settlement.manifest.final_for:  # the period is still to be settled
        (folder / CLOSING_FILE).unlink(missing_ok=True)
    else:
        contents[CLOSING_FILE] = settlement.closing.to_json()
    if settlement.before is not None:
        contents[BEFORE_FILE] = settlement.before.to_json()
    else:
        (folder / BEFORE_FILE).unlink(missing_ok=True)  # of a settlement that stood here before
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return tuple(folder / name for name in contents)


def stored_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a stored settlement, to know which pack and choices it needs.

    Raises ``DataError`` where the folder holds no settlement.
    """
    data = _read(folder / SETTLEMENT_FILE)
    with _as_written(SETTLEMENT_FILE):
        return dict(data["manifest"])


def stored_decisions(folder: Path) -> dict[str, str]:
    """Return what was decided for the period of a stored settlement, its budgets included.

    Raises ``DataError`` where the folder holds no settlement.
    """
    data = _read(folder / SETTLEMENT_FILE)
    with _as_written(SETTLEMENT_FILE):
        return {**data["manifest"]["decisions"], **data.get("budgets", {})}


def stored_revision(folder: Path, *, pack_id: str, period: str) -> tuple[int, str]:
    """Return the revision and the digest of a stored settlement, to settle its period again.

    Raises ``DataError`` where the folder holds no settlement, and ``SettlementError`` where it is
    one of another pack or period.
    """
    manifest = stored_manifest(folder)
    found = f"{manifest['pack_id']} {manifest['period']}"
    if found != f"{pack_id} {period}":
        told = {"found": found, "wanted": f"{pack_id} {period}"}
        raise SettlementError((Diagnostic(code="supersedes-other", args=told),))
    with _as_written(SETTLEMENT_FILE):
        return int(manifest["revision"]), str(_read(folder / SETTLEMENT_FILE)["digest"])


def load_settlement(folder: Path, rules: MonthRules) -> Settlement:
    """Return a stored settlement, its figures worked out again from its facts.

    Raises ``DataError`` where a file is absent or no JSON, and ``SettlementError`` where the
    pack is another one than the manifest names, or the figures do not come out the same.
    """
    data = {"settlement": _read(folder / SETTLEMENT_FILE), "facts": _read(folder / FACTS_FILE)}
    with _as_written(SETTLEMENT_FILE):
        begins_with_closing = bool(data["settlement"]["manifest"]["closing_digest"])
    data["before"] = _read(folder / BEFORE_FILE) if begins_with_closing else None
    settlement = _settled_again(data, rules)
    if settlement.to_json() != (folder / SETTLEMENT_FILE).read_bytes():
        raise SettlementError((Diagnostic(code="settlement-differs", args={"folder": folder}),))
    return settlement


def settlement_from_data(data: Mapping[str, Any], rules: MonthRules) -> Settlement:
    """Return the settlement of such data, its figures worked out again from its facts.

    Raises ``DataError`` for data that is none, and ``SettlementError`` where the pack is
    another one than the manifest names, or the figures do not come out the same.
    """
    settlement = _settled_again(data, rules)
    if json.loads(settlement.to_json()) != data["settlement"]:
        told = {"folder": SETTLEMENT_FILE}
        raise SettlementError((Diagnostic(code="settlement-differs", args=told),))
    return settlement


def _settled_again(data: Mapping[str, Any], rules: MonthRules) -> Settlement:
    with _as_written(SETTLEMENT_FILE):
        written = data["settlement"]
        manifest = manifest_from_data(written["manifest"])
        rulings = tuple(_ruling(each) for each in written["rulings"])
        diagnostics = tuple(_diagnostic(each) for each in written["diagnostics"])
        early = early_from_data(written.get("early", ()))
    _check_pack(manifest, rules)
    with _as_written(FACTS_FILE):
        facts = facts_from_data(data["facts"], rules)
    before = _before(data.get("before"), manifest)
    # the facts were stored with what was ruled about them; only the exclusions are left
    results = run_plan(
        rules.plan,
        facts,
        excluded=excluded_rows(facts, rulings),
        history=history_of(before, facts, rules),
        later=among_others(rules.plan, facts.period.label) if manifest.final_for else frozenset(),
    )
    return Settlement(
        rules=rules,
        results=results,
        groups=_groups(before, manifest, rules, results),
        manifest=manifest,
        provisional=provisional_figures(results),
        before=before,
        rulings=rulings,
        diagnostics=diagnostics,
        early=early,
    )


def _groups(
    before: Closing | None, manifest: Manifest, rules: MonthRules, results: Results
) -> Mapping[GroupKind, Results]:
    """Return the figures of groups, of which a settlement of leavers has none."""
    if manifest.final_for:
        return {}
    return run_groups(rules.groups, results, group_histories(before, results.facts, rules))


def _before(data: Mapping[str, Any] | None, manifest: Manifest) -> Closing | None:
    """Return the closing that a settlement started from; it must be the one of the manifest."""
    if not manifest.closing_digest:
        return None
    with _as_written(BEFORE_FILE):
        if data is None:
            raise KeyError("before")
    found = Closing.from_dict(data)
    if found.digest != manifest.closing_digest:
        told = {"wanted": manifest.closing_digest, "found": found.digest}
        raise SettlementError((Diagnostic(code="closing-other-digest", args=told),))
    return found


def facts_from_data(data: Mapping[str, Any], rules: MonthRules) -> Facts:
    """Return stored facts. Raises ``KeyError`` for a fact the pack does not have."""
    columns = {
        name: _column(column, rules.facts[name], len(data["employees"]))
        for name, column in data["columns"].items()
    }
    return Facts(
        period=rules.period,
        declarations=rules.facts,
        employees=Sheet(ids=tuple(data["employees"]), columns=columns),
        currency=rules.currency,
        evidence={name: Evidence(*each) for name, each in data["evidence"].items()},
        memberships={
            what: tuple(
                Membership(row=row, group=group, share=Fraction(share), at_end=not left)
                for row, group, share, *left in listed
            )
            for what, listed in data["memberships"].items()
        },
        accounts=_accounts(data, rules),
        sheets=_sheets(data, rules),
        group_declarations={each.kind: each.plan.facts for each in rules.groups},
        corrections=tuple(map(correction_from_data, data.get("corrections", ()))),
        rescores=tuple(map(rescore_from_data, data.get("rescores", ()))),
    )


def _sheets(data: Mapping[str, Any], rules: MonthRules) -> dict[GroupKind, Sheet]:
    """Return the stored sheets of groups. Raises ``KeyError`` for one that is not there."""
    return {
        group.kind: _sheet(data["sheets"][group.kind.value], group.plan.facts)
        for group in rules.groups
    }


def _sheet(data: Mapping[str, Any], declared: Mapping[str, FactDeclaration]) -> Sheet:
    ids = tuple(data["ids"])
    columns = {
        name: _column(column, declared[name], len(ids)) for name, column in data["columns"].items()
    }
    return Sheet(ids=ids, columns=columns, given=frozenset(data.get("given", ())))


def _accounts(data: Mapping[str, Any], rules: MonthRules) -> dict[str, AccountRun]:
    kinds = {each.name: each for each in rules.accounts}
    runs = (run_from_data(each, kinds) for each in data.get("accounts", ()))
    return {run.kind.name: run for run in runs}


def _column(data: Mapping[str, Any], declaration: FactDeclaration, size: int) -> Column:
    type_, carrier = declaration.type, declaration.carrier
    values = [tuple(each) if isinstance(each, list) else each for each in data["cells"]]
    cells: list[Any] = mapped(
        lambda value: None if value is None else cell_from_plain(value, type_, carrier), values
    )
    for reason, rows in data["missing"].items():
        for row in range(size) if rows == "all" else rows:
            cells[row] = Missing(reason)
    if len(cells) != size or None in cells:
        raise ValueError(declaration.name)
    return packed(type_, carrier, cells)


def _diagnostic(data: Mapping[str, Any]) -> Diagnostic:
    severity = Severity(data["severity"])
    words = Label.from_dict(data["words"]) if "words" in data else None
    return Diagnostic(code=data["code"], severity=severity, args=data["args"], words=words)


def _ruling(data: Mapping[str, Any]) -> Ruling:
    return Ruling(
        employee_id=data["employee_id"],
        fact=data["fact"],
        kind=RulingKind(data["ruling"]),
        by=data["by"],
        because=data["because"],
    )


def _check_pack(manifest: Manifest, rules: MonthRules) -> None:
    if manifest.pack_digest != rules.identity.digest:
        arguments = {
            "id": manifest.pack_id,
            "wanted": manifest.pack_digest,
            "found": rules.identity.digest,
        }
        raise SettlementError((Diagnostic(code="settlement-other-pack", args=arguments),))


def _read(path: Path) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _unreadable(path.name, error) from error


@contextmanager
def _as_written(file: str) -> Iterator[None]:
    """Tell by its name a file that is JSON, but not what was written."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise _unreadable(file, error) from error


def _unreadable(file: str, error: Exception) -> DataError:
    arguments = {"file": file, "problem": f"{type(error).__name__}: {error}"}
    return DataError((Diagnostic(code="stored-unreadable", args=arguments),))
