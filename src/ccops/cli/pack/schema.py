"""``ccops pack schema``: the JSON Schema by which an editor checks the files of a pack."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ccops.center import find_plugins, load_pack
from ccops.cli.options import OUTPUT_FILE, json_option
from ccops.cli.output import write_json
from ccops.rulepack.schema.packs import schema_of

if TYPE_CHECKING:
    from pathlib import Path


@click.command("schema")
@click.option("--pack", metavar="PACK", help="Offer the names and readings of a pack too.")
@click.option(
    "-o",
    "--output",
    type=OUTPUT_FILE,
    help="The file to write; standard output without it.",
)
@json_option
def verb(*, pack: str | None, output: Path | None, as_json: bool) -> None:
    """Write the JSON Schema of pack files, for editors; installed plugins' rules are in it."""
    loaded = load_pack(pack, plugins="installed") if pack else None
    schema = schema_of(find_plugins().catalog, loaded)
    if output is not None:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(_text(schema), encoding="utf-8")
    if as_json:
        told = {"pack": loaded.id if loaded else None, "file": str(output) if output else None}
        write_json("pack-schema", {**told, **({} if output else {"json_schema": schema})})
    else:
        click.echo(str(output) if output is not None else _text(schema), nl=output is not None)


def _text(schema: dict[str, object]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
