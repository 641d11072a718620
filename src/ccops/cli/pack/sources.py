"""``ccops pack sources``: what a pack assumes, and the findings it accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.center import load_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import write_json
from ccops.rulepack import Accepted, Assumption, pack_sources

if TYPE_CHECKING:
    from ccops.messages import Locale


@click.command("sources")
@click.argument("pack")
@words_option
@json_option
def verb(pack: str, *, locale: Locale, as_json: bool) -> None:
    """List what a pack assumes where the manual is silent, and the findings it accepts."""
    loaded = load_pack(pack, plugins="installed")
    found = pack_sources(loaded)
    if as_json:
        data = {
            "pack": loaded.id,
            "assumed": [_source_data(each) for each in found.assumed],
            "accepted": [{**_source_data(each), "code": each.code} for each in found.accepted],
        }
        write_json("pack-sources", data)
        return
    for assumed in found.assumed:
        told = f"{assumed.section}.{assumed.name}"
        click.echo(f"{assumed.place}: {told}: {assumed.because.in_locale(locale)}")
    for each in found.accepted:
        told = f"{each.section}.{each.name} [{each.code}]"
        click.echo(f"{each.place}: {told}: {each.because.in_locale(locale)}")
    click.echo(f"{pack}: assumed {len(found.assumed)}, accepted {len(found.accepted)}")


def _source_data(found: Assumption | Accepted) -> dict[str, object]:
    return {
        "section": found.section,
        "name": found.name,
        "because": {"zh": found.because.zh, "en": found.because.en},
        "place": str(found.place or ""),
    }
