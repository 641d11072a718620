"""``ccops pack``: what can be done with a rule pack, one module a verb."""

from __future__ import annotations

from typing import Final

import click

from ccops.cli.group import LazyGroup

_VERBS: Final = {
    "list": "ccops.cli.pack.listing",
    "check": "ccops.cli.pack.checking",
    "test": "ccops.cli.pack.cases",
    "sources": "ccops.cli.pack.sources",
    "clauses": "ccops.cli.pack.clauses",
    "choices": "ccops.cli.pack.choices",
    "explain": "ccops.cli.pack.explaining",
    "book": "ccops.cli.pack.book",
    "diff": "ccops.cli.pack.diffing",
    "schema": "ccops.cli.pack.schema",
    "fmt": "ccops.cli.pack.formatting",
    "migrate": "ccops.cli.pack.migrating",
    "new": "ccops.cli.pack.starting",
}


@click.group("pack", cls=LazyGroup, modules=_VERBS)
def verb() -> None:
    """Look at rule packs, check them, run their cases."""
