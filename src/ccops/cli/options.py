"""Options that several verbs share."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from ccops.center import Center
from ccops.cli.output import run_locale, wrong_value
from ccops.errors import DataError
from ccops.messages import LOCALES, Diagnostic, has_errors
from ccops.rulepack import read_decided, read_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Locale

_PERIOD: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")

#: What of a path has to be there: what is read is, what is written need not be.
INPUT_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
INPUT_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)
OUTPUT_FILE: Final = click.Path(dir_okay=False, path_type=Path)
OUTPUT_FOLDER: Final = click.Path(file_okay=False, path_type=Path)

pack_option = click.option(
    "--pack", "pack", required=True, metavar="PACK", help="Id or folder of a rule pack."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
choose_option = click.option(
    "--choose", "choose", multiple=True, metavar="ID=READING", help="Take another reading."
)


def checked_period(_: click.Context, __: click.Parameter, value: str) -> str:
    """Return the label of a period. Raises ``BadParameter`` for one that is none."""
    if not _PERIOD.fullmatch(value):
        raise wrong_value("usage-period", given=value)
    return value


period_option = click.option(
    "--period",
    required=True,
    metavar="YYYY-MM",
    callback=checked_period,
    help="The period, named by the month in which it ends.",
)
input_option = click.option(
    "--input",
    "folder",
    required=True,
    type=INPUT_FOLDER,
    help="The folder of input files.",
)


def _asked(context: click.Context, _: click.Parameter, value: Locale | None) -> Locale | None:
    """Tell the whole run which language is asked for: findings and errors speak it too."""
    if value:
        _said(context)["locale"] = value
    return value


def _said(context: click.Context) -> dict[str, str]:
    """Return what is known of the run's language; also where a host calls a verb without any."""
    root = context.find_root()
    if root.obj is None:
        root.obj = {}
    context.obj = root.obj
    return cast("dict[str, str]", context.obj)


def _spoken(context: click.Context, option: click.Parameter, value: Locale | None) -> Locale:
    """Settle the language before any pack is opened: no pack changes it then."""
    spoken = value or run_locale()
    _asked(context, option, spoken)
    return spoken


#: For verbs of a center: ``run_locale`` knows the language of the run once its pack is open.
spoken_option = click.option(
    "--locale",
    type=click.Choice(LOCALES),
    default=None,
    is_eager=True,
    expose_value=False,
    callback=_asked,
    help="Language; that of the pack without it.",
)


#: For verbs about packs as such, and those without one: they speak to whoever sits there.
words_option = click.option(
    "--locale",
    type=click.Choice(LOCALES),
    is_eager=True,
    callback=_spoken,
    help="Language; that of the terminal without it.",
)


def opened(pack: str) -> Center:
    """Return the center of a pack with every installed plugin; the run speaks its language."""
    center = Center.open(pack, plugins="installed")
    context = click.get_current_context(silent=True)
    if context is not None:
        _said(context)["pack"] = center.pack.locale
    return center


def open_center(pack: str, choose: Sequence[str] = ()) -> Center:
    """Return the center of a pack with every installed plugin, under the readings chosen."""
    center = opened(pack)
    readings = dict(_reading(each) for each in choose)
    return center.with_choices(**readings) if readings else center


def _reading(text: str) -> tuple[str, str]:
    name, sign, reading = text.partition("=")
    if not sign or not name or not reading:
        raise wrong_value("usage-reading", "--choose", given=text)
    return name, reading


def mapping_of(path: Path) -> dict[str, object]:
    """Return a YAML file beside the data, empty where there is none. Raises ``DataError``."""
    if not path.is_file():
        return {}
    found, problems = read_mapping(path)
    refuse(problems)
    return found


def decisions_of(path: Path) -> dict[str, object]:
    """Return ``period.yaml`` with its places, empty where there is none. Raises ``DataError``."""
    if not path.is_file():
        return {}
    found, problems = read_decided(path)
    refuse(problems)
    return found


def refuse(problems: Sequence[Diagnostic]) -> None:
    """Raise ``DataError`` where an error is among the findings."""
    if has_errors(problems):
        raise DataError(tuple(problems))
