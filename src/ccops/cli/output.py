"""What verbs print: one JSON object with a schema, or text; diagnostics in the caller's words."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic, Locale

FINDINGS: Final = 1
INTERNAL: Final = 3


def write_json(schema: str, data: Mapping[str, Any]) -> None:
    """Print one JSON object with a ``schema`` id on standard output."""
    click.echo(json.dumps({"schema": f"ccops.{schema}/1", **data}, ensure_ascii=False, indent=1))


def write_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Print findings on standard error, in the language of the terminal."""
    locale = terminal_locale()
    for each in diagnostics:
        click.echo(each.render(locale), err=True)


def terminal_locale() -> Locale:
    """Return the catalog for the language of the terminal; English where it has none."""
    wanted = (
        os.environ.get("CCOPS_LOCALE") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    )
    if wanted.startswith(("zh_TW", "zh_HK")):
        return "zh_TW"
    return "zh_CN" if wanted.startswith("zh") else "en"
