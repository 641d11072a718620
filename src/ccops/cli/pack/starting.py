"""``ccops pack new``: a small pack of one's own to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.center import load_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import write_json
from ccops.messages import message
from ccops.rulepack.starting.packs import start_pack, starters

if TYPE_CHECKING:
    from ccops.messages import Locale


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--extends",
    type=click.Choice(starters()),
    default="base",
    help="The pack whose rules it takes over.",
)
@click.option("--id", "id_", metavar="ID", help="Its id; the name of the folder without it.")
@words_option
@json_option
def verb(folder: Path, *, extends: str, id_: str | None, locale: Locale, as_json: bool) -> None:
    """Write a small pack into DIR, with the questions open that move money.

    Nothing that is there is written over: DIR must be new or empty.
    """
    written = start_pack(folder, id_=id_ or folder.resolve().name, parent=load_pack(extends))
    if as_json:
        files = [str(path) for path in written]
        write_json("pack-new", {"id": id_ or folder.resolve().name, "files": files})
        return
    for path in written:
        click.echo(str(path))
    click.echo(message("new-next", {"folder": folder}, locale=locale))
