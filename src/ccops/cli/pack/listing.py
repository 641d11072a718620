"""``ccops pack list``: the packs that can be opened by id."""

from __future__ import annotations

import click

from ccops.center import find_plugins
from ccops.cli.options import json_option
from ccops.cli.output import write_json


@click.command("list")
@json_option
def verb(*, as_json: bool) -> None:
    """List the packs that can be opened by id."""
    packs = find_plugins().catalog.packs
    if as_json:
        write_json(
            "packs", {"packs": [{"id": name, "folder": str(p)} for name, p in packs.items()]}
        )
        return
    for name, place in sorted(packs.items()):
        click.echo(f"{name}  {place}")
