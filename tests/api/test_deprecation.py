"""What goes away says so for two minor versions, at the place that uses it, and then goes."""

from __future__ import annotations

import builtins
import inspect
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import ccops
from ccops.deprecation import MARK, deprecated, deprecated_names, gone_in, is_over

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = Path(ccops.__file__).parent


@deprecated(since="0.4", instead="ccops.Center.month")
def begin_month(label: str) -> str:
    """Begin a month."""
    return f"begun {label}"


class Old:
    @deprecated(since="0.4", instead="Old.renewed")
    def method(self, by: int) -> int:
        return by + 1


def test_a_deprecated_function_works_and_tells_its_caller_what_comes_instead() -> None:
    told = "begin_month is deprecated since 0.4 and gone in 0.7; use ccops.Center.month"

    with pytest.warns(ccops.DeprecationWarning) as caught:
        made = begin_month("2026-10")

    assert made == "begun 2026-10"
    assert [(str(each.message), each.filename) for each in caught] == [(told, __file__)]
    assert getattr(begin_month, MARK) == told
    assert begin_month.__doc__ == "Begin a month."


def test_a_deprecated_method_warns_each_place_that_calls_it() -> None:
    with pytest.warns(ccops.DeprecationWarning, match=r"Old\.method .* use Old\.renewed"):
        assert Old().method(by=2) == 3


def test_a_deprecated_name_of_a_room_leads_to_the_new_one() -> None:
    def otherwise(name: str) -> Any:
        raise AttributeError(name)

    find = deprecated_names("ccops.values", {"Amount": ("0.4", "ccops.values.Money")}, otherwise)

    with pytest.warns(
        ccops.DeprecationWarning, match=r"ccops\.values\.Amount .* ccops\.values\.M"
    ):
        assert find("Amount") is ccops.Money
    with pytest.raises(AttributeError):
        find("Anything")


def test_hosts_may_make_errors_of_them_alone() -> None:
    assert issubclass(ccops.DeprecationWarning, builtins.DeprecationWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", category=ccops.DeprecationWarning)
        warnings.warn("of another library", builtins.DeprecationWarning, stacklevel=1)
        with pytest.raises(ccops.DeprecationWarning):
            begin_month("2026-10")


@pytest.mark.parametrize(
    ("since", "gone"), [("0.4", "0.7"), ("0.4.3", "0.7"), ("1.9", "1.12"), ("9.98.1", "9.101")]
)
def test_two_minor_versions_follow_before_a_thing_is_gone(since: str, gone: str) -> None:
    assert gone_in(since) == gone


def test_nothing_deprecated_stays_longer_than_was_said() -> None:
    overdue = [name for name, since in _deprecated() if is_over(since, ccops.__version__)]

    assert overdue == []


def _deprecated() -> Iterator[tuple[str, str]]:
    """Yield everything of the library that is decorated, with the version that deprecated it."""
    for file in SOURCE.rglob("*.py"):
        if "@deprecated(" not in file.read_text(encoding="utf-8") or file.stem == "deprecation":
            continue
        parts = file.relative_to(SOURCE.parent).with_suffix("").parts
        module = import_module(".".join(parts).removesuffix(".__init__"))
        for name, found in inspect.getmembers(module):
            inner = inspect.getmembers(found) if inspect.isclass(found) else ()
            for path, each in [(name, found), *((f"{name}.{one}", it) for one, it in inner)]:
                if hasattr(each, MARK):
                    yield f"{module.__name__}.{path}", str(each.since)
