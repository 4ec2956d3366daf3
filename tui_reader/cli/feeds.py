"""``blogread feeds``: the subscriptions, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.cli import forms, output, parsing, session

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection
    from datetime import datetime

    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``feeds``."""
    parser.usage = "blogread feeds [--problems] [options]"
    parser.description = (
        "List the subscriptions in the order of the sidebar. On a terminal the columns are id,\n"
        "unread, “!” where the feed fails, title, “full text” where the pages of its entries\n"
        "are fetched, and address; what is wrong stands beneath. Into a pipe go TAB-separated\n"
        "cells: id, unread, total, ok or the kind of the problem, folders (parted by “;”), title,\n"
        "address, “full text” or nothing."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread feeds --problems\n"
        "  blogread feeds --json | jq '.feeds[] | select(.problem) | .url'"
    )
    parser.add_argument("--problems", action="store_true", help="only feeds that fail")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """List the feeds."""
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        feeds = [
            feed
            for feed in await reader.feeds.all()
            if not args.problems or feed.fetch.problem is not None
        ]
        full = await reader.articles.rules([feed.id for feed in feeds])
        if args.json:
            output.value({"feeds": [forms.feed(each, full_text=each.id in full) for each in feeds]})
        elif output.is_terminal():
            _print_table(feeds, full, args.now(), problems=args.problems)
        else:
            for feed in feeds:
                _print_record(feed, full)
        return 0

    return begun.run(work)


def _print_record(feed: Feed, full: Collection[FeedId]) -> None:
    output.row(
        str(feed.id),
        str(feed.unread),
        str(feed.total),
        feed.fetch.problem.kind if feed.fetch.problem else "ok",
        ";".join("/".join(path) for path in feed.folders),
        feed.title,
        urls.display(feed.url),
        "full text" if feed.id in full else "",
    )


def _print_table(
    feeds: list[Feed], full: Collection[FeedId], now: datetime, *, problems: bool
) -> None:
    if not feeds:
        output.note("Every feed is well." if problems else "There are no subscriptions.")
        return
    output.table(
        [
            (
                str(feed.id),
                str(feed.unread or ""),
                "!" if feed.fetch.problem else "",
                feed.title,
                *(("full text" if feed.id in full else "",) if full else ()),
                urls.display(feed.url),
            )
            for feed in feeds
        ],
        right=(0, 1),
        widest={3: 32},
    )
    failing = [feed for feed in feeds if feed.fetch.problem]
    if failing:
        output.line()
    for feed in failing:
        print_problem(feed, now)


def print_problem(feed: Feed, now: datetime) -> None:
    """Print what is wrong with a feed, since when, and what to do."""
    from tui_reader.ui.widgets.ages import ago  # noqa: PLC0415 - pure, and of the screen's layer

    problem = feed.fetch.problem
    if problem is None:
        return
    output.line(f"{feed.title}: {problem.message} It began {ago(now - problem.since)}.")
    if problem.hint:
        output.line(f"    {problem.hint}")
