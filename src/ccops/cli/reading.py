"""Options that say how telephony files are read, and the two shapes in which verbs take them."""

from __future__ import annotations

import functools
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from ccops.adapters import QUARANTINE_LIMIT, ReadOptions, Strictness
from ccops.cli.calls import aliases_of
from ccops.cli.options import INPUT_FILE, INPUT_FOLDER, mapping_of
from ccops.cli.output import wrong_value
from ccops.values import Unit, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ccops.contacts import QueueOwner

    Verb = Callable[..., Any]


def _checked_share(_: click.Context, __: click.Parameter, value: str | None) -> Fraction | None:
    """Return a share, ``None`` for none. Raises ``BadParameter`` for what is none."""
    if value is None:
        return None
    found = parse_scalar(value, unit=Unit.RATIO)
    if found is None or not 0 <= found.number <= 1:
        raise wrong_value("usage-share", given=value)
    return found.number


quarantine_option = click.option(
    "--quarantine-limit",
    "limit",
    default=None,
    metavar="SHARE",
    callback=_checked_share,
    help="The share of rows put aside above which reading stops; 5% without it.",
)


@attrs.frozen(kw_only=True)
class Reading:
    """How files are read: what is said of the zone, of agents, of columns, of broken rows."""

    zone: str
    aliases: Path | None
    agent_pattern: str
    column_map: Path | None
    limit: Fraction | None

    def options(
        self,
        *,
        zone: str,
        agent_pattern: str,
        strictness: Strictness = Strictness.LENIENT,
        owners: Sequence[QueueOwner] = (),
        key: bytes | None = None,
    ) -> ReadOptions:
        """Return the options of a read; ``zone`` and ``agent_pattern`` hold where none is said."""
        return ReadOptions(
            zone=self.zone or zone,
            strictness=strictness,
            quarantine_limit=limit_of(self.limit),
            aliases=aliases_of(self.aliases),
            agent_pattern=self.agent_pattern or agent_pattern,
            queue_owners=tuple(owners),
            column_map=mapping_of(self.column_map) if self.column_map else None,
            pseudonym_key=key,
        )

    @property
    def names_agents(self) -> bool:
        """Whether it is said how agents are named."""
        return bool(self.aliases or self.agent_pattern)

    @property
    def of_files(self) -> tuple[str, ...]:
        """The options that were given and say nothing of records that were read already."""
        given = {"--map": self.column_map, "--quarantine-limit": self.limit}
        return tuple(name for name, told in given.items() if told is not None)


@attrs.frozen(kw_only=True)
class Calls:
    """Where the calls of a month come from: files, and how they are read, or kept records."""

    adapter: str = ""
    records: Path | None = None
    limit: Fraction | None = None


def limit_of(limit: Fraction | None) -> Fraction:
    """Return the share of rows in quarantine above which a read fails."""
    return QUARANTINE_LIMIT if limit is None else limit


_FIELDS = tuple(each.name for each in attrs.fields(Reading))
_READING = (
    click.option("--zone", default="", help="Zone of the center; the pack's otherwise."),
    click.option(
        "--aliases",
        type=INPUT_FILE,
        help="The file agents: under which names the telephony system knows people.",
    ),
    click.option("--agent-pattern", default="", help="Where the agent's id stands: Agent/*."),
    click.option(
        "--map",
        "column_map",
        type=INPUT_FILE,
        help="The column map, for adapters that read by one.",
    ),
    quarantine_option,
)
_CALLS = (
    click.option("--adapter", default="", help="Reads the files in calls/."),
    click.option(
        "--records",
        default=None,
        type=INPUT_FOLDER,
        help="A folder that ccops read wrote, instead of calls/.",
    ),
    quarantine_option,
)


def reading_options(verb: Verb) -> Verb:
    """Give a verb the options of ``Reading``, as its argument ``reading``."""

    @functools.wraps(verb)
    def taken(**given: Any) -> Any:  # noqa: ANN401 - what click hands over
        reading = Reading(**{name: given.pop(name) for name in _FIELDS})
        return verb(reading=reading, **given)

    return _with(_READING, taken)


def calls_options(verb: Verb) -> Verb:
    """Give a verb the options of ``Calls``, as its argument ``calls``."""

    @functools.wraps(verb)
    def taken(**given: Any) -> Any:  # noqa: ANN401 - what click hands over
        names = [each.name for each in attrs.fields(Calls)]
        return verb(calls=Calls(**{name: given.pop(name) for name in names}), **given)

    return _with(_CALLS, taken)


def _with(options: Sequence[Callable[[Verb], Verb]], verb: Verb) -> Verb:
    for each in reversed(options):
        verb = each(verb)
    return verb
