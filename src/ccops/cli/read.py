"""``ccops read``: telephony files made into records, once, for whatever is asked of them later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ccops.adapters import KEY_BYTES, Strictness, write_records
from ccops.center import find_plugins
from ccops.cli.options import (
    INPUT_FILE,
    OUTPUT_FOLDER,
    json_option,
    open_center,
    words_option,
)
from ccops.cli.output import write_json, wrong_usage, wrong_value
from ccops.cli.progress import counting
from ccops.cli.reading import Reading, reading_options
from ccops.kpi import TableForm
from ccops.messages import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from ccops.adapters import Intake, RecordNotes
    from ccops.hooks import Plugins
    from ccops.messages import Locale


@click.command("read")
@click.argument("files", nargs=-1, required=True, type=INPUT_FILE)
@click.option("--adapter", required=True, help="Reads the files.")
@reading_options
@click.option("--pack", default="", metavar="PACK", help="Says the zone and the agent pattern.")
@click.option(
    "--customer-key",
    type=INPUT_FILE,
    help="A file with a secret of 1 to 64 bytes: customers are kept as hashes keyed with it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in TableForm]),
    default=TableForm.PARQUET.value,
    show_default=True,
    help="A Parquet file a day, or lines of JSON.",
)
@click.option("--strict", is_flag=True, help="Stop at the first row that cannot be taken.")
@click.option(
    "-o", "--output", required=True, type=OUTPUT_FOLDER, help="The folder of records to write."
)
@words_option
@json_option
def verb(
    *,
    files: Sequence[Path],
    adapter: str,
    reading: Reading,
    pack: str,
    customer_key: Path | None,
    form: str,
    strict: bool,
    output: Path,
    locale: Locale,
    as_json: bool,
) -> None:
    """Read telephony files into a folder of records, with a report of every row."""
    plugins, zone, pattern = _setting(pack, reading)
    options = reading.options(
        zone=zone,
        agent_pattern=pattern,
        strictness=Strictness.STRICT if strict else Strictness.LENIENT,
        key=_key_in(customer_key) if customer_key else None,
    )
    with counting("step-rows-read") as count:
        batches = plugins.adapter(adapter).read_batches(files, options)
        notes = write_records(
            _counted(batches, count),
            output,
            adapter=adapter,
            options=options,
            form=TableForm(form),
        )
    if as_json:
        write_json("read", _data(notes, output))
    else:
        _tell(notes, output, locale)


def _key_in(file: Path) -> bytes:
    key = file.read_bytes()
    if not 0 < len(key) <= KEY_BYTES:
        told = {"most": KEY_BYTES, "count": len(key)}
        raise wrong_value("usage-customer-key", "--customer-key", **told)
    return key


def _setting(pack: str, reading: Reading) -> tuple[Plugins, str, str]:
    """Return the plugins, and the zone and the agent pattern that a pack says."""
    if pack:
        center = open_center(pack)
        return center.plugins, center.pack.zone, center.pack.agent_pattern
    if not reading.zone:
        raise wrong_usage("usage-zone-or-pack")
    return find_plugins(), reading.zone, ""


def _counted(batches: Iterable[Intake], count: Callable[[int], None]) -> Iterator[Intake]:
    rows = 0
    for each in batches:
        rows += each.report.rows_in
        count(rows)
        yield each


def _data(notes: RecordNotes, output: Path) -> dict[str, object]:
    return {
        "folder": str(output),
        "adapter": notes.adapter,
        "zone": notes.zone,
        "form": notes.form.value,
        "records": {name: each.rows for name, each in notes.kinds.items()},
        "days": sorted({day for each in notes.kinds.values() for day in each.days}),
        "read": notes.report.to_dict(),
    }


def _tell(notes: RecordNotes, output: Path, locale: Locale) -> None:
    report = notes.report
    click.echo(message("rows-read", report.fates(), locale=locale))
    for name, each in notes.kinds.items():
        told = {"kind": name, "count": each.rows, "days": len(each.days)}
        click.echo(f"  {message('records-of-kind', told, locale=locale)}")
    for found in report.examples:
        click.echo(found.render(locale), err=True)
    click.echo(message("records-written", {"folder": output}, locale=locale))
