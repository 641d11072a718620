"""The index: everything that has a name, in the order of the language, and where it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.reports.document.model import Column, Section, Table
from ccops.reports.document.tables import Cell, text_cell
from ccops.rulepack.describing import section_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.reports.document.words import Words
    from ccops.reports.rulebook.entries import Rule
    from ccops.reports.rulebook.names import PackNames

#: Encodings whose order is the one of dictionaries: by sound, and by strokes.
_ORDERS: Final = {"zh_CN": "gb18030", "zh_TW": "big5"}


def terms_section(rules: Sequence[Rule], names: PackNames, *, title: str) -> Section:
    """Return the index of terms; a question stands in its chapter alone."""
    words = names.words
    listed = [(names.title(each.key), each) for each in rules if each.card.section != "choices"]
    listed.sort(key=lambda each: (_order(each[0], words.locale), each[1].number))
    say = words.say
    table = Table(
        id="terms",
        caption=title,
        columns=(
            Column(id="term", title=say("book-term")),
            Column(id="kind", title=say("book-kind")),
            Column(id="where", title=say("book-where")),
        ),
        rows=tuple(_row(term, rule, words) for term, rule in listed),
    )
    return Section(id="terms-index", title=title, parts=(table,), note=say("book-terms-note"))


def _row(term: str, rule: Rule, words: Words) -> tuple[Cell, ...]:
    note = rule.card.name if rule.card.name != term else ""
    kind = section_words(rule.card.section, words.locale)
    where = Cell(text=rule.number, value=rule.number, link=rule.card.section)
    return text_cell(term, note=note), text_cell(kind), where


def _order(term: str, locale: str) -> bytes:
    encoding = _ORDERS.get(locale, "utf-8")
    return term.casefold().encode(encoding, errors="replace")
