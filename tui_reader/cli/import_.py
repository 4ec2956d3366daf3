"""``blogread import``: subscriptions from OPML or newsboat's urls."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.cli import output, parsing, session
from tui_reader.errors import UsageError, reason
from tui_reader.reader.importable import find_importable

if TYPE_CHECKING:
    import argparse

    from tui_reader.model.report import ImportReport
    from tui_reader.reader import Reader

_LARGEST = 32 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``import``."""
    parser.usage = "blogread import [FILE|-] [options]"
    parser.description = (
        "Import subscriptions from an OPML file or newsboat's urls file; “-” reads stdin.\n"
        "Folders and titles are kept, and what is subscribed already is left as it is. What\n"
        "cannot be read is named with its place, and the rest is imported. Without FILE, list\n"
        "what this machine has to import: kind, number of feeds, file."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread import\n"
        "  blogread import ~/.newsboat/urls\n"
        "  blogread import ~/Downloads/subscriptions.opml && blogread sync"
    )
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="an OPML or urls file, or - for stdin"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Import the file, and say what came in and what did not; or list what there is."""
    begun = session.begin(args)
    if args.file is None:
        _list_importable(as_json=args.json)
        return 0
    data, name = _read(args.file)

    async def work(reader: Reader) -> int:
        report = await reader.feeds.import_file(data, name)
        if args.json:
            output.value(
                {
                    "added": report.added,
                    "already": report.already,
                    "folders": report.folders,
                    "refused": list(report.refused),
                }
            )
        else:
            _tell(report, name)
        return 1 if report.refused and not report.added and not report.already else 0

    return begun.run(work)


def _list_importable(*, as_json: bool) -> None:
    found = find_importable()
    if as_json:
        output.value(
            {
                "importable": [
                    {"path": str(each.path), "kind": each.kind, "feeds": each.feeds}
                    for each in found
                ]
            }
        )
        return
    for each in found:
        output.row(each.kind, str(each.feeds), str(each.path))
    if not found:
        output.note("Nothing to import was found. Name a file: blogread import FILE")


def _tell(report: ImportReport, name: str) -> None:
    for sentence in report.refused:
        output.note(sentence)
    parts = [f"{report.added:,} {'feed' if report.added == 1 else 'feeds'} added"]
    if report.already:
        parts.append(f"{report.already:,} subscribed already")
    if report.refused:
        parts.append(f"{len(report.refused):,} left out")
    output.note(f"{name}: {', '.join(parts)}.")
    if report.added:
        output.note("“blogread sync” fetches what is new.")


def _read(name: str) -> tuple[bytes, str]:
    """Read the file, whole; refuse what is too large to be a list of subscriptions."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(name).expanduser().open("rb") as file:
                data = file.read(_LARGEST + 1)
    except (OSError, RuntimeError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise UsageError(f"{name} cannot be read: {why}.") from error
    if len(data) > _LARGEST:
        raise UsageError(f"{name} is larger than {_LARGEST // 2**20} MiB: no subscription list.")
    return data, "stdin" if name == "-" else name
