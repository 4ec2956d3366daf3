"""``blogread import``: subscriptions from OPML or newsboat's urls."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.cli import output, parsing, session
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from tui_reader.reader import Reader

_LARGEST = 32 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``import``."""
    parser.usage = "blogread import FILE|- [options]"
    parser.description = (
        "Import subscriptions from an OPML file or newsboat's urls file; “-” reads stdin.\n"
        "Folders and titles are kept, and what is subscribed already is left as it is. What\n"
        "cannot be read is named with its place, and the rest is imported."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread import ~/Downloads/subscriptions.opml && blogread sync\n"
        "  blogread import ~/.newsboat/urls"
    )
    parser.add_argument("file", metavar="FILE", help="an OPML or urls file, or - for stdin")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Import the file; say what came in and what did not."""
    begun = session.begin(args)
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
            for sentence in report.refused:
                output.note(sentence)
            output.note(
                f"{name}: {_feeds(report.added)} added, {report.already:,} subscribed already, "
                f"{len(report.refused):,} left out."
            )
            if report.added:
                output.note("“blogread sync” fetches them.")
        return 1 if report.refused and not report.added and not report.already else 0

    return begun.run(work)


def _feeds(count: int) -> str:
    return "1 feed" if count == 1 else f"{count:,} feeds"


def _read(name: str) -> tuple[bytes, str]:
    """Read the file, whole; refuse what is too large to be a list of subscriptions."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(name).expanduser().open("rb") as file:
                data = file.read(_LARGEST + 1)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{name} cannot be read: {reason}.") from error
    if len(data) > _LARGEST:
        raise UsageError(f"{name} is larger than {_LARGEST // 2**20} MiB: no subscription list.")
    return data, "stdin" if name == "-" else name
