"""``read.json``: what a folder of records holds, how it was read, and that it is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters.protocol.report import ReadReport
from ccops.errors import ReadError
from ccops.kpi.table_form import TableForm
from ccops.kpi.whole_folder import damaged
from ccops.messages import Diagnostic
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.adapters.protocol.options import ReadOptions

NOTES_FILE: Final = "read.json"
_SCHEMA: Final = "ccops.records/1"


@attrs.frozen(kw_only=True)
class DayNote:
    """What a day of a kind comes to: how many records, and the digest of what they say.

    The digest is over the records without the places they were read at, in the order in which
    they were read: while it is the same, nothing measured over the day changes.
    """

    rows: int
    digest: str


@attrs.frozen(kw_only=True)
class KindNote:
    """What a folder holds of one kind: its schema, its days (``""`` for none), and where.

    ``reasons`` are the columns whose missing cells have reasons of their own.
    """

    schema: Mapping[str, Any]
    days: Mapping[str, DayNote]
    reasons: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many records there are."""
        return sum(each.rows for each in self.days.values())


@attrs.frozen(kw_only=True)
class RecordNotes:
    """What stands in ``read.json``; ``files`` are the digests of all other files, by place.

    ``agents`` is the digest of what agents were known by, ``agents_digest``.
    """

    adapter: str
    zone: str
    agents: str
    form: TableForm
    kinds: Mapping[str, KindNote]
    files: Mapping[str, str]
    report: ReadReport

    def to_json(self) -> bytes:
        """Return the notes as canonical JSON."""
        return canonical_json(
            {
                "schema": _SCHEMA,
                "adapter": self.adapter,
                "zone": self.zone,
                "agents": self.agents,
                "form": self.form,
                "kinds": {name: attrs.asdict(each) for name, each in self.kinds.items()},
                "files": self.files,
                "report": self.report.to_dict(),
            }
        )


def agents_digest(options: ReadOptions) -> str:
    """Return the digest of what a read knows agents by: their aliases, and where an id stands."""
    aliases = sorted(canonical_json(attrs.asdict(each)).decode() for each in options.aliases)
    return digest(canonical_json({"aliases": aliases, "pattern": options.agent_pattern}))


def is_record_folder(folder: Path) -> bool:
    """Say whether a folder holds records, whole."""
    return (folder / NOTES_FILE).is_file()


def read_notes(folder: Path) -> RecordNotes:
    """Return the notes of a folder of records.

    Raises ``ReadError`` where there are none: a read that broke off leaves none.
    """
    try:
        return _notes(json.loads((folder / NOTES_FILE).read_bytes()))
    except FileNotFoundError as problem:
        raise ReadError((Diagnostic(code="records-absent", args={"folder": folder}),)) from problem
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise damaged(folder / NOTES_FILE) from problem


def _notes(data: Mapping[str, Any]) -> RecordNotes:
    if data["schema"] != _SCHEMA:
        raise ValueError(data["schema"])
    return RecordNotes(
        adapter=data["adapter"],
        zone=data["zone"],
        agents=data["agents"],
        form=TableForm(data["form"]),
        kinds={name: _kind(each) for name, each in data["kinds"].items()},
        files=dict(data["files"]),
        report=ReadReport.from_dict(data["report"]),
    )


def _kind(data: Mapping[str, Any]) -> KindNote:
    days = {day: DayNote(**each) for day, each in data["days"].items()}
    return KindNote(schema=data["schema"], days=days, reasons=tuple(data["reasons"]))
