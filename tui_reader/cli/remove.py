"""``blogread remove``: unsubscribe, with everything kept for an undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session
from tui_reader.errors import FeedNotFound

if TYPE_CHECKING:
    import argparse

    from tui_reader.cli.output import JsonValue
    from tui_reader.model.feed import Feed
    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``remove``."""
    parser.usage = "blogread remove FEED… [--purge] [options]"
    parser.description = (
        "Unsubscribe. FEED is an id, an address, a title or a part of one that only one feed\n"
        "has. The entries and their marks are kept; “blogread undo” brings all back.\n\n"
        "--purge takes the entries out of the library, too, also those of a feed that was\n"
        "unsubscribed before. They lie in the bin for 30 days: “blogread undo”, or\n"
        "“blogread restore --bin FEED”, brings them back."
    )
    parser.epilog = "Examples:\n  blogread remove 12\n  blogread remove 'Heroku Blog'"
    parser.add_argument("feeds", nargs="+", metavar="FEED", help="id, address or title")
    parser.add_argument("--purge", action="store_true", help="move the entries into the bin")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Unsubscribe from all of them, or from none where one is not found."""
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        if args.purge:
            return await _purge(reader, args)
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


async def _purge(reader: Reader, args: argparse.Namespace) -> int:
    """Unsubscribe where that was not done, then move the entries into the bin."""
    feeds = {feed.id: feed for feed in [await _find(reader, each) for each in args.feeds]}
    await reader.feeds.unsubscribe(list(feeds))
    changes: list[JsonValue] = []
    for feed in feeds.values():
        change = await reader.bin.purge(feed)
        changes.append(forms.change(change))
        if args.json:
            continue
        if change is None:
            output.note(f"{feed.title} has no entries to purge.")
        else:
            output.note(f"{change.count:,} entries of {feed.title} are in the bin for 30 days.")
            output.note(f"“blogread restore --bin {feed.id}” brings them back.")
    if args.json:
        output.value({"changes": changes})
    return 0


async def _find(reader: Reader, wanted: str) -> Feed:
    """Find a subscription, else one that was unsubscribed."""
    try:
        return await reader.feeds.find(wanted)
    except FeedNotFound:
        return await reader.bin.find_unsubscribed(wanted)
