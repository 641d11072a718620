"""``ccops pack explain``: what one rule of a pack is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.options import choose_option, json_option, open_center, words_option
from ccops.cli.output import write_json
from ccops.rulepack.cards.card import explain_rule
from ccops.rulepack.cards.card_data import card_data
from ccops.rulepack.cards.card_text import card_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Locale


@click.command("explain")
@click.argument("pack")
@click.argument("rule")
@choose_option
@words_option
@json_option
def verb(pack: str, rule: str, *, choose: Sequence[str], locale: Locale, as_json: bool) -> None:
    """Say what a rule is: where it comes from, what it reads, who reads it, which cases touch it.

    RULE is the id of anything in the pack, or section.id where several bear it.
    """
    loaded = open_center(pack, choose).pack
    cards = explain_rule(loaded, rule)
    if as_json:
        write_json("pack-explain", {"pack": loaded.id, "rules": list(map(card_data, cards))})
    else:
        click.echo("\n\n".join(card_text(each, locale) for each in cards))
