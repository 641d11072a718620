"""``ccops pack check``: everything that is wrong with a pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import click

from ccops import __version__
from ccops.center import check_pack, find_plugins
from ccops.cli.options import json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.cli.pack.findings import show
from ccops.messages import Diagnostic, Locale, Severity, message
from ccops.messages.sarif import sarif_log
from ccops.rulepack.pack_files import PackFiles


@click.command("check")
@click.argument("pack")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="How the findings are printed.",
)
@click.option("--strict", is_flag=True, help="Warnings that no rule accepts are findings too.")
@words_option
@json_option
def verb(pack: str, *, form: str, strict: bool, locale: Locale, as_json: bool) -> int:
    """Check a pack: everything that is wrong, at its place, with how to mend it."""
    found, diagnostics = check_pack(pack, plugins="installed")
    files = PackFiles.of(pack, find_plugins().catalog)
    checked = _Checked(found.id if found else pack, diagnostics, files, locale)
    if as_json or form == "json":
        write_json("pack-check", checked.data())
    elif form == "sarif":
        click.echo(json.dumps(checked.sarif(), ensure_ascii=False, indent=1))
    else:
        show(diagnostics, files, locale)
        told = {"pack": pack, "errors": checked.errors, "warnings": checked.warnings}
        click.echo(message("pack-checked", told, locale=locale))
    return FINDINGS if checked.errors or (strict and checked.open_warnings) else 0


@attrs.frozen
class _Checked:
    """The findings of a check, with what is needed to print them in any form."""

    pack: str
    diagnostics: tuple[Diagnostic, ...]
    files: PackFiles
    locale: Locale

    @property
    def errors(self) -> int:
        return self._count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        return self._count(Severity.WARNING)

    @property
    def open_warnings(self) -> int:
        """How many warnings nobody has accepted."""
        listed = (each for each in self.diagnostics if not each.is_accepted)
        return sum(each.severity is Severity.WARNING for each in listed)

    def _count(self, severity: Severity) -> int:
        return sum(each.severity is severity for each in self.diagnostics)

    def data(self) -> dict[str, Any]:
        return {
            "pack": self.pack,
            "errors": self.errors,
            "warnings": self.warnings,
            "diagnostics": [
                {**each.to_dict(self.locale), "path": self._path(each)}
                for each in self.diagnostics
            ],
        }

    def sarif(self) -> dict[str, Any]:
        return sarif_log(
            self.diagnostics,
            self.files,
            root=Path.cwd(),
            version=__version__,
            locale=self.locale,
        )

    def _path(self, one: Diagnostic) -> str | None:
        path = self.files.path(one.span.file) if one.span else None
        return str(path) if path is not None else None
