"""``ccops pack clauses``: what of the manual a pack carries, where, and who would miss it."""

from __future__ import annotations

import sys
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import click

from ccops.center import load_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.cli.pack.findings import place_of
from ccops.messages import message
from ccops.rulepack.cases import read_cases
from ccops.rulepack.clauses import pack_clauses
from ccops.rulepack.pack_files import PackFiles
from ccops.rulepack.proving import Deletion, delete_clauses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.messages import Locale
    from ccops.rulepack import Pack
    from ccops.rulepack.clauses import Clause


@click.command("clauses")
@click.argument("pack")
@click.option(
    "--prove",
    "proving",
    is_flag=True,
    help="Leave each clause out, and name the finding or the case that notices.",
)
@click.option(
    "--only", default="*", metavar="PATTERN", help="Only clauses of such a name: 'S3-*'."
)
@words_option
@json_option
def verb(pack: str, *, proving: bool, only: str, locale: Locale, as_json: bool) -> int:
    """List the clauses of the manual that a pack carries, with the rules that do.

    Exit code 1 with ``--prove`` where a clause could be left out and nobody would notice.
    """
    loaded = load_pack(pack, plugins="installed")
    clauses = [each for each in pack_clauses(loaded) if fnmatchcase(each.name, only)]
    deletions = _proven(loaded, clauses, locale) if proving else ()
    if as_json:
        by_name = {each.clause.name: each for each in deletions}
        data = [_data(each, by_name.get(each.name)) for each in clauses]
        write_json("pack-clauses", {"pack": loaded.id, "clauses": data})
    else:
        for line in _lines(loaded, clauses, deletions, locale):
            click.echo(line)
    return FINDINGS if any(not each.is_noticed for each in deletions) else 0


def _proven(pack: Pack, clauses: Sequence[Clause], locale: Locale) -> tuple[Deletion, ...]:
    """Return what notices each clause left out."""
    cases, _ = read_cases(pack)
    if not sys.stderr.isatty():
        return delete_clauses(pack, clauses, cases)
    label = message("clauses-proving", {}, locale=locale)
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def told(done: int, count: int) -> None:
            bar.length = count
            bar.update(done - bar.pos)

        return delete_clauses(pack, clauses, cases, told=told)


def _lines(
    pack: Pack, clauses: Sequence[Clause], deletions: Sequence[Deletion], locale: Locale
) -> Iterator[str]:
    files = PackFiles(pack.places)
    noticed = {each.clause.name: each for each in deletions}
    for clause in clauses:
        filled = f" ({message('clauses-filled', {}, locale=locale)})" if clause.is_filled else ""
        yield f"{clause.name}{filled}"
        yield from (
            f"  {place_of(each.place, files)} {each.section}.{each.name}" for each in clause.rules
        )
        if clause.name in noticed:
            yield f"  {_noticed(noticed[clause.name], files, locale)}"
    told = {"pack": pack.id, "clauses": len(clauses)}
    yield message("clauses-counted", told, locale=locale)
    if deletions:
        missed = sum(not each.is_noticed for each in deletions)
        yield message("clauses-missed", {"missed": missed}, locale=locale)


def _noticed(deletion: Deletion, files: PackFiles, locale: Locale) -> str:
    """Say what notices a clause left out."""
    if deletion.case:
        return message("clauses-by-case", {"case": deletion.case}, locale=locale)
    found = deletion.found
    if found is None:
        return message("clauses-by-nobody", {}, locale=locale)
    place = place_of(found.span, files) if found.span else "-"
    told = {"code": found.code, "place": place, "finding": found.text(locale)}
    return message("clauses-by-check", told, locale=locale)


def _data(clause: Clause, deletion: Deletion | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "clause": clause.name,
        "filled": clause.is_filled,
        "rules": [
            {"section": each.section, "name": each.name, "place": str(each.place)}
            for each in clause.rules
        ],
    }
    if deletion is not None:
        found = deletion.found
        data["without"] = {
            "noticed": deletion.is_noticed,
            "case": deletion.case,
            "finding": found.to_dict() if found is not None else None,
        }
    return data
