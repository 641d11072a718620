"""Accepts: a diagnostic that the author of a pack has seen and lets stand, with the reason."""

from __future__ import annotations

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Span, Text
from ccops.rules import Shape, origin_field, pack_field


@frozen(kw_only=True)
class Accept:
    """One accepted diagnostic of the rule it stands in: its ``code``, and why it may stand."""

    code: Text = pack_field(Shape.TEXT, zh="代码", en="the code of the diagnostic")
    because: Label = pack_field(Shape.LABEL, zh="理由", en="why it may stand")
    origin: Origin = origin_field()

    @property
    def span(self) -> Span | None:
        """Where it is written."""
        return self.origin.span
