"""``blogread remove``: unsubscribe, with everything kept for an undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session

if TYPE_CHECKING:
    import argparse

    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``remove``."""
    parser.usage = "blogread remove FEED… [options]"
    parser.description = (
        "Unsubscribe. FEED is an id, an address, a title or a part of one that only one feed\n"
        "has. The entries and their marks are kept; “blogread undo” brings all back."
    )
    parser.epilog = "Examples:\n  blogread remove 12\n  blogread remove 'Heroku Blog'"
    parser.add_argument("feeds", nargs="+", metavar="FEED", help="id, address or title")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Unsubscribe from all of them, or from none where one is not found."""
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        found = [await reader.feeds.find(wanted) for wanted in args.feeds]
        feeds = {feed.id: feed for feed in found}
        change = await reader.feeds.unsubscribe(list(feeds))
        if args.json:
            output.value({"change": forms.change(change)})
            return 0
        for feed in feeds.values():
            output.note(f"Unsubscribed from {feed.title}; its {feed.total:,} entries are kept.")
        output.note("“blogread undo” brings it back.")
        return 0

    return begun.run(work)
