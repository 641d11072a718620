"""What each person's statement opens with: read from a file, told to nobody."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from ccops.cli.output import wrong_usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_COLUMNS: Final = ("employee_id", "password")


def passwords_of(path: Path, people: Sequence[str]) -> Mapping[str, str]:
    """Return the passwords of people from a CSV file.

    Raises ``UsageError`` where a column or somebody's password is missing, or one is there twice:
    then nothing is written, so that no statement lies about unlocked. No error shows a password.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        absent = set(_COLUMNS).difference(rows.fieldnames or ())
        if absent:
            raise wrong_usage("usage-passwords-column", file=path, columns=", ".join(_COLUMNS))
        found: dict[str, str] = {}
        for row in rows:
            person = row["employee_id"]
            if person in found:
                raise wrong_usage("usage-passwords-twice", file=path, employee=person)
            found[person] = row["password"] or ""
    without = [each for each in people if not found.get(each)]
    if without:
        raise wrong_usage("usage-passwords-without", file=path, employees=", ".join(without))
    return found
