"""What a case reaches."""

from __future__ import annotations

import attrs

from ccops.rulepack.proving.points import Point

#: What stands before the name of a rule: ``figure``, ``population``, ``indicator``, ...
Tag = str


@attrs.frozen(kw_only=True)
class Reached:
    """What a case reaches: points, and the rules and constants its expectations depend on."""

    points: frozenset[Point]
    rules: frozenset[tuple[Tag, str]]
