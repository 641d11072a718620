"""Open calls as plain data, for the read that goes on with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops_asterisk.open_calls import CONNECTED_PLACE, ENTERED_PLACE, LAST, PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ccops_asterisk.calls import Calls

_WAITED: Final = (PLACE, ENTERED_PLACE)
_TALKED: Final = (PLACE, ENTERED_PLACE, CONNECTED_PLACE)
_TALKED_LENGTH: Final = 21  # of a call that left after a conversation


def stored_calls(calls: Calls) -> dict[str, object]:
    """Return the calls that are open as plain JSON data; places become ``file:line``."""
    text = calls.writer.names.text
    left = map(calls.left_call, (*calls.left, *calls.handed))
    return {
        "waiting": [_moved(call, _WAITED, text) for call in calls.waiting.values()],
        "talking": [_moved(call, _TALKED, text) for call in calls.talking.values()],
        "left": [
            _moved(call, _places(call), text)
            for call in sorted((call for call in left if call is not None), key=_last)
        ],
        "merged": dict(calls.merged),
    }


def restore_calls(calls: Calls, stored: Mapping[str, Any]) -> None:
    """Take up the calls that ``stored_calls`` stored."""
    place = calls.writer.names.place
    kept: dict[str, dict[str, Any]] = {
        "waiting": calls.waiting,
        "talking": calls.talking,
        "left": calls.left,
    }
    for name, by_id in kept.items():
        for cells in stored[name]:
            places = {"waiting": _WAITED, "talking": _TALKED}.get(name) or _places(cells)
            by_id[cells[0]] = tuple(_moved(cells, places, place))
    calls.merged.update(stored["merged"])


def _places(left: tuple[Any, ...] | list[Any]) -> tuple[int, ...]:
    return _TALKED if len(left) == _TALKED_LENGTH else _WAITED


def _last(left: tuple[Any, ...]) -> int:
    return int(left[LAST])


def _moved(
    cells: tuple[Any, ...] | list[Any], places: tuple[int, ...], move: Callable[[Any], object]
) -> list[object]:
    return [move(cell) if at in places else cell for at, cell in enumerate(cells)]
