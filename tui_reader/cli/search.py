"""``blogread search``: the list of entries that hold some words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import list as listing
from tui_reader.cli import session
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``search``."""
    parser.usage = "blogread search WORD… [options]"
    parser.description = (
        "List the entries whose title, authors or text hold all the words, newest first, read\n"
        "ones included. The columns are those of “blogread list”. Where neither title nor excerpt\n"
        "shows a word, a terminal shows the passage with it below; --json gives it as `snippet`."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread search connection closed\n"
        "  blogread search postgres --unread --since 1y --json"
    )
    parser.add_argument("words", nargs="+", metavar="WORD", help="words that must all be there")
    listing.add_filters(parser)


def run(args: argparse.Namespace) -> int:
    """List what the words find.

    Raises:
        UsageError: There is no word among them.
    """
    text = " ".join(args.words)
    if not any(map(str.isalnum, text)):
        raise UsageError(
            f"“{text.strip()}” holds no word to look for."
            if text.strip()
            else "There is no word to look for.",
            hint="“blogread list --all” lists every entry.",
        )
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        query = await listing.find_query(reader, args, text=text)
        await listing.print_entries(reader, query, args)
        return 0

    return begun.run(work)
