"""The report model as plain JSON data: exact, no floats; texts stand beside the values."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from ccops.rules.columns import write_scalar
from ccops.values import Missing, Money, NotApplicable, Scalar, reduced

_MILLISECOND = dt.timedelta(milliseconds=1)


def plain_object(value: object) -> dict[str, Any]:
    """Return an attrs object of the model with the plain forms of its fields.

    One that says itself how it looks as plain data, by ``plain_form``, is asked.
    """
    own = getattr(value, "plain_form", None)
    if own is not None:
        form: dict[str, Any] = own()
        return form
    fields = attrs.fields(type(value))  # type: ignore[arg-type]  # callers pass attrs objects
    found = {each.name: plain(getattr(value, each.name)) for each in fields}
    spec = getattr(value, "spec", None)
    if spec is not None:
        found["spec"] = plain(spec)
    return {"part": type(value).__name__.lower(), **found}


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a value of the model as plain JSON data.

    A ``Decimal`` is its plain text, a ``Fraction`` the reduced pair, a duration whole
    milliseconds, a date ``YYYY-MM-DD``, money ``{amount, currency}``, a missing value
    ``{missing: reason}``, a line that does not apply ``null``.
    """
    if isinstance(value, Scalar):
        return write_scalar(value)
    if isinstance(value, Money):
        return {"amount": f"{value.amount:f}", "currency": value.currency}
    if attrs.has(type(value)):
        return plain_object(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return plain_scalar(value)


def plain_scalar(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return a single value as plain JSON data."""
    match value:
        case None | NotApplicable():
            return None
        case Missing():
            return {"missing": value.value}
        case enum.Enum():
            return value.value
        case bool() | int() | str():
            return value
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return list(reduced(value.numerator, value.denominator))
        case dt.timedelta():
            return value // _MILLISECOND
        case dt.date():
            return value.isoformat()
        case _:
            raise TypeError(f"a report holds no {type(value).__name__}")
