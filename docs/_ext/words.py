"""Puts what is new on the pages into the catalogs of the Chinese site, to be translated.

``python docs/_ext/words.py GATHERED CATALOGS``, after ``sphinx-build -b gettext``; `make words`
does both. What a page says no more goes; words of a message that reads nearly the same are
offered, marked as fuzzy; code, figures and Chinese need no words.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from languages import needs_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HEAD: Final = (
    "# Chinese words of the page; `make words` puts in what is new.",
    'msgid ""',
    'msgstr ""',
    '"Language: zh_CN\\n"',
    '"MIME-Version: 1.0\\n"',
    '"Content-Type: text/plain; charset=utf-8\\n"',
    '"Content-Transfer-Encoding: 8bit\\n"',
)
_WIDTH: Final = 99
_NEAR: Final = 0.7


def update(gathered: Path, catalogs: Path) -> Iterator[str]:
    """Write the catalog of every page, and yield those that want words, with how many."""
    for template in sorted(gathered.rglob("*.pot")):
        page = template.relative_to(gathered).with_suffix(".po")
        messages = [each for each in _read(template) if needs_words(each)]
        file = catalogs / page
        told = _read(file) if file.exists() else {}
        text, wanting = _catalog(messages, told)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if wanting:
            yield f"{file}: {wanting} to translate"


def _read(file: Path) -> Mapping[str, tuple[str, bool]]:
    """Return the messages of a file with their words, and whether these are only a guess."""
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        entries = [each for each in read_po(stream) if each.id]
    return {str(each.id): (str(each.string), bool(each.fuzzy)) for each in entries}


def _catalog(messages: list[str], told: Mapping[str, tuple[str, bool]]) -> tuple[str, int]:
    """Return the text of a catalog, and how many messages want words."""
    left = [each for each, (words, _) in told.items() if words and each not in messages]
    lines, wanting = list(_HEAD), 0
    for each in messages:
        words, is_guess = told.get(each, ("", False))
        near = [] if words else difflib.get_close_matches(each, left, n=1, cutoff=_NEAR)
        if near:
            words, is_guess = told[near[0]][0], True
        wanting += is_guess or not words
        mark = "#, fuzzy\n" if is_guess else ""
        lines += ["", f"{mark}msgid {_quoted(each)}", f"msgstr {_quoted(words)}"]
    return "\n".join([*lines, ""]), wanting


def _quoted(text: str) -> str:
    from babel.messages.pofile import normalize

    return normalize(text, width=_WIDTH)


if __name__ == "__main__":
    sys.stdout.writelines(f"{each}\n" for each in update(Path(sys.argv[1]), Path(sys.argv[2])))
