"""The first page of a demo: what lies in the folder, for whom each is, in the order of use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import has_message, message
from ccops.reports import Cell, Column, Document, Fact, Facts, Section, Table

if TYPE_CHECKING:
    from ccops.cli.demo_months import DemoMonths
    from ccops.messages import Locale

#: Whom a page is for, and the pages in the order in which they are of use.
READERS: Final = {
    "director": ("monthly", "weekly", "daily", "approval", "attrition", "corrections"),
    "leads": ("floor", "team-goals", "kpi", "hours"),
    "quality": ("quality", "learning"),
    "personnel": (
        "statements", "bonus-notices", "appraisals", "payroll", "promotion", "promotions",
        "discipline", "organization", "reports-due",
    ),
    "clients": ("client", "invoices"),
    "staff": ("board", "rule-book"),
}  # fmt: skip
#: Whose own files are listed under their own section.
_OWN: Final = "staff"
_LAST: Final = "others"
#: The forms in the order of their columns, and what each is called.
_FORMS: Final = {"pdf": "PDF", "xlsx": "Excel", "docx": "Word"}
_LANGUAGES: Final = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}


@attrs.frozen(kw_only=True)
class Entry:
    """One page of the folder: its name, its title, its files by form, and those of each person.

    Where each client has a page of its own, these are entries of the same name.
    """

    name: str
    title: str
    files: Mapping[str, str]
    own: Sequence[tuple[str, str]] = ()


def demo_index(
    months: DemoMonths,
    locale: Locale,
    entries: Sequence[Entry],
    *,
    others: Mapping[Locale, str],
    beside: Sequence[str],
) -> Document:
    """Return the page that leads to all others.

    ``others`` are those in other languages, ``beside`` the folders that hold no pages.
    """
    rules = months.settlement.rules
    pack, period = months.center.pack, rules.period.label
    label = pack.rules.pack.label.in_locale(locale) or pack.id
    return Document(
        kind="index",
        title=_say("demo-index", locale, center=label[:1].upper() + label[1:], period=period),
        subtitle=_say("demo-index-about", locale, pack=pack.id, version=rules.identity.version),
        locale=locale,
        sections=(*_sections(months, locale, entries), _beside(locale, others, beside)),
    )


def _sections(months: DemoMonths, locale: Locale, entries: Sequence[Entry]) -> Iterator[Section]:
    """Yield the pages of each kind of reader; pages that plugins bring come last."""
    own = [each for entry in entries for each in entry.own]
    found = dict.fromkeys(each.name for each in entries)
    known = {name for names in READERS.values() for name in names}
    readers = {**READERS, _LAST: tuple(name for name in found if name not in known)}
    for reader, names in readers.items():
        there = [each for name in names for each in entries if each.name == name]
        parts = [_table(reader, there, locale)] if there else []
        if reader == _OWN and own:
            parts.append(_of_people(months, own, locale))
        if parts:
            title = _say(f"demo-for-{reader}", locale)
            yield Section(id=reader, title=title, parts=tuple(parts))


def _of_people(months: DemoMonths, own: Sequence[tuple[str, str]], locale: Locale) -> Table:
    """Return who gets which file: each holds what is about himself alone."""
    names, settlement = months.found.names, months.settlement
    teams = [settlement.value(who, "team") for who, _ in own if settlement.has_name("team")]
    has_teams = all(isinstance(each, str) for each in teams) and bool(teams)
    return Table(
        id="own-statements",
        caption=_say("demo-own", locale),
        columns=(
            Column(id="employee", title=_say("demo-own-number", locale)),
            Column(id="name", title=_say("demo-own-name", locale)),
            *([Column(id="team", title=_say("demo-own-team", locale))] if has_teams else []),
            Column(id="file", title=_say("demo-own-file", locale)),
        ),
        rows=tuple(
            (
                Cell(text=who),
                Cell(text=names.get(who, "")),
                *([Cell(text=str(teams[place]))] if has_teams else []),
                Cell(text=_say("demo-own-open", locale), file=file),
            )
            for place, (who, file) in enumerate(own)
        ),
    )


def _table(reader: str, entries: Sequence[Entry], locale: Locale) -> Table:
    forms = [each for each in _FORMS if any(each in entry.files for entry in entries)]
    return Table(
        id=f"pages-{reader}",
        caption=_say("demo-pages", locale),
        columns=(
            Column(id="page", title=_say("demo-page", locale)),
            Column(id="shows", title=_say("demo-shows", locale)),
            *(Column(id=each, title=_FORMS[each]) for each in forms),
        ),
        rows=tuple(
            (
                _first(entry, locale),
                Cell(text=_line(entry.name, locale)),
                *(_file(entry, each) for each in forms),
            )
            for entry in entries
        ),
    )


def _first(entry: Entry, locale: Locale) -> Cell:
    page = next(iter(entry.files.values()))
    return Cell(text=entry.title or _say(f"demo-title-{entry.name}", locale), file=page)


def _line(name: str, locale: Locale) -> str:
    key = f"demo-shows-{name}"
    return _say(key, locale) if has_message(key) else ""


def _file(entry: Entry, form: str) -> Cell:
    file = entry.files.get(form, "")
    return Cell(text=_FORMS[form] if file else "", file=file)


def _beside(locale: Locale, others: Mapping[Locale, str], folders: Sequence[str]) -> Section:
    """Return what else lies in the folder, and the same page in other languages."""
    links = [
        Fact(
            label=_say(f"demo-folder-{each}", locale),
            value=Cell(text=f"{each}/", file=f"{each}/"),
        )
        for each in folders
    ]
    links += [
        Fact(
            label=_say("demo-language", other),
            value=Cell(text=_LANGUAGES[other], file=page),
        )
        for other, page in others.items()
    ]
    title = _say("demo-beside", locale)
    return Section(id="beside", title=title, parts=(Facts(facts=tuple(links)),))


def _say(key: str, locale: Locale, **arguments: object) -> str:
    return message(key, arguments, locale=locale)
