"""Pages of people who read different languages: each person's in his own, in one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import has_message
from ccops.reports.document.model import Document, Frame, Layout, Section
from ccops.reports.document.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.reports.document.kinds import ReportKind


def built_by_language(
    kind: ReportKind,
    about: object,
    *,
    locale: str,
    locales: Mapping[str, str],
    names: Mapping[str, str],
    subjects: Sequence[str] | None,
) -> tuple[Document, tuple[Document, ...]]:
    """Return a report in one language, and the pages of those who read others, one a language.

    ``locales`` is the language of each employee who has one; a report that is not one of pages
    is in one language. Raises ``UnknownNameError`` for an employee or locale.
    """
    document = _told_why_empty(kind.build(about, locale=locale, names=names, subjects=subjects))
    own = tuple(
        kind.build(about, locale=other, names=names, subjects=readers)
        for other, readers in _readers(document, locales).items()
    )
    return document, own


def _readers(document: Document, locales: Mapping[str, str]) -> dict[str, list[str]]:
    """Return whose pages are wanted in another language than a document's, by language."""
    readers: dict[str, list[str]] = {}
    if document.layout is Layout.PAGES:
        for each in document.sections:
            other = locales.get(each.id) or document.locale
            if other != document.locale:
                readers.setdefault(other, []).append(each.id)
    return readers


def in_own_languages(document: Document, own: Sequence[Document]) -> Document:
    """Return a document whose sections are those of ``own`` where these have them, framed."""
    framed = {each.id: _framed(each, other) for other in own for each in other.sections}
    sections = tuple(framed.get(each.id, each) for each in document.sections)
    return attrs.evolve(document, sections=sections) if framed else document


def _framed(section: Section, document: Document) -> Section:
    frame = Frame(
        locale=document.locale,
        title=document.title,
        subtitle=document.subtitle,
        foot=document.foot,
    )
    return attrs.evolve(section, frame=frame)


def _told_why_empty(document: Document) -> Document:
    """Let a report without a section say under its title what is missing."""
    if document.sections:
        return document
    key = f"report-empty-{document.kind}"
    words = Words.of(document.locale)
    told = words.say(f"empty-{document.kind}") if has_message(key) else words.say("empty")
    return attrs.evolve(document, subtitle=told)
