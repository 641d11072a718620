"""``ccops pack diff``: which rules two packs have otherwise, and which figures that moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.cli.options import choose_option, json_option, open_center, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.rulepack.cards.diff_text import diff_data, diff_text
from ccops.rulepack.cards.pack_diff import diff_packs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Locale


@click.command("diff")
@click.argument("old")
@click.argument("new")
@choose_option
@click.option(
    "--choose-old", multiple=True, metavar="ID=READING", help="Take another reading of OLD."
)
@words_option
@json_option
def verb(
    old: str,
    new: str,
    *,
    choose: Sequence[str],
    choose_old: Sequence[str],
    locale: Locale,
    as_json: bool,
) -> int:
    """Say which rules changed between two packs, from which day, and which figures they move.

    OLD and NEW are ids or folders, also twice the same one: with --choose NEW is read under
    another reading. Exit code 1 where anything differs, words and cases included.
    """
    before, after = open_center(old, choose_old).pack, open_center(new, choose).pack
    diff = diff_packs(before, after)
    if as_json:
        write_json("pack-diff", diff_data(diff))
    else:
        click.echo(diff_text(diff, locale))
    return 0 if diff.is_equal else FINDINGS
