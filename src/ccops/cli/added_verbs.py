"""The group of all verbs: the library's, and those plugins add."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ccops.cli.group import LazyGroup
from ccops.cli.output import write_diagnostics, write_error
from ccops.errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

#: Where a run keeps what plugins added, so that they are asked once.
_KEPT: Final = "ccops.added_verbs"


class OpenGroup(LazyGroup):
    """A group to which plugins add verbs.

    They are asked for a verb that is none of the library's, and for the help; never else.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all verbs, the library's first; a plugin that fails is told."""
        try:
            added = self._added(ctx)
        except PluginError as error:
            write_error(error)
            added = {}
        return [*super().list_commands(ctx), *sorted(added)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb by name. Raises ``PluginError`` where a plugin fails that may have it."""
        return super().get_command(ctx, cmd_name) or self._added(ctx).get(cmd_name)

    def _added(self, ctx: click.Context) -> Mapping[str, click.Command]:
        if _KEPT not in ctx.meta:
            from ccops.center import find_plugins

            plugins, free = find_plugins(), _FreeGroup(taken=super().list_commands(ctx))
            ctx.meta[_KEPT] = {}
            write_diagnostics(plugins.diagnostics)
            plugins.add_verbs(free)
            ctx.meta[_KEPT] = free.commands
        found: Mapping[str, click.Command] = ctx.meta[_KEPT]
        return found


class _FreeGroup(click.Group):
    """What a plugin adds verbs to: a verb that is there already is refused."""

    def __init__(self, *args: Any, taken: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = frozenset(taken)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a verb. Raises ``ValueError`` for one that is there already."""
        given = name or cmd.name
        if given in self._taken or given in self.commands:
            raise ValueError(f"the verb {given!r} is there already")
        super().add_command(cmd, name)
