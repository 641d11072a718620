"""What ``ccops settle`` came to: as data for a program, and in the language of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Label, Locale, format_number, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ccops.settlement import Settlement

#: In these lists stand words of the library; the others hold ids and paths, as they are.
_WORDED: Final = {"groups": "group-kind", "read": "settled-rows"}


def settle_summary(
    settlement: Settlement, read: Mapping[str, int], places: Sequence[Path]
) -> dict[str, object]:
    """Return what a settlement came to as plain JSON data; ``read`` counts rows by their fate."""
    return {
        "period": settlement.period,
        "pack": settlement.rules.identity.id,
        "employees": len(settlement.employees),
        "lines": len(settlement.lines()),
        "revision": settlement.manifest.revision,
        "final_for": list(settlement.manifest.final_for),
        "corrects": [each.period for each in settlement.results.facts.corrections],
        "groups": {
            kind.value: len(each.facts.employees) for kind, each in settlement.groups.items()
        },
        "final": settlement.is_final,
        "provisional": sorted({key.name for key in settlement.provisional}),
        "read": dict(read),
        "digest": settlement.digest,
        "files": [str(each) for each in places],
    }


def summary_lines(
    data: Mapping[str, object], labels: Mapping[str, Label], locale: Locale
) -> Iterator[str]:
    """Yield such data line by line; figures by their ``labels``, with their ids."""
    for name, value in data.items():
        label = message(f"settled-{name.replace('_', '-')}", {}, locale=locale)
        shown = _shown(name, value, labels, locale) or "-"
        yield message("settled-line", {"label": label, "value": shown}, locale=locale)


def _shown(name: str, value: object, labels: Mapping[str, Label], locale: Locale) -> str:
    match value:
        case bool():
            return message("yes" if value else "no", {}, locale=locale)
        case dict():
            counted = (_counted(_WORDED[name], *each, locale) for each in value.items())
            return _listed(counted, locale)
        case list() if name == "provisional":
            return _listed((_figure(str(each), labels, locale) for each in value), locale)
        case list():
            return _listed(map(str, value), locale)
        case int():
            return format_number(value, locale=locale)
        case _:
            return str(value)


def _counted(kind: str, word: str, count: int, locale: Locale) -> str:
    label = message(f"{kind}-{word.replace('_', '-')}", {}, locale=locale)
    told = {"label": label, "count": format_number(count, locale=locale)}
    return message("settled-counted", told, locale=locale)


def _figure(name: str, labels: Mapping[str, Label], locale: Locale) -> str:
    label = labels[name].in_locale(locale)
    if not label:
        return name
    return message("settled-figure", {"label": label, "name": name}, locale=locale)


def _listed(texts: Iterable[str], locale: Locale) -> str:
    return message("report-listed-numbers", {}, locale=locale).join(texts)
