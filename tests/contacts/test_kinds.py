from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.contacts import TELEPHONY_KINDS
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from ccops.kpi import RecordKind


@pytest.mark.parametrize("kind", TELEPHONY_KINDS, ids=lambda kind: kind.name)
def test_a_kind_names_columns_it_has(kind: RecordKind) -> None:
    named = {kind.day, kind.reference, *kind.groups.values()} | ({kind.subject} - {None})

    assert named <= set(kind.names)
    assert len(kind.names) == len(set(kind.names))
    assert kind.column(kind.day).type == Type(Unit.DATE)
    assert not kind.column(kind.day).optional
    assert not kind.column(kind.reference).optional


@pytest.mark.parametrize("kind", TELEPHONY_KINDS, ids=lambda kind: kind.name)
def test_a_kind_speaks_both_languages(kind: RecordKind) -> None:
    labels = [kind.label, *(column.label for column in kind.columns)]

    assert all(label.zh and label.en for label in labels)
