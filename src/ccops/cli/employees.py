"""The employees of an input folder, for what a stored settlement does not keep of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.adapters import read_inputs
from ccops.cli.inputs import names_of
from ccops.cli.options import mapping_of, refuse
from ccops.facts import locales_of, people_of
from ccops.messages import Locale

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.center import Center
    from ccops.settlement import Settlement


def employee_rows(folder: Path, center: Center, period: str) -> Sequence[Mapping[str, str]]:
    """Return the rows of the file ``employees``. Raises ``DataError`` for wrong input files."""
    mapping = mapping_of(folder / "inputs.yaml")
    inputs, problems = read_inputs(
        folder,
        mapping=mapping,
        names=names_of(center, period),
        kinds=center.plugins.own_kinds,
    )
    refuse(problems)
    return inputs.rows("employees")


@attrs.frozen
class Readers:
    """What pages about people ask of the file ``employees``: names, and who reads what."""

    names: Mapping[str, str] = attrs.field(factory=dict[str, str])
    locales: Mapping[str, Locale] = attrs.field(factory=dict[str, Locale])


def readers_of(folder: Path | None, center: Center, found: Settlement) -> Readers:
    """Return whom a settlement is about, as an input folder has them; nobody without one.

    Raises ``DataError`` for wrong input files.
    """
    if folder is None:
        return Readers()
    rows = employee_rows(folder, center, found.period)
    employees, _, _ = people_of(rows, (), center.pack.currency)
    last = found.rules.period.days(center.pack.rules.pack.default_calendar.value).last
    names = {each.employee_id: each.name for each in employees if each.name}
    return Readers(names, locales_of(employees, last))
