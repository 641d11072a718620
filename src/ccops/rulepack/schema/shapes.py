"""How each shape of a field is written, as JSON Schema.

An editor reads YAML with its types, a pack is read as text: what looks like a number to an
editor is a text all the same, so every text may be one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.messages import LABEL_LANGUAGES
from ccops.rules import Shape
from ccops.rules.places import Quotas
from ccops.values import RoundingMode, Unit
from ccops.values.scalars import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ccops.rules import FieldSpec

Schema = dict[str, Any]


_LONGEST_FORMULA: Final = 2_000
_NUMBERS: Final = (Unit.RATIO, Unit.QUANTITY, Unit.POINTS, Unit.COUNT, Unit.NUMBER)
#: Words without spaces and signs; ECMAScript and Python read it alike, Chinese names too.
NAME: Final = r"^[^\s!-/:-@\[-^`{-~][^\s!-,;-@\[-^`{-~]*$"
_DATE: Final = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_STEP: Final = r"^[0-9]+(\.[0-9]+)?%?$"

TEXT: Final[Schema] = {"type": ["string", "number", "boolean"], "minLength": 1}
FLAG: Final[Schema] = {"enum": ["yes", "no", True, False, "true", "false"]}
WHOLE: Final[Schema] = {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]{1,15}$"}
DATE: Final[Schema] = {"type": "string", "pattern": _DATE}
STEP: Final[Schema] = {
    "type": ["number", "string"],
    "exclusiveMinimum": 0,
    "maximum": 1,
    "pattern": _STEP,
}
LABEL: Final[Schema] = {
    "anyOf": [
        {
            "type": "object",
            "properties": dict.fromkeys(LABEL_LANGUAGES, TEXT),
            "additionalProperties": False,
            "minProperties": 1,
        },
        TEXT,
    ],
    "defaultSnippets": [{"label": "{zh: …, en: …}", "body": {"zh": "$1", "en": "$2"}}],
}


def as_written(words: Iterable[str]) -> list[str | int]:
    """Return words for an ``enum``, with the numbers that an editor takes some of them for."""
    listed = list(words)
    return [*listed, *(int(each) for each in listed if each.isdecimal())]


def leaf(spec: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    """Return the schema of a field whose shape holds no rules.

    Raises ``KeyError`` for a shape nobody wrote a schema for, so that none is forgotten.
    """
    return _LEAVES[spec.shape](spec, maybe)


def constant(unit: Unit | None) -> Schema:
    """Return how a constant of a unit is written; of any unit without one."""
    if unit is None:
        return TEXT
    if unit is Unit.FLAG:
        return FLAG
    written = WRITTEN.get(unit)
    if written is None:
        return TEXT
    pattern = "|".join(f"(?:{each.pattern})" for each in written)
    kinds = ["string", "number"] if unit in _NUMBERS else ["string"]
    return {"type": kinds, "pattern": f"^(?:{pattern})$"}


def _fixed(schema: Schema) -> Callable[[FieldSpec, Callable[[str, Schema], Schema]], Schema]:
    return lambda _, __: schema


def _name(_: FieldSpec, __: object) -> Schema:
    return {"type": ["string", "number"], "pattern": NAME}


def _names(spec: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    return {"type": "array", "items": maybe("name", _name(spec, maybe))}


def _word(spec: FieldSpec, _: object) -> Schema:
    return {"enum": [str(each.value) for each in spec.of]}


def _scalar(spec: FieldSpec, _: object) -> Schema:
    return constant(spec.unit)


def _texts(_: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    return {"type": "array", "items": maybe("text", TEXT)}


def _values(spec: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    return {"anyOf": [TEXT, _texts(spec, maybe)]}


def _rows(_: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    row = {"type": "array", "items": maybe("cell", TEXT), "minItems": 1}
    return {"type": "array", "items": maybe("row", row), "minItems": 1}


def _rounding(_: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    mode = {"enum": [*(each.value for each in RoundingMode), "none"]}
    parts = {"to": maybe("step", STEP), "mode": maybe("rounding_mode", mode)}
    return {
        "anyOf": [
            {
                "type": "object",
                "properties": parts,
                "required": ["mode"],
                "additionalProperties": False,
            },
            {"const": "none"},
        ]
    }


def _columns(_: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    name = {"type": "string", "pattern": NAME}
    quotas = {"enum": [each.value for each in Quotas]}
    places = {
        "type": "object",
        "properties": {"places_of": maybe("name", name), "quotas": maybe("quotas", quotas)},
        "required": ["places_of"],
        "additionalProperties": False,
    }
    column = {
        "type": "object",
        "properties": {"step": maybe("step", STEP)},
        "additionalProperties": maybe("column_reads", {"anyOf": [name, places]}),
        "minProperties": 1,
        "maxProperties": 2,
    }
    return {"type": "array", "items": maybe("column", {"anyOf": [name, column]}), "minItems": 1}


def _dated(_: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    value = {"anyOf": [TEXT, {"type": "null"}]}
    return {
        "type": "object",
        "patternProperties": {_DATE: maybe("dated_value", value)},
        "additionalProperties": False,
        "minProperties": 1,
    }


def _text_by_name(_: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    return {"type": "object", "additionalProperties": maybe("text", TEXT)}


def _label_by_name(_: FieldSpec, maybe: Callable[[str, Schema], Schema]) -> Schema:
    return {"type": "object", "additionalProperties": maybe("label", LABEL)}


_LEAVES: Final[Mapping[Shape, Callable[[FieldSpec, Callable[[str, Schema], Schema]], Schema]]] = {
    Shape.TEXT: _fixed(TEXT),
    Shape.FORMULA: _fixed({**TEXT, "maxLength": _LONGEST_FORMULA}),
    Shape.NAME: _name,
    Shape.NAMES: _names,
    Shape.WORD: _word,
    Shape.FLAG: _fixed(FLAG),
    Shape.WHOLE: _fixed(WHOLE),
    Shape.DATE: _fixed(DATE),
    Shape.SCALAR: _scalar,
    Shape.STEP: _fixed(STEP),
    Shape.LABEL: _fixed(LABEL),
    Shape.ROUNDING: _rounding,
    Shape.RANGE: _fixed({"type": "string", "pattern": r"^\[.*\.\..*\]$"}),
    Shape.TEXTS: _texts,
    Shape.VALUES: _values,
    Shape.ROWS: _rows,
    Shape.COLUMNS: _columns,
    Shape.DATED: _dated,
    Shape.TEXT_BY_NAME: _text_by_name,
    Shape.LABEL_BY_NAME: _label_by_name,
}
