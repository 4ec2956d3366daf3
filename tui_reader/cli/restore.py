"""``blogread restore``: a backup becomes the library; the file it replaces is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import output, parsing, session
from tui_reader.reader.care import restore

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``restore``."""
    parser.usage = "blogread restore FILE [options]"
    parser.description = (
        "Make a copy of a backup the library. FILE itself is left as it is, and so is what was\n"
        "the library: it is kept beside the new one, and its name is told. Close the other\n"
        "blogread windows first."
    )
    parser.epilog = (
        "Example:\n  blogread restore ~/.local/share/blogread/backups/library-20261124-063000.db"
    )
    parser.add_argument("file", metavar="FILE", type=parsing.file_path, help="the backup")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Put the backup in the library's place."""
    begun = session.begin(args)

    async def work() -> int:
        kept = await restore(begun.library, args.file)
        if args.json:
            output.value({"library": str(begun.library), "kept": str(kept) if kept else None})
            return 0
        output.note(f"{begun.library} is now what {args.file} holds.")
        if kept is not None:
            output.note(f"What was there before is kept as {kept}.")
        return 0

    return begun.run_apart(work)
