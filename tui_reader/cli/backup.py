"""``blogread backup``: the whole library in one file, copied while others may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader import paths
from tui_reader.cli import output, parsing, session
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``backup``."""
    parser.usage = "blogread backup [FILE] [options]"
    parser.description = (
        "Copy the library, with every entry, mark and subscription, to FILE, or into the folder\n"
        "“backups” beside it. Other blogread windows may go on meanwhile. An existing file is\n"
        "never replaced. The file's name is printed."
    )
    parser.epilog = "Examples:\n  blogread backup\n  blogread backup /mnt/stick/blogread.db"
    parser.add_argument(
        "file", nargs="?", metavar="FILE", type=parsing.file_path, help="where to copy it"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Copy the library and print where the copy is."""
    begun = session.begin(args)
    target = args.file or _dated(begun)

    async def work(reader: Reader) -> int:
        copied = await reader.care.backup(target)
        if args.json:
            output.value({"backup": str(copied), "bytes": copied.stat().st_size})
        else:
            output.line(str(copied))
        return 0

    return begun.run(work)


def _dated(begun: session.Session) -> Path:
    """Name a file in the backup folder by the local time, and make that folder."""
    folder = paths.backup_folder(begun.library)
    try:
        paths.make_private_folder(folder)
    except OSError as error:
        raise UsageError(
            f"The folder {folder} cannot be made: {error.strerror or error}.",
            hint="Name a file: blogread backup FILE",
        ) from error
    return folder / f"library-{begun.now().astimezone():%Y%m%d-%H%M%S}.db"
