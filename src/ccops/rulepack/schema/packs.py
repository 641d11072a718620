"""Schema: what a pack may say, as JSON Schema for editors, from what the reader reads by.

Draft 7, which editors read in full. A file is a part of a pack, so no section is required.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.rulepack.assembly.assembling import NEED_NO_SOURCE
from ccops.rulepack.choices import WITHOUT_CHOICES
from ccops.rulepack.describing import RULE_FIELDS, about, section_words
from ccops.rulepack.documents.merge import KEY_BY_KEY, OWN_KEYS, REMOVE
from ccops.rulepack.pack_rules import PackRule
from ccops.rulepack.reading.in_force import DATE_KEYS, PERIOD_RULE
from ccops.rulepack.reading.rule_classes import ASSUMED, RULE_KEYS
from ccops.rulepack.ruleset import NEVER_DATED, sections_of
from ccops.rulepack.schema.cases import case_sections
from ccops.rulepack.schema.names import KnownNames, known_names
from ccops.rulepack.schema.shapes import FLAG, NAME, TEXT, leaf
from ccops.rulepack.taking import BY, NO_READINGS
from ccops.rules import FieldSpec, Shape, is_needed, pack_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.pack import Pack

Schema = dict[str, Any]
DRAFT: Final = "http://json-schema.org/draft-07/schema#"
#: What only a rule that stands by itself may say.
_DATES: Final = frozenset({*DATE_KEYS, PERIOD_RULE})
_YES: Final = [each for each in FLAG["enum"] if each not in ("no", "false", False)]
#: The definition that says which readings each choice has.
_READINGS: Final = "choice readings"


def schema_of(catalog: Catalog, pack: Pack | None = None) -> Schema:
    """Return the schema of every file of a pack.

    With a ``pack`` its names are offered where a name is wanted, and a choice must have exactly
    the readings that are declared.
    """
    return _Writer(known_names(pack) if pack else KnownNames()).document(catalog)


@attrs.define
class _Writer:
    """Writes definitions, each once; everything else refers to them."""

    known: KnownNames
    definitions: dict[str, Schema] = attrs.field(factory=dict[str, Schema], init=False)

    def document(self, catalog: Catalog) -> Schema:
        sections = {name: self._section(name, rule) for name, rule in sections_of(catalog).items()}
        sections.update(case_sections(self.known))
        self._define_choices()
        return {
            "$schema": DRAFT,
            "title": "规则包 · ccops rule pack",
            "type": "object",
            "properties": sections,
            "additionalProperties": False,
            "definitions": self.definitions,
        }

    # -- sections -------------------------------------------------------------------------------

    def _section(self, name: str, rule: type[Any]) -> Schema:
        zh, en = section_words(name, "zh_CN"), section_words(name, "en")
        told = _told(zh, en, about(rule))
        if rule is PackRule:
            return {**told, **self._head(rule)}
        one = self._entry(name, rule)
        if name in KEY_BY_KEY:
            return {**told, "type": "object", "additionalProperties": one}
        remove = {"type": "array", "items": TEXT, **_told("不要的上级规则", "rules left out")}
        return {
            **told,
            "type": "object",
            "properties": {REMOVE: remove},
            "additionalProperties": one,
        }

    def _head(self, rule: type[Any]) -> Schema:
        """A pack that extends another states anew only what is other."""
        plain = self._object(rule, may_choose=False)
        required = plain.pop("required")
        own = [key for key in required if key in OWN_KEYS]
        return {
            **plain,
            "if": {"required": ["extends"]},
            "then": {"required": own},
            "else": {"required": required},
        }

    def _entry(self, section: str, rule: type[Any]) -> Schema:
        """Return what stands under an id: a rule, or a list of them, one for each population."""
        may_choose = section not in WITHOUT_CHOICES
        may_date = may_choose and section not in NEVER_DATED
        whole = self._object(rule, may_choose=may_choose, may_date=may_date)
        if section not in NEED_NO_SOURCE | KEY_BY_KEY:
            whole["required"] = [*whole["required"], "source"]
        whole["allOf"] = [_needs_reason("override", _YES), _needs_reason("source", [ASSUMED])]
        one = self._register(f"{section}.rule", whole, may_choose=may_choose)
        listed = {"type": "array", "items": one, "minItems": 1}
        return {"if": {"type": "array"}, "then": listed, "else": one}

    # -- rules ----------------------------------------------------------------------------------

    def _object(self, rule: type[Any], *, may_choose: bool, may_date: bool = False) -> Schema:
        fields = pack_fields(rule)
        dates = frozenset() if may_date else _DATES
        required = [key for key, (one, spec) in fields.items() if is_needed(one, spec, fields)]
        every = {
            key: RULE_FIELDS[key] for key in RULE_FIELDS if key in RULE_KEYS - set(fields) - dates
        }
        specs = {**{key: spec for key, (_, spec) in fields.items()}, **every}
        return {
            "type": "object",
            "properties": {
                key: self._field(rule, key, spec, may_choose=may_choose)
                for key, spec in specs.items()
            },
            "required": required,
            "additionalProperties": False,
            **_instead(fields),
        }

    def _field(self, rule: type[Any], key: str, spec: FieldSpec, *, may_choose: bool) -> Schema:
        owner = "rule" if spec is RULE_FIELDS.get(key) else rule.__name__
        name = f"{owner}.{key}" if may_choose else f"{owner}.{key} as it is"
        if name not in self.definitions:
            self.definitions[name] = {}  # a rule may hold rules of its own kind
            inside = self._inside(spec, may_choose=may_choose)
            schema = {**_told(spec.zh, spec.en, _allowed(spec)), **inside}
            self.definitions.pop(name)
            return self._register(name, schema, may_choose=may_choose)
        return _reference(name)

    def _inside(self, spec: FieldSpec, *, may_choose: bool) -> Schema:
        if spec.shape in (Shape.ONE, Shape.MANY, Shape.BY_NAME):
            name = f"{spec.of.__name__}" if may_choose else f"{spec.of.__name__} as it is"
            if name not in self.definitions:
                made = self._object(spec.of, may_choose=may_choose)
                self._register(name, made, may_choose=may_choose)
            return _holding(spec.shape, _reference(name))

        def maybe(part: str, schema: Schema) -> Schema:
            if not may_choose:
                return schema
            return self._register(f"part.{part}", schema, may_choose=True)

        written = leaf(spec, maybe)
        listed = self.known.of(spec.of) if isinstance(spec.of, str) else ()
        return _offered(written, listed) if spec.shape is Shape.NAME else written

    def _register(self, name: str, schema: Schema, *, may_choose: bool) -> Schema:
        """Define a schema, or a choice between several of it, and return where it stands."""
        if name not in self.definitions:
            told: Schema = {key: schema.pop(key) for key in _TOLD if key in schema}
            body = self._choice_or(name, schema) if may_choose else schema
            self.definitions[name] = {**told, **body}
        return _reference(name)

    def _choice_or(self, name: str, schema: Schema) -> Schema:
        is_choice = {
            "type": "object",
            "required": [BY],
            "properties": {BY: {"type": "string"}},
        }
        rest = {key: _reference(f"choice.{key}") for key in NO_READINGS}
        choice: Schema = {"properties": rest, "additionalProperties": _reference(name)}
        if self.known.choices:
            choice["allOf"] = [_reference(_READINGS)]
        if "enum" in schema or "anyOf" in schema:  # editors offer words of these alone
            listed = schema.get("anyOf", [schema])
            return {"anyOf": [*listed, {**is_choice, **choice, "properties": rest}]}
        return {"if": is_choice, "then": choice, "else": schema}

    def _define_choices(self) -> None:
        """Define what every choice has beside its readings, and which readings it must have."""
        for key in NO_READINGS - {BY}:
            spec = RULE_FIELDS[key]
            written = leaf(spec, lambda _, schema: schema)
            self.definitions[f"choice.{key}"] = {**_told(spec.zh, spec.en), **written}
        listed = self.known.choices
        named = {"enum": sorted(listed)} if listed else {"type": "string", "pattern": NAME}
        self.definitions[f"choice.{BY}"] = {**_told("哪个问题", "which question"), **named}
        if listed:
            self.definitions[_READINGS] = {"allOf": list(self.known.readings_required())}


_TOLD: Final = ("description", "markdownDescription")


def _told(zh: str, en: str, more: str = "") -> Schema:
    """Return what an editor shows of a key, in both languages."""
    words = " · ".join(each for each in (zh, en) if each)
    if not words:
        return {}
    markdown = f"**{words}**" + (f"\n\n{more}" if more else "")
    return {"description": words, "markdownDescription": markdown}


def _allowed(spec: FieldSpec) -> str:
    if spec.shape is Shape.WORD:
        return ", ".join(f"`{each.value}`" for each in spec.of)
    return f"`{spec.unit.value}`" if spec.unit is not None else ""


def _reference(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name.replace(' ', '%20')}"}


def _holding(shape: Shape, one: Schema) -> Schema:
    if shape is Shape.ONE:
        return one
    if shape is Shape.MANY:
        return {"type": "array", "items": one}
    listed = {"if": {"type": "array"}, "then": {"type": "array", "items": one}, "else": one}
    return {"type": "object", "additionalProperties": listed}


def _needs_reason(key: str, values: list[Any]) -> Schema:
    return {
        "if": {"required": [key], "properties": {key: {"enum": values}}},
        "then": {"required": ["because"]},
    }


def _instead(fields: Mapping[str, tuple[object, FieldSpec]]) -> Schema:
    """Ask for the field that stands for others, or for all of these."""
    others: dict[str, list[str]] = {}
    for key, (_, spec) in fields.items():
        if spec.unless:
            others.setdefault(spec.unless, []).append(key)
    asked = [
        {"anyOf": [{"required": [one]}, {"required": listed}]} for one, listed in others.items()
    ]
    return asked[0] if asked else {}


def _offered(written: Schema, known: tuple[str, ...]) -> Schema:
    """Offer the names a pack has; one just being added is a name all the same."""
    return {"anyOf": [{"enum": list(known)}, written]} if known else written


def definitions_used(schema: Schema) -> Iterator[str]:
    """Yield the name of every definition a schema refers to."""
    for key, value in schema.items():
        if key == "$ref":
            yield value.removeprefix("#/definitions/").replace("%20", " ")
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from definitions_used(each)
