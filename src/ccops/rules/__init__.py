"""The rule language: typed formulas, decision tables, ranks, and how a rule looks in a pack."""

from __future__ import annotations

from ccops.rules.checking import Name, Scope, check_formula
from ccops.rules.expressions import Node, addends, constants, references
from ccops.rules.fields import (
    ColumnRule,
    FieldSpec,
    Shape,
    name_attribute,
    name_field,
    origin_attribute,
    origin_field,
    pack_field,
    pack_fields,
)
from ccops.rules.formulas import NAMESPACE, Evaluator, Formula, evaluator, lowered

__all__ = [
    "NAMESPACE",
    "ColumnRule",
    "Evaluator",
    "FieldSpec",
    "Formula",
    "Name",
    "Node",
    "Scope",
    "Shape",
    "addends",
    "check_formula",
    "constants",
    "evaluator",
    "lowered",
    "name_attribute",
    "name_field",
    "origin_attribute",
    "origin_field",
    "pack_field",
    "pack_fields",
    "references",
]
