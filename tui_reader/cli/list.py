"""``blogread list``: rows of a view, a feed, a folder, a category."""

from __future__ import annotations

import dataclasses
import sys
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.cli import forms, output, parsing, session, when
from tui_reader.errors import UsageError
from tui_reader.model.query import (
    AllFeeds,
    Cursor,
    EntryQuery,
    InCategory,
    InFeed,
    InFolder,
    Sort,
)
from tui_reader.wording.ages import age

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime, timedelta

    from tui_reader.cli.output import JsonValue
    from tui_reader.model.entry import EntryId, EntryRow
    from tui_reader.model.query import Page, Source, View
    from tui_reader.reader import Reader

_PAGE = 500
_LIMIT = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``list``."""
    parser.usage = "blogread list [VIEW] [options]"
    parser.description = (
        "List entries, newest first: without a VIEW the unread ones.\n\n"
        "VIEW is unread, today, in-progress, starred, all, folder:Tech/Ops, feed:12,\n"
        "category:12:news, year:12:2019 or month:12:2019-07.\n"
        "On a terminal the columns are id, mark, age, feed and title, cut to its width. Into a\n"
        "pipe go lines of TAB-separated cells: id, read or unread, starred or -, time (UTC),\n"
        "feed, title, address."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread list\n"
        "  blogread list today --oldest\n"
        "  blogread list --feed heroku --category engineering --all --since 2y\n"
        "  blogread list --json | jq -r '.entries[].url'"
    )
    parser.add_argument("view", nargs="?", metavar="VIEW", help="which view (see above)")
    add_filters(parser)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Declare what ``list`` and ``search`` share."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--unread", action="store_true", help="only unread entries")
    which.add_argument("--starred", action="store_true", help="only starred entries")
    which.add_argument(
        "--in-progress", action="store_true", help="only entries begun and not read to their end"
    )
    which.add_argument("--all", action="store_true", help="read ones, too")
    parser.add_argument("--feed", metavar="FEED", help="only of this feed: id, address or title")
    parser.add_argument(
        "--folder", metavar="A/B", type=parsing.folder, help="only of this folder and beneath it"
    )
    parser.add_argument("--category", metavar="NAME", help="only of this category; needs --feed")
    parser.add_argument(
        "--since", metavar="WHEN", type=when.since, help="not older than 36h, 5d, 2w, 1y or a date"
    )
    parser.add_argument(
        "--until", metavar="WHEN", type=when.since, help="older than 36h, 5d, 2w, 1y or a date"
    )
    parser.add_argument(
        "--limit",
        metavar="N",
        type=parsing.count,
        default=_LIMIT,
        help=f"at most N entries ({_LIMIT}; 0 is all)",
    )
    parser.add_argument("--oldest", action="store_true", help="oldest first")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """List the entries."""
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        query = await find_query(reader, args, text="")
        await print_entries(reader, query, args)
        return 0

    return begun.run(work)


async def find_query(reader: Reader, args: argparse.Namespace, *, text: str) -> EntryQuery:
    """Make the query that the arguments mean.

    Raises:
        UsageError: The view or folder does not exist, or options exclude each other.
        FeedNotFound: No feed is meant by ``--feed``.
    """
    query = EntryQuery()
    view = getattr(args, "view", None)
    if view is not None:
        if args.feed or args.folder or args.category:
            raise UsageError("A VIEW and --feed, --folder or --category exclude each other.")
        query = (await find_view(reader, view)).query
    else:
        query = dataclasses.replace(
            query,
            source=await _source(reader, args),
            unread_only=not (args.all or args.starred or args.in_progress or text),
        )
    return dataclasses.replace(
        query,
        unread_only=not args.all and (query.unread_only or args.unread),
        starred_only=query.starred_only or args.starred,
        in_progress_only=query.in_progress_only or args.in_progress,
        since=_bound(args.since, query.since, args.now(), max),
        until=_bound(args.until, query.until, args.now(), min),
        text=text,
        sort=Sort.OLDEST if args.oldest else Sort.NEWEST,
    )


def _bound(
    asked: timedelta | datetime | None,
    of_view: datetime | None,
    now: datetime,
    tighter: Callable[[datetime, datetime], datetime],
) -> datetime | None:
    """Give the time that a person asked for, inside that of the view."""
    found = when.instant(asked, now) if asked is not None else None
    return tighter(found, of_view) if found and of_view else found or of_view


async def find_view(reader: Reader, wanted: str) -> View:
    """Find a view by its id.

    Raises:
        UsageError: There is none; the message names the nearest.
    """
    kind, _, rest = wanted.partition(":")
    below = {"category", "year", "month"}
    unfolded = [f"feed:{rest.partition(':')[0]}"] if kind in below else []
    if kind == "month":
        unfolded.append(f"year:{rest.partition('-')[0]}")
    views = {view.id: view for view in await reader.feeds.views(unfolded)}
    found = parsing.choose(wanted, views)
    if found is None:
        meant = parsing.nearest(wanted, list(views))
        raise UsageError(
            f"There is no view “{wanted}”.",
            hint=f"Did you mean {meant}?"
            if meant
            else "Views are unread, today, in-progress, starred, all, folder:NAME and feed:ID.",
        )
    return found


async def _source(reader: Reader, args: argparse.Namespace) -> Source:
    if args.folder is not None:
        if args.feed or args.category:
            raise UsageError("--folder and --feed or --category exclude each other.")
        return InFolder(path=await _folder(reader, args.folder))
    if args.feed is None:
        if args.category:
            raise UsageError("--category needs --feed: categories belong to a feed.")
        return AllFeeds()
    feed = await reader.feeds.find(args.feed)
    if args.category:
        return InCategory(feed_id=feed.id, category=args.category)
    return InFeed(feed_id=feed.id)


async def _folder(reader: Reader, wanted: tuple[str, ...]) -> tuple[str, ...]:
    paths = {"/".join(path): path for path in await reader.feeds.folders()}
    found = parsing.choose("/".join(wanted), paths)
    if found is None:
        meant = parsing.nearest("/".join(wanted), list(paths))
        raise UsageError(
            f"There is no folder “{'/'.join(wanted)}”.",
            hint=f"Did you mean “{meant}”?" if meant else "",
        )
    return found


async def print_entries(reader: Reader, query: EntryQuery, args: argparse.Namespace) -> None:
    """Print what the query gives; into a pipe, page by page as it is read."""
    if not args.json and not output.is_terminal():
        async for page in _pages(reader, query, args.limit):
            for row in page.rows:
                _print_record(row)
        return
    rows: list[EntryRow] = []
    more = False
    async for page in _pages(reader, query, args.limit):
        rows.extend(page.rows)
        more = page.more
    snippets = await reader.reading.snippets([row.id for row in rows], query.text)
    if args.json:
        entries: list[JsonValue] = [
            {**forms.row(row), "snippet": snippets.get(row.id, "")} for row in rows
        ]
        output.value({"entries": entries, "more": more})
    else:
        _print_table(rows, snippets, args.now())
        _print_rest(rows, more=more)


async def _pages(reader: Reader, query: EntryQuery, limit: int) -> AsyncIterator[Page]:
    """Read up to ``limit`` rows (0 is all), a page at a time."""
    left = limit or sys.maxsize
    after: Cursor | None = None
    while left:
        page = await reader.entries.page(query, after=after, limit=min(_PAGE, left))
        yield page
        if not page.more:
            return
        left -= len(page.rows)
        after = Cursor(sort_at=page.rows[-1].sort_at, entry_id=page.rows[-1].id)


def _print_record(row: EntryRow) -> None:
    output.row(
        str(row.id),
        "read" if row.read else "unread",
        "starred" if row.starred else "-",
        forms.instant(row.sort_at) or "",
        row.feed_title,
        row.title,
        urls.display(row.url),
    )


def _print_table(rows: list[EntryRow], snippets: Mapping[EntryId, str], now: datetime) -> None:
    output.table(
        [
            (
                str(row.id),
                _mark(row),
                age(row.sort_at, now),
                row.feed_title,
                row.title,
            )
            for row in rows
        ],
        right=(0, 2),
        widest={3: min(24, output.width() // 4)},
        below=[snippets.get(row.id, "") for row in rows],
    )


def _mark(row: EntryRow) -> str:
    if row.starred:
        return "★"
    if row.progress:
        return "◐"
    return " " if row.read else "•"


def _print_rest(rows: list[EntryRow], *, more: bool) -> None:
    if not rows:
        output.note("No entry matches.")
    elif more:
        output.note(f"The first {len(rows):,}; --limit 0 lists all.")
