"""``ccops pack sources``: what a pack assumes, and the findings it accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ccops.center import load_pack
from ccops.cli.options import json_option, words_option
from ccops.cli.output import write_json
from ccops.cli.pack.findings import place_of
from ccops.messages import message
from ccops.rulepack import Accepted, Assumption, Pack, pack_sources
from ccops.rulepack.cards.card_data import label_data
from ccops.rulepack.describing import section_words
from ccops.rulepack.pack_files import PackFiles

if TYPE_CHECKING:
    from ccops.messages import Locale, Span


@click.command("sources")
@click.argument("pack")
@words_option
@json_option
def verb(pack: str, *, locale: Locale, as_json: bool) -> None:
    """List what a pack assumes where the manual is silent, and the findings it accepts.

    Those of the packs it extends too, with the pack they come from.
    """
    loaded = load_pack(pack, plugins="installed")
    found = pack_sources(loaded)
    if as_json:
        data = {
            "pack": loaded.id,
            "assumed": [_data(each) for each in found.assumed],
            "accepted": [{**_data(each), "code": each.code} for each in found.accepted],
            "own": {"rules": len(found.own), "stated": found.stated},
        }
        write_json("pack-sources", data)
        return
    for assumed in found.assumed:
        click.echo(_told(assumed, loaded, locale))
    for accepted in found.accepted:
        click.echo(f"{_told(accepted, loaded, locale)} [{accepted.code}]")
    told = {"pack": pack, "assumed": len(found.assumed), "accepted": len(found.accepted),
            "stated": found.stated, "rules": len(found.own)}  # fmt: skip
    click.echo(message("sources-counted", told, locale=locale))


def _told(one: Assumption | Accepted, pack: Pack, locale: Locale) -> str:
    place = place_of(one.place, PackFiles(pack.places)) if one.place else "-"
    rule = f"{section_words(one.section, locale)} {one.name}"
    told = f"{place}: {rule}: {one.because.in_locale(locale)}"
    folder = _folder(one.place)
    if folder in ("", pack.places[0].resolve().name):
        return told
    return f"{told} {message('sources-inherited', {'pack': folder}, locale=locale)}"


def _folder(place: Span | None) -> str:
    return place.file.partition("/")[0] if place else ""


def _data(found: Assumption | Accepted) -> dict[str, Any]:
    return {
        "section": found.section,
        "name": found.name,
        "because": label_data(found.because),
        "pack": _folder(found.place),
        "place": str(found.place or ""),
    }
