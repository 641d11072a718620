"""Loading: from an id or a folder to a checked pack. A pack with an error does not load."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import RulePackError, UnknownNameError
from ccops.messages import Diagnostic, Severity, has_errors, nearest, sorted_diagnostics
from ccops.plan import Lasting
from ccops.rulepack.choices import Choices, Resolution
from ccops.rulepack.documents.chain import Source, read_source
from ccops.rulepack.documents.formats import FORMAT_CODES
from ccops.rulepack.documents.known_files import known
from ccops.rulepack.documents.translating import TRANSLATIONS
from ccops.rulepack.echoes import without_echoes
from ccops.rulepack.pack import Pack
from ccops.rulepack.reading.accepting import AcceptsReader
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.reader import read_alone, read_section
from ccops.rulepack.readings import FurtherCheck, Readings
from ccops.rulepack.ruleset import read_ruleset
from ccops.rulepack.text.nodes import MapNode
from ccops.rulepack.word_rules import TranslationRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.rulepack.catalog import Catalog

#: How many findings are told at once.
MOST_FINDINGS: Final = 200
#: What was found wrong with packs as their files say them, to the letter.
VERDICTS: Final = Lasting(64)
#: Findings that may only say that what is named could not be read.
_MAY_BE_UNREAD: Final = frozenset(
    {"choice-unknown", "choice-unused", "pack-section-missing", "section-unknown"}
)
#: How the codes of mistakes begin after which a line may say something else than was meant.
_MISREAD: Final = ("yaml-", "cell-unquoted", "text-unquoted")


def load(
    ref: str | Path,
    catalog: Catalog,
    *,
    also: FurtherCheck | None = None,
    readings: Readings = Readings.ALL,
) -> Pack:
    """Return a pack by id or by its folder. ``also`` is asked about it as in ``check``.

    ``readings`` says under which it is checked now. What was not checked before is refused by
    the month that takes it, where something is wrong.
    Its files of cases are not read before somebody asks for them. Raises ``RulePackError`` with
    every finding (at most 200, by place) and ``UnknownNameError`` for an id the catalog has not.
    """
    later = readings is Readings.LATER
    source = read_source(find_folder(ref, catalog), catalog, words_later=later)
    pack, found = _checked(source, catalog, also, readings)
    diagnostics = _told(found)
    if pack is None or has_errors(diagnostics):
        raise RulePackError(diagnostics)
    if later:
        return attrs.evolve(pack, findings=partial(_found_later, source, found, pack.resolution))
    return attrs.evolve(pack, findings=partial(_found, diagnostics))


def check(
    ref: str | Path, catalog: Catalog, *, also: FurtherCheck | None = None
) -> tuple[Pack | None, tuple[Diagnostic, ...]]:
    """Return a pack and every finding about it, by place; no pack where one is an error.

    Its files of cases are read too. ``also`` is a further check, of plugins: it is asked about a
    pack without an error, and what it finds counts as any other finding, and may be accepted.
    More than 200 findings are cut, errors last, and the last one says so. Raises
    ``UnknownNameError`` for an id the catalog has not.
    """
    source = read_source(find_folder(ref, catalog), catalog)
    pack, found = _checked(source, catalog, also, Readings.ALL)
    diagnostics = _told([*found, *(pack.cases_read[1] if pack is not None else ())])
    if pack is None or has_errors(diagnostics):
        return None, diagnostics
    return attrs.evolve(pack, findings=partial(_found, diagnostics)), diagnostics


def _checked(
    source: Source, catalog: Catalog, also: FurtherCheck | None, readings: Readings
) -> tuple[Pack | None, list[Diagnostic]]:
    """Return a pack and every finding about it but its cases; no pack where it is not whole."""
    if any(each.code in FORMAT_CODES for each in source.diagnostics):
        return None, list(source.diagnostics)
    choices = Choices.of(source.document)
    resolution = choices.resolve({})
    context = ReadContext()
    rules, problems = read_ruleset(
        resolution.document, catalog=catalog, context=context, asking=resolution.used.keys()
    )
    found = [*resolution.diagnostics, *problems]
    if rules is None or not source.is_whole:
        from ccops.rulepack.assembly.assembling import unsourced  # as a center does not

        missing = unsourced(rules, choices.choices) if rules else ()
        wrong = source.aside.read(source.document)[1]
        return None, [*source.diagnostics, *_one_by_one(source, found, missing), *wrong]
    pack = Pack(
        catalog=catalog,
        rules=rules,
        resolution=resolution,
        places=source.places,
        aside=source.aside,
        choices=choices,
        accepts=AcceptsReader(_may_stand),
        context=context,
    )
    found = [*source.diagnostics, *found]
    return pack, [*found, *_further(pack, (source, found), also, readings)]


def _found(diagnostics: tuple[Diagnostic, ...], _: Pack) -> tuple[Diagnostic, ...]:
    return diagnostics


def _found_later(
    source: Source, found: list[Diagnostic], as_read: Resolution, pack: Pack
) -> tuple[Diagnostic, ...]:
    """Return what there is to be said of a pack that was not checked when it was loaded.

    What was made of it since, other readings or another day, is another pack than its files say.
    """
    found = [*found, *_unread_words(source)]
    if pack.resolution is not as_read:
        return _told([*found, *_whole(pack, found, None, Readings.TAKEN)])
    return _told([*found, *_further(pack, (source, found), None, Readings.TAKEN)])


def _unread_words(source: Source) -> Iterator[Diagnostic]:
    """Yield what is wrong with labels in traditional characters that were left unread."""
    for each in source.aside.words:
        if each.stand_alone:
            node, problems = each.read()
            yield from problems
            section = node.get(TRANSLATIONS) if isinstance(node, MapNode) else None
            context = ReadContext()
            if section is not None:
                read_section(section, TranslationRule, context=context)
            yield from context.diagnostics


def _further(
    pack: Pack,
    read: tuple[Source, list[Diagnostic]],
    also: FurtherCheck | None,
    readings: Readings,
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the rules of a pack together, as far as that is asked now.

    A further check is asked each time, and what it says may be accepted: with one, all is.
    """
    source, found = read
    if readings is Readings.LATER:
        return () if also is None or has_errors(found) else pack.accepts.told(also(pack))
    check = partial(_whole, pack, found, also, readings)
    if also is not None:
        return check()
    told_by = (source.written, tuple(each.resolve().name for each in source.places), readings)
    return VERDICTS.made(check, *pack.catalog.named, given=told_by)


