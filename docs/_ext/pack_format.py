"""The sections of a rule pack, from what the rule classes say of their fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import ccops.center
from ccops.rulepack.describing import RULE_FIELDS, about, inner_rules, words_of
from ccops.rulepack.ruleset import sections_of
from ccops.rules import FieldSpec, Shape, is_needed, pack_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ROOT: Final = Path(__file__).parents[2]
_EXAMPLES: Final = ("telecom-7x24", "base")
_LONGEST_EXAMPLE: Final = 24

#: How each shape is written. A shape without words here stops the build.
_WRITTEN: Final[Mapping[Shape, str]] = {
    Shape.TEXT: "text",
    Shape.FORMULA: "formula",
    Shape.NAME: "name of a {of}",
    Shape.NAMES: "list of names of a {of}",
    Shape.WORD: "one of {words}",
    Shape.FLAG: "`yes` or `no`",
    Shape.WHOLE: "whole number",
    Shape.DATE: "date, `2026-10-01`",
    Shape.SCALAR: "{unit}",
    Shape.STEP: "decimal, `0.01`",
    Shape.LABEL: "`{{zh: …, en: …, zh_TW: …}}`",
    Shape.ROUNDING: "`{{to: 0.01, mode: half_up}}` or `none`",
    Shape.RANGE: "range, `'[0..100]'`",
    Shape.TEXTS: "list of texts",
    Shape.VALUES: "text, or a list of texts",
    Shape.ROWS: "list of rows of cells",
    Shape.COLUMNS: "list of `{{column: what it reads}}`",
    Shape.DATED: "`{{date: value, …}}`",
    Shape.ONE: "mapping, see [{of}](#pack-{anchor})",
    Shape.MANY: "list of mappings, see [{of}](#pack-{anchor})",
    Shape.BY_NAME: "mapping by id, see [{of}](#pack-{anchor})",
    Shape.TEXT_BY_NAME: "`{{name: text, …}}`",
    Shape.LABEL_BY_NAME: "`{{name: {{zh: …, en: …}}, …}}`",
}
_UNITS: Final = {
    "money": "amount, `CNY 500`",
    "duration": "duration, `150 s` or `11 h`",
    "ratio": "share, `30%`",
    "quantity": "quantity, `3 d`",
    "points": "points, `88.5`",
    "count": "count, `3`",
    "rate": "amount for a duration",
}


def render(language: str) -> str:
    """Return the sections and the mappings inside them as Markdown."""
    found = sections_of(ccops.center.find_plugins(()).catalog)
    lines = ["## What every rule may say", "", *_common()]
    lines += [line for name, rule in found.items() for line in _section(name, rule)]
    lines += ["## Mappings inside sections", ""]
    common = (spec.of for spec in RULE_FIELDS.values() if spec.shape is Shape.MANY)
    inner = dict.fromkeys((*inner_rules(found.values()), *common))
    lines += [line for rule in inner for line in _part(rule)]
    return "\n".join(lines)


def _common() -> Iterator[str]:
    yield from ("| key | written | 中文 | |", "|---|---|---|---|")
    for key, spec in RULE_FIELDS.items():
        yield f"| `{key}` | {written(spec)} | {spec.zh} | {spec.en} |"
    yield ""


def _section(name: str, rule: type[Any]) -> Iterator[str]:
    yield from (f"(section-{name})=", f"## `{name}`", "", about(rule), "")
    yield from _table(rule)
    example = _example(name)
    if example:
        yield from ("```yaml", *example, "```", "")


def _part(rule: type[Any]) -> Iterator[str]:
    yield from (f"(pack-{anchor(rule)})=", f"### {words_of(rule)}", "", about(rule), "")
    yield from _table(rule)


def _table(rule: type[Any]) -> Iterator[str]:
    yield from ("| key | written | 中文 | |", "|---|---|---|---|")
    for key, (attribute, spec) in pack_fields(rule).items():
        needed = " *" if is_needed(attribute, spec, ()) else ""
        needed += f" or `{spec.unless}`" if spec.unless else ""
        yield f"| `{key}`{needed} | {written(spec)} | {spec.zh} | {spec.en} |"
    yield ""


def written(spec: FieldSpec) -> str:
    """Return how a field is written. Raises ``KeyError`` for a shape without words."""
    names: dict[str, str] = {"of": "", "anchor": "", "words": "", "unit": "scalar with a unit"}
    if spec.shape is Shape.WORD:
        names["words"] = ", ".join(f"`{each.value}`" for each in spec.of)
    elif isinstance(spec.of, type):
        names |= {"of": words_of(spec.of), "anchor": anchor(spec.of)}
    elif spec.of:
        names["of"] = str(spec.of).replace("_", " ")
    else:
        names["of"] = "rule"
    if spec.unit is not None:
        names["unit"] = _UNITS[spec.unit.value]
    return _WRITTEN[spec.shape].format(**names)


def anchor(rule: type[Any]) -> str:
    """Return the name of the place on the page where a class is described."""
    return words_of(rule).replace(" ", "-")


def _example(section: str) -> list[str]:
    """Return the first entry of a section as a bundled pack writes it; none where none has it."""
    for pack in _EXAMPLES:
        for file in sorted((_ROOT / "rulepacks" / pack).glob("*.yaml")):
            lines = file.read_text(encoding="utf-8").splitlines()
            if f"{section}:" in lines:
                start = lines.index(f"{section}:")
                return _entry(lines[start:], whole=section == "pack")
    return []


def _entry(lines: list[str], *, whole: bool) -> list[str]:
    taken = [lines[0]]
    ids = 0
    for line in lines[1:_LONGEST_EXAMPLE]:
        ids += re.match(r"  [\w-]", line) is not None
        if not line.startswith("  ") or (ids > 1 and not whole):
            break
        taken.append(line)
    while taken[-1].lstrip().startswith("#"):
        taken.pop()
    return taken
