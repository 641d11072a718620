"""The schema of worked cases: the keys a case may have, and how each is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.rulepack.cases.checks import KEYS, MOST_PEOPLE
from ccops.rulepack.describing import section_words
from ccops.rulepack.schema.shapes import LABEL, TEXT, as_written

if TYPE_CHECKING:
    from ccops.rulepack.schema.names import KnownNames

Schema = dict[str, Any]
_VARIANTS: Final = "variants"
_PERIOD: Final = "^[0-9]{4}-(0[1-9]|1[0-2])$"
_TEXT: Final[Schema] = {"anyOf": [TEXT, {"type": "null"}]}
_TEXTS: Final[Schema] = {"type": "object", "additionalProperties": _TEXT}
_BY_PERSON: Final[Schema] = {
    "type": "object",
    "additionalProperties": {"anyOf": [_TEXT, {"type": "object"}]},
}
_PERIODS: Final[Schema] = {"type": "object", "additionalProperties": _TEXTS}
_LIST: Final[Schema] = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
_ROWS: Final[Schema] = {"type": "array", "items": _TEXTS}
_WHOLE: Final[Schema] = {"type": "integer", "minimum": 1, "maximum": MOST_PEOPLE}
#: How the keys are written that can be said more of than that they are there.
_WRITTEN: Final[dict[str, Schema]] = {
    "period": {"type": "string", "pattern": _PERIOD},
    "label": LABEL,
    "because": LABEL,
    "source": TEXT,
    "population": _WHOLE,
    "employees": {"type": "object"},
    "given": _BY_PERSON,
    "pin": _BY_PERSON,
    "expect": _BY_PERSON,
    "reasons": {"type": "object"},
    "records": {"type": "object", "additionalProperties": _ROWS},
    "decisions": _TEXTS,
    "choose": _TEXTS,
    "warnings": _LIST,
    "provisional": _LIST,
    "rulings": _ROWS,
    "on": TEXT,
    "since": TEXT,
    "learning": {"type": "object", "additionalProperties": {"type": "object"}},
    "organization": {"type": "object", "additionalProperties": {"type": "object"}},
    "report_calendar": {"type": "object", "additionalProperties": {"type": "object"}},
    "structure": TEXT,
    "teams": {"type": "object", "additionalProperties": _TEXTS},
    "center": _TEXTS,
    "teams_given": {"type": "object", "additionalProperties": _TEXTS},
    "center_given": _TEXTS,
    "teams_history": {"type": "object", "additionalProperties": _PERIODS},
    "center_history": _PERIODS,
    "projects": {"type": "object", "additionalProperties": _TEXTS},
    "projects_given": {"type": "object", "additionalProperties": _TEXTS},
    "projects_history": {"type": "object", "additionalProperties": _PERIODS},
}


def case_sections(known: KnownNames) -> dict[str, Schema]:
    """Return the schemas of the sections ``cases`` and ``defaults``."""
    variant = _case(known, KEYS - {_VARIANTS})
    case = _case(known, KEYS)
    case["properties"][_VARIANTS] = {"type": "array", "items": variant}
    case["required"] = ["period"]
    return {
        "cases": {**_told("cases"), "type": "object", "additionalProperties": case},
        "defaults": {**_told("defaults"), **_TEXTS, "properties": {"decisions": _TEXTS}},
    }


def _case(known: KnownNames, keys: frozenset[str]) -> Schema:
    properties: dict[str, Schema] = {key: dict(_WRITTEN.get(key, {})) for key in sorted(keys)}
    if known.choices:
        readings = {name: {"enum": as_written(each)} for name, each in known.choices.items()}
        properties["choose"] = {
            "type": "object",
            "properties": readings,
            "additionalProperties": False,
        }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _told(section: str) -> Schema:
    words = f"{section_words(section, 'zh_CN')} · {section_words(section, 'en')}"
    return {"description": words, "markdownDescription": f"**{words}**"}
