"""``ccops new``: what an integrator begins with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ccops.center import start_plugin
from ccops.cli.options import json_option, words_option
from ccops.cli.output import write_json
from ccops.messages import message

if TYPE_CHECKING:
    from ccops.messages import Locale


@click.group("new")
def verb() -> None:
    """Begin something of your own."""


@verb.command("plugin")
@click.argument("name", metavar="NAME")
@click.option(
    "--into",
    default=Path(),
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where its folder ccops-NAME goes; here without it.",
)
@words_option
@json_option
def plugin(*, name: str, into: Path, locale: Locale, as_json: bool) -> None:
    """Write a working plugin under a NAME: a pack, rules, a log, a report, a verb, and tests.

    Nothing that is there is written over: the folder must be new or empty.
    """
    written = start_plugin(name, into)
    folder = into / f"ccops-{name}"
    if as_json:
        files = [str(path) for path in written]
        write_json("plugin-new", {"name": name, "folder": str(folder), "files": files})
        return
    for path in written:
        click.echo(str(path))
    click.echo(message("new-plugin-next", {"folder": folder}, locale=locale))
