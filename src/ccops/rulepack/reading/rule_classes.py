"""Rule classes as a pack writes them: their keys, and what a rule of one is called."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from ccops.rulepack.reading.in_force import FROM, PERIOD_RULE, UNTIL
from ccops.rules import FieldSpec, pack_fields

if TYPE_CHECKING:
    import attrs

_ORIGIN: Final = ("source", "because", "carries")
#: What every rule may say, whatever its class.
RULE_KEYS: Final = frozenset(
    (*_ORIGIN, "override", "final", "was", "accept", FROM, UNTIL, PERIOD_RULE)
)
#: The source of a rule that the manual does not give.
ASSUMED: Final = "assumed"
_WORD_BEGINS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
Fields = Mapping[str, tuple["attrs.Attribute[Any]", FieldSpec]]


@functools.cache
def fields_of(rule_class: type) -> Fields:
    """Return what a class says of each of its fields, by the key in a pack."""
    return pack_fields(rule_class)


@functools.cache
def keys_of(rule_class: type) -> frozenset[str]:
    """Return the keys a rule of a class may have."""
    return RULE_KEYS.union(fields_of(rule_class))


@functools.cache
def rule_keys_of(rule_class: type) -> frozenset[str]:
    """Return what a rule may say as any rule, and does not have as a field of its own."""
    return RULE_KEYS.difference(fields_of(rule_class))


def words_of(rule_class: type) -> str:
    """Return what a rule of a class is called: ``UnrankedRule`` is *unranked*."""
    name = rule_class.__name__.removesuffix("Rule").removesuffix("Policy")
    return _WORD_BEGINS.sub(" ", name).lower()
