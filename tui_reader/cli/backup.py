"""``blogread backup``: the whole library in one file, copied while others may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader import paths
from tui_reader.cli import forms, output, parsing, session
from tui_reader.errors import UsageError, reason

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``backup``."""
    parser.usage = "blogread backup [FILE] [options]\n       blogread backup --list [options]"
    parser.description = (
        "Copy the library, with every entry, mark and subscription, to FILE, or into the folder\n"
        "“backups” beside it. Other blogread windows may go on meanwhile. An existing file is\n"
        "never replaced. The file's name is printed.\n\n"
        "Once a day, after a sync or when the screen is left, subscriptions and marks alone are\n"
        "copied into that folder; seven daily copies are kept, and four weekly ones."
    )
    parser.epilog = "Examples:\n  blogread backup\n  blogread backup /mnt/stick/blogread.db"
    parser.add_argument(
        "file", nargs="?", metavar="FILE", type=parsing.file_path, help="where to copy it"
    )
    parser.add_argument("--list", action="store_true", help="list the backups there are")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Copy the library and print where the copy is."""
    begun = session.begin(args)
    if args.list:
        return begun.run(lambda reader: _list(reader, args))
    target = args.file or _dated(begun)

    async def work(reader: Reader) -> int:
        copied = await reader.care.backup(target)
        if args.json:
            output.value({"backup": str(copied), "bytes": copied.stat().st_size})
        else:
            output.line(str(copied))
        return 0

    return begun.run(work)


async def _list(reader: Reader, args: argparse.Namespace) -> int:
    held = await reader.copies.listed()
    if args.json:
        output.value(
            {
                "backups": [
                    {
                        "path": str(each.path),
                        "kind": each.kind,
                        "bytes": each.bytes,
                        "made_at": forms.instant(each.made_at),
                    }
                    for each in held
                ]
            }
        )
        return 0
    if not held:
        output.note("There are no backups yet.")
    for each in held:
        made = f"{each.made_at.astimezone():%Y-%m-%d %H:%M}"
        output.row(made, each.kind, f"{each.bytes:,}", str(each.path))
    return 0


def _dated(begun: session.Session) -> Path:
    """Name a file in the backup folder by the local time, and make that folder."""
    folder = paths.backup_folder(begun.library)
    try:
        paths.make_private_folder(folder)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be made: {reason(error)}.",
            hint="Name a file: blogread backup FILE",
        ) from error
    return folder / f"library-{begun.now().astimezone():%Y%m%d-%H%M%S}.db"
