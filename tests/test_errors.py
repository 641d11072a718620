from __future__ import annotations

import pytest

from ccops.errors import (
    CcopsError,
    DataError,
    ForkedError,
    MissingExtraError,
    NoLineError,
    PluginError,
    ReadError,
    RulePackError,
    SettlementError,
    UnknownNameError,
)
from ccops.messages import Diagnostic, Severity
from tests.copies import pickled

FOUND = (Diagnostic(code="formula-empty"), Diagnostic(code="divided-by-zero"))


@pytest.mark.parametrize(
    ("error", "built_in", "text"),
    [
        (RulePackError(FOUND), ValueError, "error: the formula is empty [formula-empty]"),
        (DataError(FOUND), ValueError, "error: the divisor is always zero [divided-by-zero]"),
        (ReadError(FOUND), ValueError, "formula-empty"),
        (SettlementError(FOUND), ValueError, "formula-empty"),
        (
            UnknownNameError("figure", "bonsu", "bonus"),
            LookupError,
            "there is no figure 'bonsu'; did you mean 'bonus'?",
        ),
        (UnknownNameError("figure", "x"), LookupError, "there is no figure 'x'"),
        (NoLineError("E1", "bonus"), UnknownNameError, "E1 has no bonus in "),
        (PluginError("acme 1.0", "broke"), RuntimeError, "plugin acme 1.0: broke"),
        (MissingExtraError("pdf"), ImportError, "pip install 'ccops[pdf]'"),
        (ForkedError("typst"), RuntimeError, 'start such workers with "spawn"'),
    ],
)
def test_every_error_is_also_a_built_in_and_survives_pickling(
    error: CcopsError, built_in: type[Exception], text: str
) -> None:
    again = pickled(error)

    assert isinstance(error, CcopsError)
    assert isinstance(error, built_in)
    assert text in str(error)
    assert (type(again), str(again)) == (type(error), str(error))


def test_the_text_of_an_error_begins_with_what_stops() -> None:
    said = Diagnostic(code="formula-empty", severity=Severity.INFO)
    warned = Diagnostic(code="formula-empty", severity=Severity.WARNING)
    stops = Diagnostic(code="divided-by-zero")

    error = SettlementError((said, warned, stops))

    assert error.diagnostics == (said, warned, stops)
    told = [line.split(":")[0] for line in str(error).splitlines() if not line.startswith(" ")]
    assert told == ["error", "warning", "info"]
