"""``ccops plugin``: what is installed and what it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.center import find_plugins
from ccops.cli.options import json_option
from ccops.cli.output import FINDINGS, run_locale, write_diagnostics, write_json
from ccops.messages import message

if TYPE_CHECKING:
    from ccops.adapters import ContactAdapter


@click.group("plugin")
def verb() -> None:
    """Look at plugins."""


@verb.command("list")
@json_option
def list_plugins(*, as_json: bool) -> int:
    """List the plugins, their versions and the hooks they answer; broken ones too."""
    plugins = find_plugins()
    if as_json:
        write_json(
            "plugins",
            {
                "plugins": [
                    {"name": each.name, "version": each.version, "hooks": list(each.brings)}
                    for each in plugins.infos
                ],
                "adapters": {
                    name: {"description": each.description, "verified": each.verified}
                    for name, each in plugins.adapters.items()
                },
                "functions": [each.signature for each in plugins.catalog.functions.values()],
                "diagnostics": [each.to_dict() for each in plugins.diagnostics],
            },
        )
    else:
        for each in plugins.infos:
            click.echo(f"{each.name} {each.version}: {', '.join(each.brings)}")
        for name, adapter in sorted(plugins.adapters.items()):
            click.echo(f"  adapter {name}: {adapter.description}{_doubt(adapter)}")
        for function in plugins.catalog.functions.values():
            click.echo(f"  function {function.signature}")
        write_diagnostics(plugins.diagnostics)
    return FINDINGS if plugins.diagnostics else 0


def _doubt(adapter: ContactAdapter) -> str:
    """Say that no real file was read with an adapter yet, where that is so."""
    if adapter.verified:
        return ""
    return f" ({message('adapter-unverified', {}, locale=run_locale())})"
