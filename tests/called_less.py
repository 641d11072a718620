"""The sample centers, called less: what is tried of a month is there with a fifth of its calls.

To read a month is mostly to read its calls. That there are as many as a center has, and that their
shares are those of one, is tried of the whole months in ``tests/testing``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_centers import SAMPLE_CENTERS, SampleCenter

if TYPE_CHECKING:
    from collections.abc import Mapping

_FEWER: Final = 5


def _called_less(center: SampleCenter) -> SampleCenter:
    make = center.make
    if not isinstance(make, partial):
        raise TypeError(f"nothing tells how many calls {center.pack} has")
    calls = make.keywords["calls_per_seat"] // _FEWER
    return attrs.evolve(center, make=partial(make, calls_per_seat=calls))


#: The sample centers by the pack they work by, as in ``ccops.testing``.
CALLED_LESS: Final[Mapping[str, SampleCenter]] = {
    name: _called_less(each) for name, each in SAMPLE_CENTERS.items()
}
