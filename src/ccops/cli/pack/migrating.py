"""``ccops pack migrate``: a pack brought to the format this library reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.center import find_plugins
from ccops.cli.options import json_option, words_option
from ccops.cli.output import FINDINGS, write_json
from ccops.messages import message
from ccops.rulepack.cards.card_data import label_data
from ccops.rulepack.documents.formats import Migrated, migrate
from ccops.rulepack.documents.rewriting import write_text
from ccops.rulepack.loading import find_folder

if TYPE_CHECKING:
    from ccops.messages import Locale


@click.command("migrate")
@click.argument("pack")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would be.")
@words_option
@json_option
def verb(pack: str, *, only_check: bool, locale: Locale, as_json: bool) -> int:
    """Bring a pack written for an older pack format to the current one.

    Comments and rows stay where they are. With --check, exit code 1 where something is to be done.
    """
    found = migrate(find_folder(pack, find_plugins().catalog))
    if not only_check:
        for path, text in found.files.items():
            write_text(path, text)
    if as_json:
        write_json("pack-migrate", _data(found, only_check=only_check))
    else:
        _tell(found, locale, only_check=only_check)
    return FINDINGS if only_check and found.steps else 0


def _tell(found: Migrated, locale: Locale, *, only_check: bool) -> None:
    told = {"before": found.before, "after": found.after}
    if not found.steps:
        click.echo(message("migrate-nothing", told, locale=locale))
        return
    key = "migrate-would" if only_check else "migrate-did"
    click.echo(message(key, told, locale=locale))
    for step in found.steps:
        click.echo(f"  {step.to}: {step.does.in_locale(locale)}")
    for path in found.files:
        click.echo(f"  {path}")


def _data(found: Migrated, *, only_check: bool) -> dict[str, object]:
    return {
        "checked_only": only_check,
        "before": found.before,
        "after": found.after,
        "steps": [{"to": each.to, "does": label_data(each.does)} for each in found.steps],
        "files": [str(path) for path in found.files],
    }
