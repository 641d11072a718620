"""The sample centers: who makes the month of a rule pack, and what of it is worth seeing.

A pack that extends one of them is shown on the month of that one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from ccops.testing.sample_before import Telling
from ccops.testing.sample_insurance import PACK as INSURANCE
from ccops.testing.sample_insurance import make_insurance_month
from ccops.testing.sample_month import PACK, make_month
from ccops.testing.sample_outsourced import PACK as OUTSOURCED
from ccops.testing.sample_outsourced import make_outsourced_month
from ccops.values.periods import shifted_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.adapters import SampleInput
    from ccops.testing.sample_month import SampleMonth


class MonthMaker(Protocol):
    """Makes the month of a seed, the same on every machine."""

    def __call__(self, seed: int, *, period: str, telling: Telling | None = None) -> SampleMonth:
        """Return the month. Raises ``ValueError`` for a period that is no ``YYYY-MM``."""
        ...


@attrs.frozen(kw_only=True)
class SampleCenter:
    """A center whose month can be made.

    ``figure`` is the one worth explaining; ``question`` the choice whose readings are compared
    by what that figure costs, empty where no money hangs on one.
    """

    pack: str
    make: MonthMaker
    figure: str
    question: str = ""

    def make_before(self, seed: int, *, period: str) -> SampleMonth:
        """Return the month before a period: the first one of the center."""
        before = shifted_label(period, -1)
        telling = Telling(seed=seed, period=before, is_before=True)
        return self.make(seed, period=before, telling=telling)

    def make_after(self, seed: int, *, period: str) -> SampleMonth:
        """Return the month of a period that goes on from the one before."""
        telling = Telling(seed=seed, period=period, goes_on=True)
        return self.make(seed, period=period, telling=telling)


#: The sample centers by the pack they work by.
SAMPLE_CENTERS: Final = {
    each.pack: each
    for each in (
        SampleCenter(
            pack=PACK,
            make=partial(make_month, seats=8, calls_per_seat=112),
            figure="monthly_bonus",
            question="bonus_reading",
        ),
        SampleCenter(
            pack=OUTSOURCED,
            make=partial(make_outsourced_month, calls_per_seat=143),
            figure="sales_commission",
        ),
        SampleCenter(
            pack=INSURANCE,
            make=partial(make_insurance_month, seats=12, calls_per_seat=90),
            figure="monthly_score",
        ),
    )
}


def sample_of(
    packs: Iterable[str], brought: Mapping[str, SampleInput]
) -> SampleCenter | SampleInput | None:
    """Return what shows the first pack that anything shows: a pack, its parent, and so on.

    ``brought`` are the months of plugins, which go before those of the library.
    """
    found = (brought.get(each) or SAMPLE_CENTERS.get(each) for each in packs)
    return next((each for each in found if each is not None), None)
