"""``ccops pack choices``: the questions the manual leaves open, and what is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ccops.cli.options import choose_option, json_option, open_center, words_option
from ccops.cli.output import write_json
from ccops.messages import Label, message
from ccops.rulepack.cards.card_data import label_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.messages import Locale
    from ccops.rulepack import Choice, Pack


@click.command("choices")
@click.argument("pack")
@choose_option
@click.option("--open", "only_open", is_flag=True, help="Only those nobody has decided.")
@words_option
@json_option
def verb(
    pack: str,
    *,
    choose: Sequence[str],
    only_open: bool,
    locale: Locale,
    as_json: bool,
) -> None:
    """List the questions the manual leaves open, those nobody has decided first.

    Each with its readings, the one taken, who decided when, and the rules that depend on it.
    """
    loaded = open_center(pack, choose).pack
    listed = [each for each in _in_order(loaded) if not only_open or _is_open(loaded, each)]
    if as_json:
        data = [_data(loaded, each) for each in listed]
        write_json("pack-choices", {"pack": loaded.id, "choices": data})
        return
    for each in listed:
        click.echo("\n".join(_lines(loaded, each, locale)))
    undecided = sum(_is_open(loaded, each) for each in listed)
    told = {"pack": loaded.id, "count": len(listed), "open": undecided}
    click.echo(message("choices-counted", told, locale=locale))


def _in_order(pack: Pack) -> list[Choice]:
    return sorted(pack.choices.values(), key=lambda each: not _is_open(pack, each))


def _is_open(pack: Pack, choice: Choice) -> bool:
    return choice.name in pack.resolution.open


def _rules(pack: Pack, choice: Choice) -> list[str]:
    used = pack.resolution.used.items()
    return [f"{section}.{name}" for (section, name), names in used if choice.name in names]


def _folder(choice: Choice) -> str:
    return choice.origin.span.file.partition("/")[0] if choice.origin.span else ""


def _lines(pack: Pack, choice: Choice, locale: Locale) -> Iterator[str]:
    is_open = _is_open(pack, choice)
    state = message("choices-open" if is_open else "choices-taken", {}, locale=locale)
    yield f"{choice.name} [{state}]: {choice.asks.in_locale(locale)}"
    says = choice.says.in_locale(locale)
    if says:
        yield "  " + message("choices-says", {"says": says}, locale=locale)
    for reading, text in choice.readings.items():
        mark = "*" if reading == pack.readings[choice.name] else " "
        called = choice.called.get(reading, Label()).in_locale(locale)
        yield f"  {mark} {reading}{f' ({called})' if called else ''}: {text.value}"
    if choice.by is not None and not is_open:
        decided = {"by": choice.by.value, "on": choice.on or "-"}
        yield "  " + message("choices-decided", decided, locale=locale)
    if choice.before is not None:
        yield "  " + message("choices-before", _before(choice.before), locale=locale)
    rules = ", ".join(_rules(pack, choice))
    if rules:
        yield "  " + message("choices-rules", {"rules": rules}, locale=locale)
    told = {"pack": _folder(choice), "place": choice.origin.span or "-"}
    yield "  " + message("card-place", told, locale=locale)


def _before(choice: Choice) -> dict[str, str]:
    """Return what the pack that asks had taken, where one that extends it answers."""
    return {
        "taken": choice.chosen.value,
        "by": choice.by.value if choice.by else "-",
        "on": str(choice.on or "-"),
        "place": str(choice.chosen.span or "-"),
    }


def _data(pack: Pack, choice: Choice) -> dict[str, Any]:
    return {
        "id": choice.name,
        "asks": label_data(choice.asks),
        "says": label_data(choice.says),
        "readings": {reading: text.value for reading, text in choice.readings.items()},
        "called": {reading: label_data(each) for reading, each in choice.called.items()},
        "taken": pack.readings[choice.name],
        "open": _is_open(pack, choice),
        "by": choice.by.value if choice.by else None,
        "on": str(choice.on) if choice.on else None,
        "before": _before(choice.before) if choice.before else None,
        "source": choice.origin.source,
        "because": label_data(choice.origin.because),
        "rules": _rules(pack, choice),
        "pack": _folder(choice),
        "place": str(choice.origin.span or ""),
    }
