"""The closing of a period: the little the next one needs, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class Closing:
    """Accounts and the values that windows of the next period read, by employee.

    A plan without windows and accounts needs nothing; then only the period stands here.
    """

    period: str
    settlement_digest: str
    values: Mapping[str, Mapping[str, object]] = attrs.field(
        factory=dict[str, Mapping[str, object]]
    )

    def to_dict(self) -> dict[str, object]:
        """Return the closing as plain JSON data."""
        return {
            "schema": "ccops.closing/1",
            "period": self.period,
            "settlement": self.settlement_digest,
            "values": {name: dict(each) for name, each in self.values.items()},
        }
