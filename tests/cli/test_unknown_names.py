"""A name there is none of, in the words of the terminal."""

from __future__ import annotations

import pytest

from ccops.cli.output import write_error
from ccops.errors import UnknownNameError


@pytest.mark.parametrize(
    ("locale", "nearest", "told"),
    [
        ("en", "base", "error: there is no rule pack 'bse'; did you mean 'base'?\n"),
        ("zh_CN", "base", "错误: 没有规则包 bse；是否指 base？\n"),
        ("zh_CN", "", "错误: 没有规则包 bse\n"),
    ],
)
def test_a_name_there_is_none_of_is_told_in_the_words_of_the_terminal(
    locale: str,
    nearest: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CCOPS_LOCALE", locale)
    write_error(UnknownNameError("rule pack", "bse", nearest))

    assert capsys.readouterr().err == told
