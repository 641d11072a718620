"""Words that records hold, and what people call them: kinds of orders, causes, recipients."""

from __future__ import annotations

from ccops.frozen import frozen
from ccops.messages import Label, Origin
from ccops.rules import Shape, name_field, origin_field, pack_field


@frozen(kw_only=True)
class WordRule:
    """What people call a word that stands in records or in a list of the pack.

    ``city_case: {label: {zh: 城市管理案件, en: city case}}``. It decides nothing, so that it needs
    no source.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    origin: Origin = origin_field()
