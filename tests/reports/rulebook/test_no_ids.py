"""The rule book has no ids and no keys: whoever reads it knows neither."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from ccops.reports import Facts, Paragraph, Table
from ccops.rulepack.ruleset import sections_of
from ccops.rules import pack_fields
from tests.loaded import pack
from tests.reports.rulebook.books import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports import Document

_REFS: Final = ("telecom-7x24", "insurance-hotline", "outsourced")
_LOCALES: Final = ("zh_CN", "en", "zh_TW")
#: An id of several words; one of a single word is no different from English.
_ID: Final = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_0-9]*")
#: Words that an author of a pack wrote into a reason: the pack it extends, a reading.
_BY_AUTHORS: Final = {"base", "calls"}
_SIGNS: Final = re.compile(r"(?:>=|<=|!=|==|\*\*|->)")


def _texts(made: Document) -> Iterator[str]:
    yield from (made.title, made.subtitle)
    for each in made.sections:
        if each.id == "terms-index":
            continue  # the one place where ids stand, small beside their names
        yield from (each.title, each.note)
        for part in each.parts:
            yield from _part(part)


def _part(part: object) -> Iterator[str]:
    if isinstance(part, Facts):
        yield part.title
        for fact in part.facts:
            yield from (fact.label, fact.value.text)
    elif isinstance(part, Table):
        yield from (part.caption, *(each.title for each in part.columns))
        for row in (*part.rows, *part.foot):
            yield from (f"{cell.text} {cell.note}" for cell in row)
    elif isinstance(part, Paragraph):
        yield part.text


@pytest.mark.parametrize("locale", _LOCALES)
@pytest.mark.parametrize("ref", _REFS)
def test_no_id_of_several_words_stands_in_it(ref: str, locale: str) -> None:
    found = {text for text in _texts(document(ref, locale)) if _ID.search(text)}

    assert found == set()


@pytest.mark.parametrize("ref", _REFS)
def test_no_formula_stands_in_it_as_it_is_written(ref: str) -> None:
    found = {text for text in _texts(document(ref, "zh_CN")) if _SIGNS.search(text)}

    assert found == set()


@pytest.mark.parametrize("ref", _REFS)
def test_no_key_of_a_rule_stands_in_the_chinese_book(ref: str) -> None:
    opened = pack(ref)
    keys = {key for each in sections_of(opened.catalog).values() for key in pack_fields(each)}
    keys |= {each.text for each, _ in opened.document.entries}
    told = {word for text in _texts(document(ref, "zh_CN")) for word in _WORD.findall(text)}

    assert told & keys <= _BY_AUTHORS


@pytest.mark.parametrize("ref", _REFS)
def test_flags_are_sentences(ref: str) -> None:
    found = {
        text
        for text in _texts(document(ref, "en"))
        if re.search(r"\bWhether\b[^.;]*: (?:yes|no)\b", text)
    }

    assert found == set()
