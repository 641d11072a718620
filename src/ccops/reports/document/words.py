"""The words of a report in its locale; the texts stand in the catalogs."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccops.errors import UnknownNameError
from ccops.messages import LOCALES, Label, Locale, has_message, message, nearest


@attrs.frozen
class Words:
    """Says things in one locale."""

    locale: Locale
    #: What people call words of the records, as a pack says.
    own: Mapping[str, Label] = attrs.field(factory=dict[str, Label], eq=False, repr=False)

    @classmethod
    def of(cls, locale: str, own: Mapping[str, Label] | None = None) -> Words:
        """Return the words of a locale. Raises ``UnknownNameError`` for one without words.

        ``own`` are those a pack has for what stands in its records.
        """
        if locale not in LOCALES:
            raise UnknownNameError("locale", locale, nearest(locale, LOCALES))
        return cls(locale, own or {})

    def say(self, key: str, **arguments: object) -> str:
        """Return a text of this room: its key in the catalogs begins with ``report-``."""
        return message(f"report-{key}", arguments, locale=self.locale)

    def label(self, label: Label, name: str = "") -> str:
        """Return what people call something, or its id where it has no label."""
        return label.in_locale(self.locale) or name

    def value(self, text: str) -> str:
        """Return what people call a value that records know by a word; any other as it is."""
        called = self.own[text].in_locale(self.locale) if text in self.own else ""
        if called:
            return called
        key = f"report-word-{text}"
        return message(key, {}, locale=self.locale) if has_message(key) else text

    def head(self, label: Label, name: str = "") -> str:
        """Return what people call something where a line begins with it."""
        found = self.label(label, name)
        return found[:1].upper() + found[1:] if label.in_locale(self.locale) else found

    def word(self, word: str) -> str:
        """Return a word of a pack as people say it; itself where the catalogs have none for it."""
        key = f"report-word-{word}"
        return message(key, {}, locale=self.locale) if has_message(key) else self.name(word)

    def name(self, name: str) -> str:
        """Return what people call a name that no pack declares: a group, a day of the period."""
        key = f"report-name-{name}"
        return message(key, {}, locale=self.locale) if has_message(key) else name