def _whole(
    pack: Pack, found: list[Diagnostic], also: FurtherCheck | None, readings: Readings
) -> tuple[Diagnostic, ...]:
    from ccops.rulepack.whole_checks import check_whole  # a center often needs none

    return check_whole(pack, found, also, readings)


def _may_stand(code: str) -> bool:
    """Say whether a pack could be run with an error of a code all the same."""
    from ccops.plan import RUNS_ALL_THE_SAME
    from ccops.rulepack.lints import MAY_STAND
    from ccops.scorecards.month_checks import RUNS_ALL_THE_SAME as FORMS_RUN

    return code in RUNS_ALL_THE_SAME or code in FORMS_RUN or code in MAY_STAND


def forget() -> None:
    """Forget what this process has read of packs and found about them: all is read anew.

    Nobody needs it to be told the truth: what is kept is known by all that it follows from. It
    gives memory back, and lets a first load be measured.
    """
    from ccops.rulepack.assembly.measures import LASTING

    known.cache_clear()
    read_alone.cache_clear()
    for each in (LASTING, VERDICTS):
        each.forget()


def find_folder(ref: str | Path, catalog: Catalog) -> Path:
    """Return the folder of a pack. Raises ``UnknownNameError`` where there is none."""
    path = Path(ref)
    if path.is_dir():
        return path
    found = catalog.packs.get(str(ref))
    if found is None:
        raise UnknownNameError("rule pack", str(ref), nearest(str(ref), catalog.packs))
    return found


def _one_by_one(
    source: Source, found: Iterable[Diagnostic], unsourced: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return what is wrong with single rules, where not everything could be read.

    Nothing is said of names that may stand in what is unread, nor of a line that could not be
    read as it was meant.
    """
    errors = (each for each in source.diagnostics if each.severity is Severity.ERROR)
    misread = (each for each in errors if each.code.startswith(_MISREAD))
    broken = {(each.span.file, each.span.line) for each in misread if each.span}
    listed = [*found, *unsourced]
    return [
        each
        for each in listed
        if (source.is_whole or each.code not in _MAY_BE_UNREAD)
        and (each.span is None or (each.span.file, each.span.line) not in broken)
    ]


def _told(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings by place, at most so many; errors go before warnings."""
    diagnostics = sorted_diagnostics(without_echoes(found))
    if len(diagnostics) <= MOST_FINDINGS:
        return diagnostics
    by_weight = sorted(diagnostics, key=lambda each: each.severity is not Severity.ERROR)
    shown = sorted_diagnostics(by_weight[: MOST_FINDINGS - 1])
    told = {"shown": len(shown), "more": len(diagnostics) - len(shown)}
    return (*shown, Diagnostic(code="more-findings", severity=Severity.INFO, args=told))
