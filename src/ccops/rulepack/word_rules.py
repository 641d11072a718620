"""Words: what people call the words that records, figures and kinds of things are known by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field

#: Sections that only say what things are called: they rule nothing, and no digest knows them.
NAMING: Final = frozenset({"words", "translations"})


@frozen(kw_only=True)
class WordRule:
    """A word that records or figures use (``sales_lead``), and what people call it.

    Without it the word itself is shown, or what the library calls it.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class TranslationRule:
    """The labels of a pack's own files in another script, by the label in ``zh``.

    A label that has its ``zh_TW`` beside it keeps that one.
    """

    name: str = name_field()
    words: Mapping[str, Text] = pack_field(
        Shape.TEXT_BY_NAME,
        default=attrs.Factory(dict[str, Text]),
        zh="简体标签对应的繁体标签",
        en="each label in simplified characters, with the same in traditional ones",
    )
    origin: Origin = origin_field()
