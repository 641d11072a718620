"""``ccops pack fmt``: the files of a pack as packs are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.center import find_plugins
from ccops.cli.options import json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.cli.pack.findings import show
from ccops.messages import has_errors, message
from ccops.rulepack.documents.rewriting import pack_texts, write_text
from ccops.rulepack.formatting.layout import format_yaml
from ccops.rulepack.loading import find_folder
from ccops.rulepack.pack_files import PackFiles

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic, Locale


@click.command("fmt")
@click.argument("pack")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would be.")
@words_option
@json_option
def verb(pack: str, *, only_check: bool, locale: Locale, as_json: bool) -> int:
    """Write the files of a pack in one way: comments, order and rows of tables stay.

    A file with mistakes of YAML is left alone, and told.
    """
    folder = find_folder(pack, find_plugins().catalog)
    changed: list[Path] = []
    problems: list[Diagnostic] = []
    for path, shown, text in pack_texts(folder, problems):
        made, found = format_yaml(text, shown)
        problems.extend(found if made is None else ())
        if made is not None and made != text:
            changed.append(path)
            if not only_check:
                write_text(path, made)
    if as_json:
        write_json("pack-fmt", _data(changed, problems, locale, only_check=only_check))
    else:
        _tell(changed, locale, only_check=only_check)
        show(problems, PackFiles((folder,)), locale)
    return FINDINGS if has_errors(problems) or (only_check and changed) else 0


def _tell(changed: list[Path], locale: Locale, *, only_check: bool) -> None:
    key = "fmt-would" if only_check else "fmt-did"
    for path in changed:
        click.echo(message(key, {"file": path}, locale=locale))
    if not changed:
        click.echo(message("fmt-nothing", {}, locale=locale))


def _data(
    changed: list[Path], problems: list[Diagnostic], locale: Locale, *, only_check: bool
) -> dict[str, object]:
    return {
        "checked_only": only_check,
        "changed": [str(path) for path in changed],
        "diagnostics": [each.to_dict(locale) for each in problems],
    }
