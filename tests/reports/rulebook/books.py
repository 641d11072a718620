"""Rule books of the packs of the library, made once for all the tests of a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from ccops.reports.rulebook import RuleBook
from tests.loaded import pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports import Document, Part, Section
    from ccops.reports.rulebook.entries import Entries

PACKS: Final = ("base", "telecom-7x24", "insurance-hotline", "outsourced")


@cache
def book(ref: str) -> RuleBook:
    """Return the rule book of a pack, not told yet."""
    return RuleBook.of(pack(ref))


@cache
def entries(ref: str, locale: str = "zh_CN") -> Entries:
    """Return what tells the rules of a pack."""
    return book(ref).entries(locale)


@cache
def document(ref: str, locale: str = "zh_CN") -> Document:
    """Return the rule book of a pack, laid out."""
    return book(ref).document(locale)


def section(ref: str, name: str, locale: str = "zh_CN") -> Section:
    """Return a section of a rule book."""
    return next(each for each in document(ref, locale).sections if each.id == name)


def parts_of(made: Document) -> Iterator[Part]:
    """Yield every part of a document."""
    for each in made.sections:
        yield from each.parts
