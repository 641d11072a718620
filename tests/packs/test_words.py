"""What people read of a pack in Chinese: labels set as Chinese is, and no word without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from ccops.messages import has_message
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode, children, walk
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack import Pack

PACKS: Final = ("base", "insurance-hotline", "outsourced", loaded.TELECOM)
_HAN: Final = "[\u4e00-\u9fff]"
#: What is within brackets of a calculation.
_SUM: Final = re.compile(r"\([0-9 +×−/().-]*\)")
_HALF_WIDTH: Final = re.compile(rf"[()]|{_HAN}\s?[,;:?!]|[,;:?!]{_HAN}|{_HAN}[0-9]|[0-9%]{_HAN}")
#: Keys under which a rule lists words of records.
_LISTS: Final = ("kinds", "documents", "external", "urgency", "words", "channels")
#: Columns whose words stand in lists that people read, compared in a condition.
_COMPARED: Final = re.compile(
    r"\b(?:kind|urgency|channel|cause|topic|course|level|severity)(?: == '(\w+)'| in \(([^)]*)\))"
)


def chinese(node: Node) -> Iterator[ScalarNode]:
    """Yield every Chinese text of a document."""
    if isinstance(node, MapNode):
        texts = (value for key, value in node.entries if key.text in ("zh", "zh_TW"))
        yield from (each for each in texts if isinstance(each, ScalarNode))
    for each in children(node):
        yield from chinese(each)


def words_in(node: Node) -> Iterator[str]:
    """Yield every word of records that a section names."""
    for each in walk(node):
        if isinstance(each, MapNode):
            lists = (value for key, value in each.entries if key.text in _LISTS)
            items = (item for x in lists if isinstance(x, ListNode) for item in x.items)
            yield from (item.text for item in items if isinstance(item, ScalarNode))
        elif isinstance(each, ScalarNode):
            for one, several in _COMPARED.findall(each.text):
                yield from ([one] if one else re.findall(r"\w+", several))


def sections_of(pack: Pack) -> Iterator[Node]:
    for key, node in pack.source_document.entries:
        if key.text not in ("cases", "defaults", "pack"):
            yield node


@pytest.mark.parametrize("name", PACKS)
def test_chinese_texts_have_full_width_marks_and_a_space_before_figures(name: str) -> None:
    pack = loaded.pack(name, plugins="installed")
    texts = (*chinese(pack.source_document), *chinese(pack.cases_read[0]))

    wrong = {
        f"{each.span}: {each.text}"
        for each in texts
        if re.search(_HAN, each.text) and _HALF_WIDTH.search(_SUM.sub("", each.text))
    }

    assert wrong == set()


@pytest.mark.parametrize("name", PACKS)
def test_every_word_of_records_that_a_pack_names_has_a_label(name: str) -> None:
    pack = loaded.pack(name, plugins="installed")
    labeled = {
        each.name
        for rules in pack.rules.sections.values()
        for each in rules
        if getattr(getattr(each, "label", None), "zh", "")
    }

    named = {word for node in sections_of(pack) for word in words_in(node)}

    assert {each for each in named - labeled if not has_message(f"report-word-{each}")} == set()
