"""Thresholds: within how long contacts are to be answered, as asked or as contracts say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.contacts.service_level import is_limit
from ccops.errors import DataError
from ccops.messages import Diagnostic
from ccops.values import Scalar, Unit, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.contacts.service_level import ServiceLevelContract


def read_thresholds(
    asked: Iterable[str], contracts: Iterable[ServiceLevelContract]
) -> tuple[Scalar, ...]:
    """Return the durations asked for, ``"20 s"``; without any those of contracts, each once.

    Raises ``DataError`` where one is no duration up to a day, and where neither says any.
    """
    texts = tuple(asked)
    limits = tuple(parse_scalar(each.strip(), unit=Unit.DURATION) for each in texts)
    wrong = tuple(
        Diagnostic(code="threshold-unread", args={"given": text})
        for text, limit in zip(texts, limits, strict=True)
        if limit is None or not is_limit(limit)
    )
    if wrong:
        raise DataError(wrong)
    known = [each for each in limits if each is not None]
    said = known or [each.threshold for each in contracts if each.threshold is not None]
    if not said:
        raise DataError((Diagnostic(code="threshold-absent"),))
    return tuple(dict.fromkeys(said))
