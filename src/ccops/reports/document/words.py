"""The words of a report in its locale; the texts stand in the catalogs."""

from __future__ import annotations

import attrs

from ccops.errors import UnknownNameError
from ccops.messages import LOCALES, Label, Locale, has_message, message, nearest


@attrs.frozen
class Words:
    """Says things in one locale."""

    locale: Locale

    @classmethod
    def of(cls, locale: str) -> Words:
        """Return the words of a locale. Raises ``UnknownNameError`` for one without words."""
        if locale not in LOCALES:
            raise UnknownNameError("locale", locale, nearest(locale, LOCALES))
        return cls(locale)

    def say(self, key: str, **arguments: object) -> str:
        """Return a text of this room: its key in the catalogs begins with ``report-``."""
        return message(f"report-{key}", arguments, locale=self.locale)

    def label(self, label: Label, name: str = "") -> str:
        """Return what people call something, or its id where it has no label."""
        return label.in_locale(self.locale) or name

    def value(self, text: str) -> str:
        """Return what people call a value that records know by a word; any other as it is."""
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
