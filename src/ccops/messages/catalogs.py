"""The words of messages, by locale: gettext catalogs, one per room, read when first needed."""

from __future__ import annotations

import functools
import re
from string import Formatter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.messages.locales import Locale

#: So many templates are kept as read; the catalogs of a locale have about as many.
_KEPT: Final = 8_192
_WORDED: Final = re.compile(r"\{(word|duration):([a-z0-9-]+)\}")


@functools.cache
def _catalog(locale: Locale) -> Mapping[str, str]:
    """Return every message template of a locale; the catalogs of all rooms are one."""
    from importlib import resources

    from babel.messages.pofile import read_po

    words: dict[str, str] = {}
    folder = resources.files("ccops.messages") / "catalogs" / locale
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".po"):
            with file.open("rb") as stream:
                for entry in read_po(stream, locale=locale):
                    if entry.id and entry.string:
                        words[str(entry.id)] = str(entry.string)
    return words


class Listed(str):
    """Names one after another: a message parts them as its language does, text by ``, ``."""

    __slots__ = ("parts",)

    parts: tuple[str, ...]

    def in_locale(self, locale: Locale) -> str:
        """Return the names as a sentence of a locale lists them."""
        return message("listed", {}, locale=locale).join(self.parts)


def listed(names: Iterable[str]) -> Listed:
    """Return an argument of a message that is a list.

    >>> listed(["E1", "E2"]), listed(["E1", "E2"]).in_locale("zh_CN")
    ('E1, E2', 'E1、E2')
    """
    parts = tuple(names)
    found = Listed(", ".join(parts))
    found.parts = parts
    return found


def worded(key: str) -> str:
    """Return an argument, or a part of one, that is read as words of the catalogs.

    >>> message("table-gap", {"values": f"{worded('word-rank-share')} 12 %", "where": "-"})
    'rank share 12 %: no row (anywhere in -)'
    """
    return f"{{word:{key}}}"


def in_words(text: str, *, locale: Locale = "en") -> str:
    """Return a text with what is ``worded`` and ``timed`` in it written out."""
    if "{word:" not in text and "{duration:" not in text:
        return text
    return _WORDED.sub(lambda found: _worded(found[1], found[2], locale), text)


def _worded(kind: str, what: str, locale: Locale) -> str:
    if kind == "word":
        return message(what, {}, locale=locale)
    from ccops.messages.durations import format_duration

    return format_duration(int(what), locale=locale)


#: A piece of a template: the text before a place, the place's name (none at the end), its form.
_Piece = tuple[str, str | None, str]


@functools.lru_cache(maxsize=_KEPT)
def _pieces(key: str, locale: Locale) -> tuple[_Piece, ...]:
    """Return what a message is put together from; reading a template costs most of filling it."""
    template = _catalog(locale).get(key) or _catalog("en").get(key) or key
    if "{" not in template and "}" not in template:
        return ((template, None, ""),)
    return tuple((text, name, form or "") for text, name, form, _ in Formatter().parse(template))


def _filled(text: str, form: str) -> str:
    """Return an argument in its form; ``{count:record|records}`` is a number with its word."""
    one, is_counted, many = form.partition("|")
    if not is_counted:
        return format(text, form)
    return f"{text} {one if text == '1' else many}"


def message(key: str, arguments: Mapping[str, object], *, locale: Locale = "en") -> str:
    """Return a message of the catalogs with its arguments filled in.

    A key without words in the locale is shown in English; one without any words is shown
    as the key itself, so that nothing is ever hidden; an argument that was not given shows its
    name. Where a language has a word for one and another for many, its template writes
    ``{count:record|records}``.

    >>> message("records-of-kind", {"kind": "offer", "count": 1, "days": 3})
    'offer: 1 record, 3 days'
    """
    pieces = _pieces(key, locale)
    if len(pieces) == 1 and pieces[0][1] is None:
        return pieces[0][0]
    found: list[str] = []
    for before, name, form in pieces:
        found.append(before)
        if name is not None:
            told = _told(arguments[name], locale) if name in arguments else f"{{{name}}}"
            told = in_words(told, locale=locale) if "{" in told else told
            found.append(_filled(told, form) if form else told)
    return "".join(found)


def _told(argument: object, locale: Locale) -> str:
    return argument.in_locale(locale) if isinstance(argument, Listed) else str(argument)


def message_codes() -> tuple[str, ...]:
    """Return the codes that come with a hint: what findings can be called, in order."""
    return tuple(
        sorted(key.removesuffix(".hint") for key in _catalog("en") if key.endswith(".hint"))
    )


def has_message(key: str) -> bool:
    """Say whether the English catalog has words for a key."""
    return key in _catalog("en")
