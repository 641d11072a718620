"""How the Chinese pages are searched: by pairs of characters, so that no dictionary is needed.

Chinese has no spaces between words. Every two neighboring characters go into the index, and a
query is cut the same way, in the browser too: what stands on a page is found,
whatever words it is of.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx.search.en import SearchEnglish

_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff"
_RUN: Final = re.compile(rf"[{_HAN}]+|(?:(?![{_HAN}])\w)+")

#: The same in the browser. A pair that is on no page, such as one between two words that were
#: typed together, is left out of the query; one character stays one character.
_IN_BROWSER: Final = r"""
var splitQuery = (query) => {
  const onPages = (pair) => [Search._index.terms, Search._index.titleterms]
    .some((terms) => Object.hasOwn(terms, pair));
  return (query.match(/[HAN]+|(?:(?![HAN])[\p{L}\p{N}_])+/gu) || []).flatMap((run) => {
    if (run.length < 2 || !/[HAN]/u.test(run)) return [run];
    const pairs = Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
    const found = Search.hasIndex() ? pairs.filter(onPages) : pairs;
    return found.length ? found : pairs;
  });
};
""".replace("HAN", _HAN)


class ChineseSearch(SearchEnglish):
    """Pairs of Chinese characters; Latin words as in English."""

    lang = "zh"
    language_name = "English"  # names the stemmer of Latin words
    js_splitter_code = _IN_BROWSER

    def split(self, text: str) -> list[str]:
        """Return single characters and pairs of each Chinese run, and the Latin words."""
        return [piece for run in _RUN.findall(text) for piece in _pieces(run)]


def _pieces(run: str) -> list[str]:
    if run[0] < "\u3400":
        return [run]
    return [*run, *(run[at : at + 2] for at in range(len(run) - 1))]
