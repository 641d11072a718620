"""The first page of a demo: what lies in the folder, for whom each is, in the order of use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import has_message, message
from ccops.reports import Cell, Column, Document, Fact, Facts, Section, Table

if TYPE_CHECKING:
    from ccops.cli.demo_pages import DemoPages
    from ccops.messages import Locale

#: Whom a page is for, and the pages in the order in which they are of use.
_READERS: Final = {
    "director": ("monthly", "weekly", "daily", "approval", "attrition"),
    "staff": ("statements", "bonus-notices", "appraisals", "board", "rule-book"),
    "leads": ("floor", "team-goals", "kpi", "hours"),
    "quality": ("quality", "learning"),
    "personnel": ("promotion", "promotions", "discipline", "organization", "reports-due"),
    "clients": ("client", "invoices"),
}
_LAST: Final = "others"
#: The forms in the order of their columns, and what each is called.
_FORMS: Final = {"pdf": "PDF", "xlsx": "Excel"}
_LANGUAGES: Final = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}


@attrs.frozen(kw_only=True)
class Entry:
    """One page of the folder: its name, its title, and its files by form."""

    name: str
    title: str
    files: Mapping[str, str]


def demo_index(
    pages: DemoPages, locale: Locale, entries: Sequence[Entry], others: Mapping[Locale, str]
) -> Document:
    """Return the page that leads to all others; ``others`` are those in other languages."""
    rules = pages.settlement.rules
    pack, period = pages.center.pack, rules.period.label
    label = pack.rules.pack.label.in_locale(locale) or pack.id
    return Document(
        kind="index",
        title=_say("demo-index", locale, center=label[:1].upper() + label[1:], period=period),
        subtitle=_say("demo-index-about", locale, pack=pack.id, version=rules.identity.version),
        locale=locale,
        sections=(*_sections(locale, entries), _beside(locale, others)),
    )


def _sections(locale: Locale, entries: Sequence[Entry]) -> Iterator[Section]:
    """Yield the pages of each kind of reader; pages that plugins bring come last."""
    found = {each.name: each for each in entries}
    known = {name for names in _READERS.values() for name in names}
    readers = {**_READERS, _LAST: tuple(name for name in found if name not in known)}
    for reader, names in readers.items():
        there = [found[each] for each in names if each in found]
        if there:
            title = _say(f"demo-for-{reader}", locale)
            table = _table(reader, there, locale)
            yield Section(id=reader, title=title, parts=(table,))


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


def _beside(locale: Locale, others: Mapping[Locale, str]) -> Section:
    """Return what else lies in the folder, and the same page in other languages."""
    links = [
        Fact(
            label=_say(f"demo-folder-{each}", locale),
            value=Cell(text=f"{each}/", file=f"{each}/"),
        )
        for each in ("input", "settlement")
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
