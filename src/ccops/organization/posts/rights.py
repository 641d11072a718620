"""Rights of staff: what is due to everybody, and the rules of the pack that keep it (S3-14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@frozen(kw_only=True)
class RightRule:
    """A right, and by which rules of the pack it is kept: ``leave: {kept_by: [annual]}``.

    A right that names a rule which is not there stands on paper alone, and the pack is refused.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="员工权益", en="what is due")
    kept_by: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="rule", zh="由何保障", en="the rules of the pack that keep it"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class Right:
    """What is due to everybody, and what people call the rules that keep it, by their ids."""

    name: str
    label: Label
    kept_by: Mapping[str, Label]

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {"kept_by": tuple(self.kept_by)}


def check_rights(rights: Iterable[RightRule], names: Collection[str]) -> tuple[Diagnostic, ...]:
    """Return an error for each right that no rule keeps, or that names one nobody wrote."""
    found: list[Diagnostic] = []
    for right in rights:
        if not right.kept_by:
            told = {"right": right.name}
            found.append(Diagnostic(code="right-unkept", span=right.origin.span, args=told))
        for each in right.kept_by:
            if each.value not in names:
                near = nearest(each.value, names) or "-"
                told = {"right": right.name, "rule": each.value, "nearest": near}
                found.append(Diagnostic(code="right-of-no-rule", span=each.span, args=told))
    return tuple(found)
