"""A statement's file held against what ccops writes of the same content, mark by mark.

The statement is written once more from what it carries, by the templates it should be laid out
by, and the file has to be just that: a style, a table or a sentence that nobody asked for is
seen, whatever it does. Taken out of both before is what no inputs of his say: the rulings, a
promotion on trial, and of an explanation where facts come from and what others made of him.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.reports.document.languages import in_own_languages
from ccops.reports.document.model import Attachment, Document, Section
from ccops.reports.document.words import Words
from ccops.reports.pay.statement import STATEMENT
from ccops.reports.pay.statement_explained import Explained
from ccops.reports.pay.statement_file import Form, StatementFile
from ccops.reports.pay.statement_on_paper import foreign_on_paper
from ccops.reports.pay.statement_page import SPACE, spaced
from ccops.reports.pay.statement_unattested import Unattested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports.document.rendering import Renderer
    from ccops.settlement import Verification

#: What is in the file, and what ccops writes in that place; nothing where one of them ends.
Foreign = tuple[str, str]
_ENVELOPE: Final = ("sections", "workings")
_UNKNOWN: Final = ("rulings", "on-trial")
_SECTION: Final = re.compile(r"<section id=(?:(?!<section id=).)*?</section>")
_MARK: Final = r'ul class="(?:notes|steps)"|span class="(?:label|value)"|li|p|/(?:ul|span|li|p)'
_INSIDE: Final = rf"(?:[^<]++|<(?:{_MARK})>)*+"
_EXPLAINED: Final = re.compile(rf'(<div id="[^"]*">)({_INSIDE})(</div> </details>)')
_FACTS: Final = (
    r'<dl class="list"> (?:<div><dt>[^<]*+</dt><dd class="[a-z]++">[^<]*+</dd></div> )*+</dl> '
)
_FACT: Final = re.compile(r'<dt>([^<]*+)</dt><dd class="[a-z]++">([^<]*+)</dd>')

#: What statements of others on the same page may be made of: nothing that reaches beyond them.
_ELEMENT: Final = (
    "section|p|h[2-6]|dl|dt|dd|div|small|a|table|caption|thead|tbody|tfoot|tr|th|td|details|"
    "summary|span|ul|li|footer|b"
)
_ATTRIBUTE: Final = "id|class|lang|role|tabindex|scope|href|aria-labelledby"
_HARMLESS: Final = re.compile(
    rf'</(?:{_ELEMENT}|script)>|<(?:{_ELEMENT})(?: (?:{_ATTRIBUTE})="[^"]*")*+>|'
    '<script type="application/json" id="[^"]*">'
)


def foreign(shown: StatementFile, found: Verification, renderer: Renderer) -> Foreign | None:
    """Return the first thing in a file that ccops does not write there, and what it writes.

    ``renderer`` is what pages in HTML are laid out by. Of paper the explanations are read, and
    nothing of how it looks.
    """
    explained = Explained(alone=found.alone, words=Words.of(shown.locale))
    if shown.source.form is Form.PDF:
        return foreign_on_paper(shown, explained)
    whole = _written(shown, found)
    if shown.source.form is Form.JSON:
        both = (json.loads(shown.source.text), whole.to_dict())
        has, writes = (_data(x, shown, explained) for x in both)
    else:
        pages = (shown.source.text, str(renderer.render(whole)))
        has, writes = (_marks(x, shown, explained) for x in pages)
    pairs = zip_longest(has, writes, fillvalue="")
    return next(((here, there) for here, there in pairs if here != there), None)


def _written(shown: StatementFile, found: Verification) -> Document:
    """Return the document that the file should be, of others than this one no more than titles."""
    source, employee = shown.source, shown.employee
    names = {employee: shown.name}
    own = _sealed(
        STATEMENT.build(found.alone, locale=shown.locale, names=names, subjects=(employee,)), found
    )
    if not source.is_of_several and shown.locale == source.locale:
        return own
    around = STATEMENT.build(found.alone, locale=source.locale, names={}, subjects=())
    shells = {
        locale: Document(
            kind=own.kind,
            title=own.title,
            locale=locale,
            sections=tuple(
                Section(id=each.employee, title=each.heading, parts=())
                for each in source.people
                if each.locale == locale and each.employee != employee
            ),
        )
        for locale in dict.fromkeys(each.locale for each in source.people)
    }
    listed = tuple(Section(id=x.employee, title=x.heading, parts=()) for x in source.people)
    others = [each for locale, each in shells.items() if locale != source.locale]
    if shown.locale != source.locale:
        others.append(own)
    else:
        (section,) = own.sections
        listed = tuple(section if each.id == employee else each for each in listed)
    return in_own_languages(attrs.evolve(_sealed(around, found), sections=listed), others)


def _sealed(document: Document, found: Verification) -> Document:
    """Return a document with the seal and the data that the statement carries."""
    attestation = found.attestation
    carried = attestation.to_json().decode().rstrip("\n")
    told = Words.of(document.locale).say("foot-seal", seal=attestation.seal)
    sections = [
        attrs.evolve(
            section,
            parts=tuple(
                attrs.evolve(each, text=carried) if isinstance(each, Attachment) else each
                for each in section.parts
            ),
        )
        for section in document.sections
    ]
    return attrs.evolve(document, sections=tuple(sections), foot=(*document.foot[:-1], told))


# -- HTML -----------------------------------------------------------------------------------------


def _marks(page: str, shown: StatementFile, explained: Explained) -> Iterator[str]:
    """Yield what stands around the statements of a page, then his own, cut before every mark.

    Of the statements of others comes what may change how his own looks.
    """
    text = spaced(page)
    sections = _SECTION.findall(text)
    yield from _cut(_SECTION.sub("<section>", text))
    at = [each.employee for each in shown.source.people].index(shown.employee)
    if at < len(sections):
        yield from _cut(_without_unknown(sections[at], explained))
    for each in (*sections[:at], *sections[at + 1 :]):
        yield from (mark for mark in _cut(each) if mark and not _HARMLESS.match(mark))


def _cut(text: str) -> Iterator[str]:
    first, *others = text.split("<")
    return (each.strip(SPACE) for each in (first, *(f"<{other}" for other in others)))


def _without_unknown(section: str, explained: Explained) -> str:
    def held(there: re.Match[str]) -> str:
        told = explained.of_page(there[2])
        return there[0] if told is None else f"{there[1]}{told}{there[3]}"

    found = _EXPLAINED.sub(held, section)
    unattested = Unattested(alone=explained.alone, words=explained.words)
    for key in _UNKNOWN:
        heading = re.escape(f"<h3>{escape(explained.words.say(key))}</h3> ")
        there = re.search(heading + _FACTS, found)
        if there is not None and unattested.may_be(key, _facts(there[0])):
            found = found[: there.start()] + found[there.end() :]
    return found


def _facts(marks: str) -> Iterator[tuple[str, str]]:
    """Yield the labels and texts of a list of a page."""
    for label, text in _FACT.findall(marks):
        yield unescape(label), unescape(text)


# -- JSON -----------------------------------------------------------------------------------------


def _data(document: dict[str, Any], shown: StatementFile, explained: Explained) -> Iterator[str]:
    """Yield what stands in a document around statements and workings, then his own, by lines.

    Workings of several people tell of each also what only lines of others are made from: the
    figures in them are compared one by one, elsewhere.
    """
    around = {name: each for name, each in document.items() if name not in _ENVELOPE}
    yield from _lines({**around, "sections": [each["id"] for each in document["sections"]]})
    unattested = Unattested(alone=explained.alone, words=explained.words)
    unknown = {explained.words.say(key): key for key in _UNKNOWN}

    def is_compared(part: dict[str, Any]) -> bool:
        key = unknown.get(part.get("title", "")) if part["part"] == "facts" else None
        if key is None:
            return True
        told = _told(part.get("facts"))
        return told is None or not unattested.may_be(key, told)

    for section in document["sections"]:
        if section["id"] == shown.employee:
            parts = [_held(each, explained) for each in section["parts"] if is_compared(each)]
            yield from _lines({**section, "parts": parts})


def _told(facts: object) -> list[tuple[str, str]] | None:
    """Return the labels and texts of facts as plain data; ``None`` where there is more in them."""
    found: list[tuple[str, str]] = []
    for each in facts if isinstance(facts, list) else ():
        match each:
            case {"label": str(label), "value": {"text": str(text), "note": ""}}:
                found.append((label, text))
            case _:
                return None
    return found


def _held(part: dict[str, Any], explained: Explained) -> dict[str, Any]:
    """Return an explanation as far as it follows, any other part as it is."""
    if part["part"] != "unfolding":
        return part
    step = explained.of_step(part["step"])
    return part if step is None else {**part, "step": step}


def _lines(data: Any, at: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield each value of some data behind where it stands."""
    if isinstance(data, dict) and data:
        for name in sorted(data):
            yield from _lines(data[name], f"{at}/{name}")
    elif isinstance(data, list) and data:
        for number, each in enumerate(data):
            yield from _lines(each, f"{at}/{number}")
    else:
        yield f"{at} {json.dumps(data, ensure_ascii=False)}"
