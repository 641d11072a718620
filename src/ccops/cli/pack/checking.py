"""``ccops pack check``: everything that is wrong with a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.center import check_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.messages import Severity, has_errors

if TYPE_CHECKING:
    from ccops.messages import Locale


@click.command("check")
@click.argument("pack")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--strict", is_flag=True, help="Warnings are findings too.")
@words_option
@json_option
def verb(pack: str, *, form: str, strict: bool, locale: Locale, as_json: bool) -> int:
    """Check a pack: everything that is wrong, at its place, with how to mend it."""
    found, diagnostics = check_pack(pack, plugins="installed")
    errors = sum(each.severity is Severity.ERROR for each in diagnostics)
    warnings = sum(each.severity is Severity.WARNING for each in diagnostics)
    if as_json or form == "json":
        write_json(
            "pack-check",
            {
                "pack": found.id if found else pack,
                "errors": errors,
                "warnings": warnings,
                "diagnostics": [each.to_dict() for each in diagnostics],
            },
        )
    else:
        for each in diagnostics:
            click.echo(each.render(locale))
        click.echo(f"{pack}: errors {errors}, warnings {warnings}")
    return FINDINGS if has_errors(diagnostics) or (strict and warnings) else 0
