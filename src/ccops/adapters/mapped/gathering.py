"""Tables that write a contact in several rows: gathered by the ``contact_id`` their map gives."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.gathered.adapter import GatheringAdapter
from ccops.adapters.gathered.waiting import Part
from ccops.adapters.mapped.column_map import RecordName
from ccops.adapters.mapped.fields import asked, untold
from ccops.adapters.mapped.row_calls import call_of
from ccops.adapters.mapped.row_contacts import contact_of
from ccops.adapters.mapped.row_facts import RowReader
from ccops.adapters.protocol.local_times import LocalTimes
from ccops.adapters.protocol.options import zone_or_refuse
from ccops.adapters.protocol.privacy import Hidden
from ccops.adapters.protocol.refusals import RowIgnoredError
from ccops.adapters.protocol.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.adapters.contacts.canonical import Contact
    from ccops.adapters.mapped.cell_rows import CellRow, CellSource
    from ccops.adapters.mapped.column_map import ColumnMap
    from ccops.adapters.protocol.columns import SourceNames
    from ccops.adapters.protocol.intake import Intake
    from ccops.adapters.protocol.options import ReadOptions
    from ccops.adapters.protocol.sources import Readable, Source

_DIGEST_BYTES: Final = 8
#: Where a row says what it is known by; no column has this name.
_KNOWN_BY: Final = "\x1f"


class MapGathering(GatheringAdapter):
    """Reads tables under one map; what the map does not read of a row is not kept."""

    description = "tables of contacts in several rows, by a column map"
    verified = True

    def __init__(self, name: str, cells: CellSource, mapping: ColumnMap) -> None:
        self.name = name
        self.linger_ms = mapping.linger_ms
        self.tells_none_of = untold(mapping)
        self.tells_topics = RecordName.TOPIC in mapping.records
        self.tells_dials = RecordName.DIAL in mapping.records
        self.tells_surveys = RecordName.RATING in mapping.records
        self._cells, self._map = cells, mapping
        self._reader = RowReader(map=mapping, times=LocalTimes(zone_or_refuse(mapping.zone)))
        self._columns = sorted(mapping.columns)
        customer = mapping.fields.get("customer")
        self._customer = () if customer is None else customer.columns

    def read_mapped(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what tables hold, of each batch the records that the map asks for."""
        for batch in self.read_batches(sources, options):
            yield attrs.evolve(batch, records=asked(batch.records, self._map))

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the rows of a table, without anybody's number in them."""
        base, hidden = names.base(source.name), Hidden(options.pseudonym_key)
        for row in self._cells(source, self._map):
            yield self._row(row, base + row.number, hidden)

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what a row tells of its contact."""
        if not row.data:
            raise RowIgnoredError("row-blank")
        facts, odd = self._reader.read(row.data)
        call = call_of(facts, row.place, skew_ms=self._map.skew_ms)
        return Part(
            contact=call.contact_id,
            row=row.data[_KNOWN_BY],
            at_ms=call.at_ms,
            told=call,
            odd=(*odd, *call.odd),
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that rows come to."""
        return contact_of([part.told for part in parts])

    def _row(self, row: CellRow, place: int, hidden: Hidden) -> Row:
        if row.refused or row.is_blank:
            return Row(place=place, text=row.text, refused=row.refused)
        kept = {name: row.cells[name] for name in self._columns}
        for number, name in enumerate(self._customer):
            whole = "-".join(filter(None, (kept[each].strip() for each in self._customer)))
            kept[name] = "" if number else hidden.hide(whole)
        key = [row.cells[name] for name in self._map.key] or [row.text]
        digest = blake2b(
            "\x1f".join(key).encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES
        )
        kept[_KNOWN_BY] = digest.hexdigest()
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        return Row(place=place, text=text, data=kept)
