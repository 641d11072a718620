"""Two plugins of one name each, as two customers of one host would have them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import ccops
from ccops.messages import Label
from ccops.rules import Parameter, TypedFunction
from ccops.values import Bounds, Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.kpi import RecordKind


def double(count: int) -> int:
    """Return twice as many."""
    return 2 * count


def triple(count: int) -> int:
    """Return three times as many."""
    return 3 * count


def _function(run: Callable[[int], int]) -> TypedFunction:
    return TypedFunction(
        name="counted",
        label=Label(zh="计入数", en="how many count"),
        parameters=(Parameter(name="count", unit=Unit.COUNT),),
        result=Unit.COUNT,
        run=run,
        bounds=Bounds(Fraction(0)),
    )


@ccops.hookimpl
def ccops_record_kinds() -> tuple[RecordKind, ...]:
    """Bring none: the module is a plugin beside its classes."""
    return ()


class North:
    """One customer's plugin."""

    function: ClassVar[TypedFunction] = _function(double)

    @ccops.hookimpl
    def ccops_functions(self) -> tuple[TypedFunction, ...]:
        return (self.function,)


class South(North):
    """Another's: the same name, and other work."""

    function: ClassVar[TypedFunction] = _function(triple)
