"""Last places: a training on stand-by for who is last again and again, and never an end (4.5).

The last place of a ranking is no ground for ending employment (CN-12): there is no such outcome,
and nothing here is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from ccops.plan import Definition, PayLine, Surroundings


@frozen(kw_only=True)
class LastPlaceRule:
    """Who is among the last ``share`` so many months running is trained on stand-by (待岗).

    It counts nobody in a ranking of fewer than ``least_size``. The training ends with an exam:
    who passes comes back; who does not is trained once more, or takes another post he has agreed
    to; after the second training another post is ``to_agree``. The rule ``l`` adds ``l_last``
    (a flag), ``l_months`` (how many months running), ``l_stage`` (a word of
    :class:`ccops.career.LastPlaceStage`) and what leads to these.
    """

    section: ClassVar[str] = "last_places"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose last places count"
    )
    rank: Text = pack_field(Shape.NAME, of="rank", zh="所据名次", en="the rank it is about")
    share: Text = pack_field(
        Shape.NAME, of="parameter", zh="末位比例", en="which share of the places is last: a ratio"
    )
    least_size: Text = pack_field(
        Shape.NAME, of="parameter", zh="最少人数", en="how many must be ranked for it to count"
    )
    months: Text = pack_field(
        Shape.NAME, of="parameter", zh="连续月数", en="how many periods running lead to training"
    )
    training_days: Text = pack_field(
        Shape.NAME, of="parameter", zh="待岗培训天数", en="how many days a training takes"
    )
    exam: Text = pack_field(
        Shape.NAME, of="fact", zh="结业考试", en="the fact with the points of its exam"
    )
    passed_from: Text = pack_field(
        Shape.NAME, of="parameter", zh="合格线", en="the points from which it is passed"
    )
    agreed: Text = pack_field(
        Shape.NAME, of="fact", zh="已同意调岗", en="the flag that another post is agreed to"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the flags, the months running, and how everybody stands."""
        from ccops.career.last_place_figures import last_place_figures

        return last_place_figures(self)

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a last place pays nothing and takes nothing."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return a finding for each parameter the pack has not (``unknown-name``)."""
        named = (self.share, self.least_size, self.months, self.training_days, self.passed_from)
        return tuple(
            Diagnostic(
                code="unknown-name",
                span=each.span,
                args={"name": each.value, "near": nearest(each.value, around.parameters) or "-"},
            )
            for each in named
            if each.value not in around.parameters
        )
