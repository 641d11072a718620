"""What a person's statement opens with: read from a file or asked for, told to nobody."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

import click

from ccops.cli.output import run_locale, wrong_usage
from ccops.messages import message

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


def asked_password(path: Path | None, *, asks: bool) -> str:
    """Return the password of one file, from a file or asked for without showing it; none else.

    Raises ``UsageError`` for a file without one.
    """
    if path is not None:
        found = path.read_text(encoding="utf-8-sig").partition("\n")[0].rstrip("\r")
        if not found:
            raise wrong_usage("usage-password-empty", file=path)
        return found
    if not asks:
        return ""
    text = message("password-asked", {}, locale=run_locale())
    return str(click.prompt(text, hide_input=True, err=True))
