"""``ccops pack choices``: the questions the manual leaves open, and what is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.center import load_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import write_json

if TYPE_CHECKING:
    from ccops.messages import Locale


@click.command("choices")
@click.argument("pack")
@words_option
@json_option
def verb(pack: str, *, locale: Locale, as_json: bool) -> None:
    """List the questions the manual leaves open, their readings, and the one taken."""
    loaded = load_pack(pack, plugins="installed")
    if as_json:
        listed = [
            {
                "id": name,
                "asks": {"zh": each.asks.zh, "en": each.asks.en},
                "readings": {reading: text.value for reading, text in each.readings.items()},
                "taken": loaded.readings[name],
                "source": each.origin.source,
            }
            for name, each in loaded.choices.items()
        ]
        write_json("pack-choices", {"pack": loaded.id, "choices": listed})
        return
    for name, each in loaded.choices.items():
        click.echo(f"{name}: {each.asks.in_locale(locale)}")
        for reading, text in each.readings.items():
            mark = "*" if reading == loaded.readings[name] else " "
            click.echo(f"  {mark} {reading}: {text.value}")
