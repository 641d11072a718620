"""The payroll map: what a center's payroll system wants to read, as ``payroll.yaml`` says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from ccops.errors import DataError
from ccops.messages import Diagnostic, Text, nearest
from ccops.payroll.shapes import LONG, ControlRows, PayrollShape

#: Encodings of CSV files; the first is written where nothing is said.
ENCODINGS: Final = ("utf-8-sig", "utf-8", "gb18030")
#: What files may be split by.
SPLITS: Final = ("employer",)
_UNSAID: Final = Text("")


@attrs.frozen(kw_only=True)
class PayrollMap:
    """What is asked for.

    ``columns`` are pairs of what a column holds and its header, in order; ``codes`` says what the
    payroll system calls a pay code; ``constants`` are texts by header; ``leave_out`` the pay
    codes that are not handed on. An empty ``shape`` is ``long``, an empty ``encoding`` UTF-8
    with a mark (``utf-8-sig``).
    """

    shape: Text = _UNSAID
    encoding: str = ""
    control: ControlRows | None = None
    split_by: str = ""
    columns: tuple[tuple[Text, Text], ...] = ()
    codes: Mapping[Text, Text] = attrs.field(factory=dict[Text, Text])
    constants: Mapping[Text, Text] = attrs.field(factory=dict[Text, Text])
    leave_out: tuple[Text, ...] = ()

    def under(self, other: PayrollMap) -> PayrollMap:
        """Return the map with what another one says of shape, encoding and files going before."""
        return attrs.evolve(
            self,
            shape=other.shape if other.shape.value else self.shape,
            encoding=other.encoding or self.encoding,
            split_by=other.split_by or self.split_by,
        )


def shape_of(payroll_map: PayrollMap, shapes: Mapping[str, PayrollShape]) -> PayrollShape:
    """Return the shape a map asks for. Raises ``DataError`` for one nobody brings."""
    name = payroll_map.shape.value or LONG.name
    found = shapes.get(name)
    if found is None:
        told = {"name": name, "known": ", ".join(shapes), "nearest": nearest(name, shapes) or "-"}
        span = payroll_map.shape.span
        raise DataError((Diagnostic(code="export-shape", span=span, args=told),))
    return found
