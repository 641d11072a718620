"""How a rule class says what it looks like in a pack: one description per field.

The same description makes the reader read it, the schema describe it and the documentation
list it, so that a new kind of policy is one class and no other edit.
"""

from __future__ import annotations

import enum
import functools
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Origin
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Container

_KEY: Final = "ccops"


class Shape(enum.Enum):
    """What a field holds and how it is written. The comment says the Python type made of it."""

    TEXT = "text"  # Text: any words, kept with their place
    FORMULA = "formula"  # Text: a formula, checked when the plan is built
    NAME = "name"  # Text: one name; ``of`` says of what (population, figure, rank, ...)
    NAMES = "names"  # tuple[Text, ...]
    WORD = "word"  # a member of the enum ``of``, written by its value
    FLAG = "flag"  # bool: yes or no
    WHOLE = "whole"  # int
    DATE = "date"  # datetime.date
    SCALAR = "scalar"  # Scalar of ``unit`` (any unit where ``unit`` is None)
    STEP = "step"  # Fraction: a positive decimal such as 0.01
    LABEL = "label"  # Label from {zh, en}
    ROUNDING = "rounding"  # Rounding from {to, mode}; None from the word none
    RANGE = "range"  # Text: '[0..100]', read by ccops.rules.parse_range
    TEXTS = "texts"  # tuple[Text, ...]
    VALUES = "values"  # tuple[Text, ...]: one text, or a list of them
    ROWS = "rows"  # tuple[tuple[Text, ...], ...]: the rows of a table as written
    COLUMNS = "columns"  # tuple[ColumnRule, ...]: [{score: monthly_score, step: 0.01}, ...]
    DATED = "dated"  # tuple[tuple[date, Text], ...] from {2022-10-01: 30%, ...}, in date order
    ONE = "one"  # an instance of the class ``of``
    MANY = "many"  # tuple of instances of ``of``, from a list
    BY_NAME = "by_name"  # tuple of instances of ``of``, from a mapping; its key fills ``name``
    TEXT_BY_NAME = "text_by_name"  # Mapping[str, Text]
    LABEL_BY_NAME = "label_by_name"  # Mapping[str, Label]


@frozen(kw_only=True)
class FieldSpec:
    """What one field is called in a pack, how it is written, and what it is for.

    ``last``: it stands behind the fields of the classes that inherit it. ``unless``: a pack need
    not give it where it gives the field of that word.
    """

    shape: Shape
    key: str = ""
    of: Any = None
    unit: Unit | None = None
    last: bool = False
    unless: str = ""
    zh: str = ""
    en: str = ""


def pack_field(  # noqa: PLR0913 - one keyword for each thing a field can say
    shape: Shape,
    *,
    key: str = "",
    of: object = None,
    unit: Unit | None = None,
    default: object = attrs.NOTHING,
    last: bool = False,
    unless: str = "",
    zh: str = "",
    en: str = "",
) -> Any:  # noqa: ANN401 - as attrs.field: the annotation of the attribute says the type
    """Declare a field of a rule class; without ``default`` a pack must give it.

    ``key`` is its word in the pack where that is no Python name (``for``, ``is``, ``if``).
    ``unless`` is the word of a field that stands for this one: a pack that gives neither lacks
    this one, and ``default`` is made of the other.
    """
    spec = FieldSpec(
        shape=shape, key=key, of=of, unit=unit, last=last, unless=unless, zh=zh, en=en
    )
    return attrs.field(default=default, metadata={_KEY: spec}, kw_only=True)


def name_field() -> Any:  # noqa: ANN401 - as attrs.field
    """Declare the field that takes the id under which a rule stands in the pack."""
    return attrs.field(metadata={_KEY: "name"}, kw_only=True)


def origin_field() -> Any:  # noqa: ANN401 - as attrs.field
    """Declare the field that takes the place of the rule and its ``source:`` and ``because:``.

    A rule written in Python needs none.
    """
    return attrs.field(factory=Origin, metadata={_KEY: "origin"}, kw_only=True)


def pack_fields(rule: type) -> dict[str, tuple[attrs.Attribute[Any], FieldSpec]]:
    """Return the fields of a rule class by their words in a pack."""
    found: dict[str, tuple[attrs.Attribute[Any], FieldSpec]] = {}
    for attribute in attrs.fields(rule):
        spec = attribute.metadata.get(_KEY)
        if isinstance(spec, FieldSpec):
            found[spec.key or attribute.name] = (attribute, spec)
    return dict(sorted(found.items(), key=lambda each: each[1][1].last))


def is_needed(attribute: attrs.Attribute[Any], spec: FieldSpec, given: Container[str]) -> bool:
    """Say whether a rule must give a field, seen which keys it gives."""
    if spec.unless:
        return spec.unless not in given
    return attribute.default is attrs.NOTHING


def name_attribute(rule: type) -> str | None:
    """Return which attribute takes the rule's id, or ``None`` where it has none."""
    return _marked(rule, "name")


def origin_attribute(rule: type) -> str | None:
    """Return which attribute takes the rule's origin, or ``None`` where it has none."""
    return _marked(rule, "origin")


@functools.cache
def _marked(rule: type, mark: str) -> str | None:
    for attribute in attrs.fields(rule):
        if attribute.metadata.get(_KEY) == mark:
            return str(attribute.name)
    return None


@frozen(kw_only=True)
class ColumnRule:
    """One input column of a table: what it is called, what it reads, and how fine it is.

    ``{score: monthly_score, step: 0.01}`` reads a figure; ``{place: {places_of: month_rank}}``
    compares places with shares. ``{place: {places_of: month_rank, quotas: slices}}`` has shares
    that add up from the top.
    """

    name: str
    reads: Any
    places_of: Any = None
    step: Any = None
    quotas: Any = None
