"""Holds the Chinese pages to the English ones: tells what has no words yet, or words for nothing.

The words of a page stand in ``locales/zh_CN/LC_MESSAGES/PAGE.po``. A page that was changed without
its catalog is a warning of the Chinese build, and a warning is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chinese_search import ChineseSearch
from languages import ENGLISH, needs_words
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import extract_messages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

#: Written in English only: its text is that of docstrings.
IN_ENGLISH: Final = "reference/python"

_LOG: Final = logging.getLogger(__name__)
_SHOWN: Final = 60  # characters of a message


class Untold(SphinxTransform):
    """Tells which messages of a page have no words, and which words have no message."""

    default_priority = 19  # right before Sphinx puts the words in

    def apply(self, **_: Any) -> None:
        """Compare the messages of a page with its catalog."""
        page, language = self.env.current_document.docname, self.config.language
        if language == ENGLISH:
            return
        known = told(Path(self.env.srcdir, "locales", language, "LC_MESSAGES", f"{page}.po"))
        messages = {message for _, message in extract_messages(self.document)}
        if page != IN_ENGLISH:
            self._tell(page, "no words for", filter(needs_words, messages - known))
        self._tell(page, "words for nothing", known - messages)

    def _tell(self, page: str, what: str, messages: Iterable[str]) -> None:
        for message in sorted(messages):
            _LOG.warning("%s (`make words`): %s", what, message[:_SHOWN], location=page)


def told(file: Path) -> frozenset[str]:
    """Return the messages a catalog has words for, not only a guess."""
    from babel.messages.pofile import read_po

    if not file.exists():
        return frozenset()
    with file.open("rb") as stream:
        entries = read_po(stream)
    told_of = (each for each in entries if each.id and each.string and not each.fuzzy)
    return frozenset(str(each.id) for each in told_of)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_transform(Untold)
    app.add_search_language(ChineseSearch)
    return {"parallel_read_safe": True}
