"""``blogread export``: the subscriptions as OPML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import files, output, parsing, session

if TYPE_CHECKING:
    import argparse

    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``export``."""
    parser.usage = "blogread export [FILE] [--force] [options]"
    parser.description = (
        "Export the subscriptions with their folders and titles as OPML 2.0, to stdout or to\n"
        "FILE, which is written whole or not at all and never replaced without --force."
    )
    parser.epilog = (
        "Examples:\n  blogread export > feeds.opml\n  blogread export ~/feeds.opml --force"
    )
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="where to; stdout without it or for -"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE where it exists")


def run(args: argparse.Namespace) -> int:
    """Export to stdout or the file."""
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        document = await reader.feeds.export_opml()
        if args.file == "-":
            output.block(document.rstrip("\n"))
            return 0
        target = parsing.file_path(args.file)
        files.write(target, document, force=args.force)
        output.note(f"The subscriptions are in {target}.")
        return 0

    return begun.run(work)
