"""How a center's input files are written: the mapping ``inputs.yaml``, read and checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import attrs

from ccops.adapters.inputs.schema import INPUT_FILES, MATRIX_FILES
from ccops.messages import Diagnostic, nearest

#: Encodings a file may be said to be in.
ENCODINGS: Final = frozenset({"utf-8", "utf-8-sig", "gb18030"})
_SHARED: Final = ("encoding", "date_format", "datetime_format", "ignore", "aliases")
_OWN: Final = ("file", "sheet", "delimiter", "header_row", "shape", "letters", "kind")
_PLAIN: Final[tuple[str, ...]] = (
    "file", "sheet", "delimiter", "kind", "date_format", "datetime_format",
)  # fmt: skip
_TOP: Final = (*_SHARED, "files", "unknown_ids", "since")


@attrs.frozen(kw_only=True)
class FileSettings:
    """How one file is written.

    ``date_format`` and ``datetime_format`` are patterns of ``strptime``; without them days and
    times are ISO 8601. ``letters`` says what a letter of a matrix means: shifts, kinds of
    leave, or ``rest``. ``header_row`` counts from 1; 0 is the first row that is not empty.
    """

    file: str = ""
    sheet: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","
    header_row: int = 0
    date_format: str = ""
    datetime_format: str = ""
    ignore: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = attrs.field(factory=dict[str, str])
    is_matrix: bool = False
    letters: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict[str, tuple[str, ...]])
    kind: str = ""


@attrs.frozen(kw_only=True)
class InputSettings:
    """How all files are written.

    ``drops_unknown_ids``: rows of strangers are left out. ``since`` is the day from which on the
    files tell of everything; ``None`` where that is not said.
    """

    files: Mapping[str, FileSettings]
    drops_unknown_ids: bool = False
    since: dt.date | None = None

    def of(self, file: str) -> FileSettings:
        """Return the settings of one file."""
        return self.files[file]


def settings_from_mapping(
    mapping: Mapping[str, object], known: Collection[str] = INPUT_FILES
) -> tuple[InputSettings, tuple[Diagnostic, ...]]:
    """Return the settings of ``inputs.yaml``, and every key and value it cannot have.

    Settings at the top hold for every file; ``files: {roster: {...}}`` adds to them for one of
    those ``known``.
    """
    findings: list[Diagnostic] = []
    _check_keys(mapping, _TOP, "inputs.yaml", findings)
    own = _mapping(mapping.get("files"), "files", findings)
    _check_keys(own, known, "files", findings)
    files: dict[str, FileSettings] = {}
    for name in known:
        given = _mapping(own.get(name), name, findings)
        _check_keys(given, (*_SHARED, *_OWN), name, findings)
        shared = {key: mapping[key] for key in _SHARED if key in mapping}
        files[name] = _settings(name, shared, given, findings)
    strangers = str(mapping.get("unknown_ids", "refuse"))
    if strangers not in ("refuse", "ignore"):
        findings.append(_wrong("inputs.yaml", "unknown_ids", strangers, "refuse | ignore"))
    settings = InputSettings(
        files=files,
        drops_unknown_ids=strangers == "ignore",
        since=_since(mapping.get("since"), findings),
    )
    return settings, tuple(dict.fromkeys(findings))


def _since(value: object, findings: list[Diagnostic]) -> dt.date | None:
    try:
        return None if value is None else dt.date.fromisoformat(str(value))
    except ValueError:
        findings.append(_wrong("inputs.yaml", "since", value, "2026-10-01"))
        return None


def _settings(
    name: str,
    shared: Mapping[str, object],
    given: Mapping[str, object],
    findings: list[Diagnostic],
) -> FileSettings:
    both = {**shared, **given}
    text = {key: str(both[key]) for key in _PLAIN if key in both}
    encoding = str(both.get("encoding", "utf-8"))
    _check_word(name, "encoding", encoding, ENCODINGS, findings)
    shape = str(both.get("shape", "rows"))
    _check_word(name, "shape", shape, ("rows", "matrix"), findings)
    if shape == "matrix" and name not in MATRIX_FILES:
        findings.append(_wrong(name, "shape", shape, "rows"))
    row = str(both.get("header_row", 0))
    if not row.isdecimal():
        findings.append(_wrong(name, "header_row", row, "1"))
    return FileSettings(
        file=text.get("file", ""),
        sheet=text.get("sheet", ""),
        delimiter=text.get("delimiter", ","),
        kind=text.get("kind", ""),
        date_format=text.get("date_format", ""),
        datetime_format=text.get("datetime_format", ""),
        encoding=encoding,
        header_row=int(row) if row.isdecimal() else 0,
        ignore=frozenset((*_texts(shared.get("ignore")), *_texts(given.get("ignore")))),
        aliases={
            **_aliases(shared.get("aliases"), findings),
            **_aliases(given.get("aliases"), findings),
        },
        is_matrix=shape == "matrix",
        letters={
            str(letter): _texts(meaning)
            for letter, meaning in _mapping(given.get("letters"), "letters", findings).items()
        },
    )


def _aliases(value: object, findings: list[Diagnostic]) -> dict[str, str]:
    return {
        str(header): str(column) for header, column in _mapping(value, "aliases", findings).items()
    }


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(str(each) for each in value)
    return (str(value),)


def _mapping(value: object, key: str, findings: list[Diagnostic]) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    if value is not None:
        findings.append(_wrong("inputs.yaml", key, value, "{…}"))
    return {}


def _check_keys(
    given: Mapping[str, object],
    known: Collection[str],
    where: str,
    findings: list[Diagnostic],
) -> None:
    for key in given:
        if str(key) not in known:
            arguments = {"where": where, "key": key, "nearest": nearest(str(key), known) or "-"}
            findings.append(Diagnostic(code="inputs-key", args=arguments))


def _check_word(
    where: str,
    key: str,
    value: str,
    known: frozenset[str] | tuple[str, ...],
    findings: list[Diagnostic],
) -> None:
    if value not in known:
        findings.append(_wrong(where, key, value, " | ".join(sorted(known))))


def _wrong(where: str, key: str, value: object, wanted: str) -> Diagnostic:
    arguments = {"where": where, "key": key, "value": value, "wanted": wanted}
    return Diagnostic(code="inputs-value", args=arguments)
