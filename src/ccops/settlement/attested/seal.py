"""The seal of a settlement: one digest over what it says and over everybody's own statement.

The digest of a settlement is taken of columns, which is quick, and which nobody can compare one
statement with. The seal is taken over that digest, the root of the tree of everybody's own inputs
and how many people there are. Whoever signs a settlement signs its seal: then no statement of
other inputs can be handed out as one of the month. It is worked out when it is first asked for.
"""

from __future__ import annotations

from ccops.values.canonical import canonical_json, digest


def seal_over(*, settlement: str, statements: bytes, people: int) -> str:
    """Return the seal over a settlement's digest and the root of so many people's statements.

    >>> seal_over(settlement="sha256:00", statements=bytes(32), people=2)[:15]
    'sha256:8ab21778'
    """
    parts = {
        "people": people,
        "settlement": settlement,
        "statements": f"sha256:{statements.hex()}",
    }
    return digest(canonical_json(parts))
