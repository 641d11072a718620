from __future__ import annotations

import pytest

from ccops.values import NOT_APPLICABLE, Missing


@pytest.mark.parametrize("reason", list(Missing))
def test_a_missing_value_is_neither_true_nor_false(reason: Missing) -> None:
    with pytest.raises(TypeError, match=reason.value):
        bool(reason)


def test_a_line_that_does_not_apply_is_neither_true_nor_false() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(NOT_APPLICABLE)
