"""The table of a bonus as it stands in a pack: one per reading of the manual."""

from __future__ import annotations

import attrs

from ccops.messages import Origin, Text
from ccops.rules import Shape, origin_field, pack_field
from ccops.rules.tables import HitPolicy


@attrs.frozen(kw_only=True)
class TableRule:
    """Rows as the manual prints them; the last cell of a row is what it pays."""

    hit: HitPolicy = pack_field(
        Shape.WORD, of=HitPolicy, zh="命中规则", en="which row counts: first or unique"
    )
    rows: tuple[tuple[Text, ...], ...] = pack_field(
        Shape.ROWS, zh="各行", en="the rows: one cell a column, then the amount"
    )
    otherwise: Text | None = pack_field(
        Shape.TEXT, default=None, zh="其余", en="what is paid where no row is met"
    )
    origin: Origin = origin_field()
