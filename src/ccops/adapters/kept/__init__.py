"""Records and states of indicators that are kept in folders, by day."""

from __future__ import annotations

from ccops.adapters.kept.days import FolderDays, RecordDays
from ccops.adapters.kept.folder import RecordFolder
from ccops.adapters.kept.notes import DayNote, KindNote, RecordNotes, is_record_folder
from ccops.adapters.kept.writer import write_records

__all__ = [
    "DayNote",
    "FolderDays",
    "KindNote",
    "RecordDays",
    "RecordFolder",
    "RecordNotes",
    "is_record_folder",
    "write_records",
]
