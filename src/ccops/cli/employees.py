"""The employees of an input folder, for what a stored settlement does not keep of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.adapters import read_inputs
from ccops.cli.inputs import names_of
from ccops.cli.options import mapping_of, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.center import Center


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
