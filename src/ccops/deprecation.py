"""Deprecation: what goes away works for two more minor versions, and says what comes instead.

A function, a class or a method is decorated; a name of a room goes through ``deprecated_names``::

    @deprecated(since="0.4", instead="Center.month")
    def begin_month(...): ...
"""

from __future__ import annotations

import builtins
import functools
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
T = TypeVar("T")

#: How many minor versions work on after the one that deprecates a thing.
LASTS: Final = 2
#: Where a decorated thing says it is deprecated; type checkers and documentation look there.
MARK: Final = "__deprecated__"


class DeprecationWarning(builtins.DeprecationWarning):  # noqa: A001 - hosts filter it by name
    """Something of ccops is used that a later version has no more; it says which and what instead.

    ``warnings.filterwarnings("error", category=ccops.DeprecationWarning)`` finds it in tests.
    """


def gone_in(since: str) -> str:
    """Return the version that has no more what was deprecated by another.

    >>> gone_in("0.4"), gone_in("1.9")
    ('0.7', '1.12')
    """
    major, minor = since.split(".")[:2]
    return f"{major}.{int(minor) + LASTS + 1}"


def is_over(since: str, version: str) -> bool:
    """Return whether a version is due to have no more what was deprecated by another.

    >>> [is_over("0.4", each) for each in ("0.4.2", "0.6.9", "0.7.0", "1.0.0")]
    [False, False, True, True]
    """
    return _numbers(version) >= _numbers(gone_in(since))


def deprecated(*, since: str, instead: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return what makes a function or a method warn whoever calls it, at the place of the call."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        told = _told(function.__qualname__, since, instead)

        @functools.wraps(function)
        def calling(*args: P.args, **kwargs: P.kwargs) -> T:
            warnings.warn(told, DeprecationWarning, stacklevel=2)
            return function(*args, **kwargs)

        setattr(calling, MARK, told)
        calling.__dict__["since"] = since
        return calling

    return decorate


def deprecated_names(
    room: str, names: Mapping[str, tuple[str, str]], otherwise: Callable[[str], Any]
) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a room some of whose names are other ones now.

    ``names`` are the old ones, each with the version that deprecated it and the new name in full:
    ``{"MonthRules": ("0.4", "ccops.settlement.Rules")}``. ``otherwise`` finds the rest.
    """

    def __getattr__(name: str) -> Any:  # noqa: ANN401, N807 - any object of a room
        if name not in names:
            return otherwise(name)
        since, new = names[name]
        warnings.warn(_told(f"{room}.{name}", since, new), DeprecationWarning, stacklevel=2)
        module, _, found = new.rpartition(".")
        return getattr(import_module(module), found)

    return __getattr__


def _told(name: str, since: str, instead: str) -> str:
    return f"{name} is deprecated since {since} and gone in {gone_in(since)}; use {instead}"


def _numbers(version: str) -> tuple[int, int]:
    major, minor = version.split(".")[:2]
    return int(major), int(minor)
