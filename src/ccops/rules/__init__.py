"""The rule language: typed formulas, decision tables, ranks, and how a rule looks in a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.rules.fields import (
    ColumnRule,
    FieldSpec,
    Shape,
    is_needed,
    name_attribute,
    name_field,
    origin_attribute,
    origin_field,
    pack_field,
    pack_fields,
)
from ccops.rules.names import Name, Scope

if TYPE_CHECKING:
    from ccops.rules.checking import check_formula
    from ccops.rules.expressions import (
        Absolute,
        Arithmetic,
        Call,
        Coalesce,
        Comparison,
        Conditional,
        Constant,
        Extreme,
        Known,
        Logic,
        Negation,
        Node,
        Not,
        Reference,
        addends,
        children,
        constants,
        every_node,
        references,
    )
    from ccops.rules.formulas import (
        NAMESPACE,
        CallMade,
        Evaluator,
        Formula,
        Program,
        evaluator,
        functions_named,
        lowered,
    )
    from ccops.rules.functions import FUNCTIONS, Function, WhenMissing, functions_with
    from ccops.rules.sql import SqlText, print_sql
    from ccops.rules.sql_integers import SqlDialect
    from ccops.rules.sql_printing import SqlColumn
    from ccops.rules.typed_function import Example, Parameter, TypedFunction
else:
    __getattr__ = opened_later(
        __name__,
        {
            "checking": ("check_formula",),
            "expressions": (
                "Absolute",
                "Arithmetic",
                "Call",
                "Coalesce",
                "Comparison",
                "Conditional",
                "Constant",
                "Extreme",
                "Known",
                "Logic",
                "Negation",
                "Node",
                "Not",
                "Reference",
                "addends",
                "children",
                "constants",
                "every_node",
                "references",
            ),
            "formulas": (
                "NAMESPACE",
                "CallMade",
                "Evaluator",
                "Formula",
                "Program",
                "evaluator",
                "functions_named",
                "lowered",
            ),
            "functions": ("FUNCTIONS", "Function", "WhenMissing", "functions_with"),
            "sql": ("SqlText", "print_sql"),
            "sql_integers": ("SqlDialect",),
            "sql_printing": ("SqlColumn",),
            "typed_function": ("Example", "Parameter", "TypedFunction"),
        },
    )

__all__ = [
    "FUNCTIONS",
    "NAMESPACE",
    "Absolute",
    "Arithmetic",
    "Call",
    "CallMade",
    "Coalesce",
    "ColumnRule",
    "Comparison",
    "Conditional",
    "Constant",
    "Evaluator",
    "Example",
    "Extreme",
    "FieldSpec",
    "Formula",
    "Function",
    "Known",
    "Logic",
    "Name",
    "Negation",
    "Node",
    "Not",
    "Parameter",
    "Program",
    "Reference",
    "Scope",
    "Shape",
    "SqlColumn",
    "SqlDialect",
    "SqlText",
    "TypedFunction",
    "WhenMissing",
    "addends",
    "check_formula",
    "children",
    "constants",
    "evaluator",
    "every_node",
    "functions_named",
    "functions_with",
    "is_needed",
    "lowered",
    "name_attribute",
    "name_field",
    "origin_attribute",
    "origin_field",
    "pack_field",
    "pack_fields",
    "print_sql",
    "references",
]
