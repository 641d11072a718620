"""Split: what comes of lines whose amount changes inside a period; few periods have one."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccops.frozen import frozen
from ccops.kpi import Indicator
from ccops.messages import Diagnostic, Label, Origin
from ccops.plan import Definition


@frozen(kw_only=True, eq=False)
class Split:
    """The figures of a period with split lines written out, and what these need besides.

    ``indicators`` count stretches of the period, by the rule each is a part of; ``parameters``
    say where the amounts of stretches come from; ``unsound`` are lines with a finding.
    """

    figures: tuple[Definition, ...]
    indicators: tuple[tuple[str, Indicator], ...] = ()
    parameters: Mapping[str, tuple[Label, Origin]] = attrs.field(
        factory=dict[str, tuple[Label, Origin]]
    )
    unsound: frozenset[str] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()
