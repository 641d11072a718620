"""The rule language: typed formulas, decision tables, ranks, and how a rule looks in a pack."""

from __future__ import annotations

from ccops.rules.checking import Name, Scope, check_formula
from ccops.rules.expressions import (
    Arithmetic,
    Coalesce,
    Comparison,
    Conditional,
    Constant,
    Known,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
    addends,
    children,
    constants,
    references,
)
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
    "Arithmetic",
    "Coalesce",
    "ColumnRule",
    "Comparison",
    "Conditional",
    "Constant",
    "Evaluator",
    "FieldSpec",
    "Formula",
    "Known",
    "Logic",
    "Name",
    "Negation",
    "Node",
    "Not",
    "Reference",
    "Scope",
    "Shape",
    "addends",
    "check_formula",
    "children",
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
