"""What is wrong with a template of a center's own: in which file, on which line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ccops.errors import TemplateError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Where typst says of a source that was handed to it as text on which line of it something is.
_TYPST_LINE: Final = re.compile(r"__typst_py_bytes__\.typ:(\d+)")


def jinja_problem(error: Exception, folders: Sequence[Path]) -> TemplateError | None:
    """Return what is wrong with a template of Jinja; ``None`` where no template is at fault."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    if isinstance(error, TemplateSyntaxError):
        return TemplateError(error.filename or error.name or "", str(error.message), error.lineno)
    if isinstance(error, TemplateNotFound):
        return TemplateError(str(error), type(error).__name__)
    roots = tuple(str(each) for each in folders)
    places = [each for each in _places(error) if each[0].startswith(roots) or each[0][:1] == "<"]
    if not places:
        return None
    file, line = places[-1]
    return TemplateError(file, str(error) or type(error).__name__, line)


def _places(error: Exception) -> Iterator[tuple[str, int]]:
    """Yield the files and lines an error came through, from the outside in."""
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def typst_problem(error: Exception, parts: Sequence[Path]) -> TemplateError:
    """Return what is wrong with a template of typst, which was put together from files."""
    found = _TYPST_LINE.search(str(getattr(error, "diagnostic", "")))
    line = int(found[1]) if found else 0
    file = parts[-1]
    for each in parts:
        long = each.read_bytes().count(b"\n") + 1
        if 0 < line <= long or each is parts[-1]:
            file = each
            break
        line -= long
    hints = getattr(error, "hints", None) or ()
    return TemplateError(str(file), "; ".join((str(error), *map(str, hints))), max(line, 0))
