"""The sections of a rule pack, from what the rule classes say of their fields."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from languages import ENGLISH, heads, pick

import ccops.center
from ccops.messages import Label
from ccops.rulepack.describing import RULE_FIELDS, about, inner_rules, section_words, words_of
from ccops.rulepack.ruleset import sections_of
from ccops.rules import FieldSpec, Shape, is_needed, pack_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ROOT: Final = Path(__file__).parents[2]
_EXAMPLES: Final = ("telecom-7x24", "base")
_LONGEST_EXAMPLE: Final = 24

#: How each shape is written. A shape without words here stops the build.
_WRITTEN: Final[Mapping[Shape, Label]] = {
    Shape.TEXT: Label(en="text", zh="文本"),
    Shape.FORMULA: Label(en="formula", zh="公式"),
    Shape.NAME: Label(en="name of a {of}", zh="{of} 的名称"),
    Shape.NAMES: Label(en="list of names of a {of}", zh="{of} 的名称列表"),
    Shape.WORD: Label(en="one of {words}", zh="{words} 之一"),
    Shape.FLAG: Label(en="`yes` or `no`", zh="`yes` 或 `no`"),
    Shape.WHOLE: Label(en="whole number", zh="整数"),
    Shape.DATE: Label(en="date, `2026-10-01`", zh="日期，`2026-10-01`"),
    Shape.SCALAR: Label(en="{unit}", zh="{unit}"),
    Shape.STEP: Label(en="decimal, `0.01`", zh="小数，`0.01`"),
    Shape.LABEL: Label(en="`{{zh: …, en: …, zh_TW: …}}`", zh="`{{zh: …, en: …, zh_TW: …}}`"),
    Shape.ROUNDING: Label(
        en="`{{to: 0.01, mode: half_up}}` or `none`", zh="`{{to: 0.01, mode: half_up}}` 或 `none`"
    ),
    Shape.RANGE: Label(en="range, `'[0..100]'`", zh="范围，`'[0..100]'`"),
    Shape.TEXTS: Label(en="list of texts", zh="文本列表"),
    Shape.VALUES: Label(en="text, or a list of texts", zh="文本，或文本列表"),
    Shape.ROWS: Label(en="list of rows of cells", zh="由格子组成的行的列表"),
    Shape.COLUMNS: Label(en="list of `{{column: what it reads}}`", zh="`{{列: 读取什么}}` 的列表"),
    Shape.DATED: Label(en="`{{date: value, …}}`", zh="`{{日期: 值, …}}`"),
    Shape.ONE: Label(
        en="mapping, see [{of}](#pack-{anchor})", zh="映射，见 [{of}](#pack-{anchor})"
    ),
    Shape.MANY: Label(
        en="list of mappings, see [{of}](#pack-{anchor})",
        zh="映射的列表，见 [{of}](#pack-{anchor})",
    ),
    Shape.BY_NAME: Label(
        en="mapping by id, see [{of}](#pack-{anchor})",
        zh="按编号的映射，见 [{of}](#pack-{anchor})",
    ),
    Shape.TEXT_BY_NAME: Label(en="`{{name: text, …}}`", zh="`{{名称: 文本, …}}`"),
    Shape.LABEL_BY_NAME: Label(
        en="`{{name: {{zh: …, en: …}}, …}}`", zh="`{{名称: {{zh: …, en: …}}, …}}`"
    ),
}
_UNITS: Final = {
    "money": Label(en="amount, `CNY 500`", zh="金额，`CNY 500`"),
    "duration": Label(en="duration, `150 s` or `11 h`", zh="时长，`150 s` 或 `11 h`"),
    "ratio": Label(en="share, `30%`", zh="比例，`30%`"),
    "quantity": Label(en="quantity, `3 d`", zh="数量，`3 d`"),
    "points": Label(en="points, `88.5`", zh="分数，`88.5`"),
    "count": Label(en="count, `3`", zh="计数，`3`"),
    "rate": Label(en="amount for a duration", zh="一段时长的金额"),
}


def render(language: str) -> str:
    """Return the sections and the mappings inside them as Markdown."""
    sections, inner = _rules()
    lines = [pick(language, en="## What every rule may say", zh="## 每条规则都可以写的"), ""]
    lines += _common(language)
    lines += [line for name, rule in sections.items() for line in _section(name, rule, language)]
    lines += [pick(language, en="## Mappings inside sections", zh="## 各节里面的映射"), ""]
    lines += [line for rule in inner for line in _part(rule, language)]
    return "\n".join(lines)


def gathered() -> str:
    """Return the English of the page whose Chinese stands in the catalog of the page."""
    sections, inner = _rules()
    lines = [about(rule) for rule in sections.values()]
    lines += [line for rule in inner for line in (f"### {words_of(rule)}", about(rule))]
    return "\n\n".join(lines)


def _rules() -> tuple[Mapping[str, type[Any]], tuple[type[Any], ...]]:
    """Return the classes of the sections, and those of the mappings inside them."""
    found = sections_of(ccops.center.find_plugins(()).catalog)
    common = (spec.of for spec in RULE_FIELDS.values() if spec.shape is Shape.MANY)
    return found, tuple(dict.fromkeys((*inner_rules(found.values()), *common)))


def _common(language: str) -> Iterator[str]:
    yield from _heads(language)
    for key, spec in RULE_FIELDS.items():
        yield f"| `{key}` | {written(spec, language)} | {_said(spec, language)} |"
    yield ""


def _heads(language: str) -> tuple[str, str]:
    return heads(language, en="key | written | 中文 |", zh="键 | 写法 | 说明")


def _said(spec: FieldSpec, language: str) -> str:
    return f"{spec.zh} | {spec.en}" if language == ENGLISH else spec.zh


def _section(name: str, rule: type[Any], language: str) -> Iterator[str]:
    yield f"(section-{name})="
    words = "" if language == ENGLISH else section_words(name, language)
    yield from (f"## `{name}`{words and ' ' + words}", "", about(rule), "")
    yield from _table(rule, language)
    example = _example(name)
    if example:
        yield from ("```yaml", *example, "```", "")


def _part(rule: type[Any], language: str) -> Iterator[str]:
    yield from (f"(pack-{anchor(rule)})=", f"### {words_of(rule)}", "", about(rule), "")
    yield from _table(rule, language)


def _table(rule: type[Any], language: str) -> Iterator[str]:
    yield from _heads(language)
    either = pick(language, en="or", zh="或")
    for key, (attribute, spec) in pack_fields(rule).items():
        needed = " *" if is_needed(attribute, spec, ()) else ""
        needed += f" {either} `{spec.unless}`" if spec.unless else ""
        yield f"| `{key}`{needed} | {written(spec, language)} | {_said(spec, language)} |"
    yield ""


def written(spec: FieldSpec, language: str) -> str:
    """Return how a field is written. Raises ``KeyError`` for a shape without words."""
    unit = pick(language, en="scalar with a unit", zh="带单位的值")
    names: dict[str, str] = {"of": "", "anchor": "", "words": "", "unit": unit}
    if spec.shape is Shape.WORD:
        comma = pick(language, en=", ", zh="、")
        names["words"] = comma.join(f"`{each.value}`" for each in spec.of)
    elif isinstance(spec.of, type):
        names |= {"of": words_of(spec.of), "anchor": anchor(spec.of)}
    elif spec.of:
        names["of"] = str(spec.of).replace("_", " ")
    else:
        names["of"] = "rule"
    if spec.unit is not None:
        names["unit"] = _UNITS[spec.unit.value].in_locale(language)
    return _WRITTEN[spec.shape].in_locale(language).format(**names)


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
