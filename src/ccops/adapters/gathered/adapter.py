"""Adapters of sources that write a contact in rows: gathered by contact, told once it is over."""

from __future__ import annotations

import abc
from itertools import islice
from typing import TYPE_CHECKING, Final

from ccops.adapters.gathered.reading import Reading
from ccops.adapters.protocol.columns import SourceNames
from ccops.adapters.protocol.intake import Intake, joined_intake
from ccops.adapters.protocol.refusals import RowRefusedError
from ccops.adapters.protocol.sources import Readable, Source, as_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.adapters.agents.told import Standing
    from ccops.adapters.contacts.canonical import Contact
    from ccops.adapters.contacts.writer import ContactWriter
    from ccops.adapters.gathered.waiting import Part
    from ccops.adapters.protocol.options import ReadOptions
    from ccops.adapters.protocol.rows import Row

_HEAD_ROWS: Final = 50
_DAY_MS: Final = 86_400_000


class GatheringAdapter(abc.ABC):
    """Reads rows, puts together those of one contact, and tells it once.

    An adapter says how rows are cut from a file (``rows``), what one row tells (``part``), and
    what the rows of a contact come to (``contact``). Order, versions, duplicates, places, the
    report, batches and the state of a read that goes on later follow from it.

    A contact is told when no row of it came for ``linger_ms`` of the source's own time, or when
    the read ends. A row that comes later still is left out and counted (``row-late``): the days
    it belongs to have to be read again.
    """

    name: str
    description: str
    #: Whether a real file of the source was read, and not only its documentation.
    verified: bool = False
    #: Whether the source says what agents do: ``alone`` then tells it to ``writer.states``.
    tells_states: bool = False
    #: Whether it says that in words of its own: ``alone`` then tells those to ``writer.words``,
    #: and ``standing`` says what they come to.
    tells_words: bool = False
    #: Whether rows say what agents did once it is over: as ``stretches`` of their parts.
    tells_stretches: bool = False
    #: Whether what it tells of agents has after-call work apart from being ready.
    tells_after_call: bool = False
    #: Whether the source always tells ``dials``, or ``surveys``, of contacts that have any.
    tells_dials: bool = False
    tells_surveys: bool = False
    #: Whether its contacts say what they were about.
    tells_topics: bool = False
    #: The names of the kinds of records that it has no place for: of these there are none at all,
    #: so that nobody takes them for records without rows.
    tells_none_of: frozenset[str] = frozenset()
    #: The names under which its rows have numbers that may be a customer's, and nothing else is
    #: read from: hidden in rows that are carried to the next read, whose contact they are or not.
    number_fields: frozenset[str] = frozenset()
    linger_ms: int = _DAY_MS
    #: How far back a later read knows the rows of this one; this one knows all it told, older rows
    #: in few bytes.
    memory_ms: int = 40 * _DAY_MS

    @abc.abstractmethod
    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the rows of a source. Raises ``ReadError`` where it is no such source."""

    @abc.abstractmethod
    def part(self, row: Row, options: ReadOptions, /) -> Part:
        """Return what a row tells.

        Raises ``RowRefusedError`` where it cannot be read, ``RowIgnoredError`` where it is meant
        to be left out.
        """

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that parts come to, given in order of ``at_ms`` and place.

        A source of nothing but what agents do has none.
        """
        raise NotImplementedError(f"{self.name} has rows of contacts, and no method contact")

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Take a row that belongs to no contact. The adapter yields none unless it says so.

        What it says of agents goes to ``writer.states``, in the order of the source, or where
        its part names the ``agent`` to ``writer.words``, in the order of that agent's time.
        """
        raise NotImplementedError(f"{self.name} has rows of no contact, and no method alone")

    def standing(self, words: Mapping[str, str], /) -> Standing:
        """Return the state, and its reason, that the words about an agent come to.

        ``words`` are the last of each kind; one that ended is empty.
        """
        raise NotImplementedError(f"{self.name} tells words, and no method standing")

    def read(self, sources: Iterable[Readable], options: ReadOptions) -> Intake:
        """Return everything the sources hold. Raises ``ReadError`` where reading must stop."""
        return joined_intake(self.read_batches(sources, options))

    def read_batches(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what the sources hold in batches of ``options.batch_rows`` rows."""
        reading = Reading(self, options)
        ordered = self._in_order(sources, options)
        for row in self.stream(ordered, reading.writer.names, options):
            reading.take(row)
            if reading.tally.rows_in >= options.batch_rows:
                yield reading.intake(last=False)
        yield reading.intake(last=True)

    def stream(
        self, sources: Sequence[Source], names: SourceNames, options: ReadOptions
    ) -> Iterator[Row]:
        """Yield the rows of sources that are in order of time, one source after the other.

        Where contacts stand in several tables of the same time, an adapter takes those in turn.
        """
        for source in sources:
            yield from self.rows(source, names, options)

    def _in_order(self, sources: Iterable[Readable], options: ReadOptions) -> list[Source]:
        """Return sources in the order of what their first rows tell, as files are rotated."""
        return sorted(map(as_source, sources), key=lambda each: self._first_ms(each, options))

    def _first_ms(self, source: Source, options: ReadOptions) -> int:
        for row in islice(self.rows(source, SourceNames(), options), _HEAD_ROWS):
            try:
                if not row.refused:
                    return self.part(row, options).at_ms
            except RowRefusedError:
                continue
        return 0
