"""Measure the library at two sizes: ``store.py [FOLDER]`` prints CPU ms and their ratio.

Libraries are made in FOLDER (a temporary one without it) and kept there for the next run.
CPU time of the whole process is taken, so that a busy machine matters less.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from generate import NOW, generate

from tui_reader.config import Config
from tui_reader.model.feed import FeedId
from tui_reader.model.query import Cursor, EntryQuery, InCategory, InFeed, InFolder, Sort
from tui_reader.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SIZES = (1_000, 100_000)
ROUNDS = 7
UNREAD = EntryQuery(unread_only=True)


async def measure(file: Path) -> dict[str, float]:
    """Give CPU ms by what was done, the median of some rounds."""
    found: dict[str, float] = {}

    async def take(name: str, act: Callable[[], Awaitable[object]], rounds: int = ROUNDS) -> None:
        await act()
        times = []
        for _ in range(rounds):
            start = time.process_time()
            await act()
            times.append((time.process_time() - start) * 1000)
        found[name] = median(times)

    async def open_and_look() -> None:
        async with await Reader.open(file, Config(), now=lambda: NOW) as reader:
            await reader.entries.page(UNREAD, limit=30)

    await take("open, first page, close", open_and_look)
    async with await Reader.open(file, Config(), now=lambda: NOW) as reader:
        entries = reader.entries
        for name, query in _queries().items():
            await take(f"page: {name}", lambda query=query: entries.page(query))
        middle = Cursor(sort_at=NOW - timedelta(days=900), entry_id=1)
        await take("page: all, from the middle", lambda: entries.page(EntryQuery(), after=middle))
        await take("page: unread, last", lambda: entries.last_page(UNREAD))
        await take("count: unread", lambda: entries.count(UNREAD))
        await take("count: today", lambda: entries.count(EntryQuery(since=_midnight())))
        await take("count: folder", lambda: entries.count(_folder("Essays")))
        await take("sidebar", lambda: reader.feeds.views(["feed:7"]))
        await take("one entry", lambda: entries.get(5))

        async def mark_all_and_undo() -> None:
            await entries.mark_all(EntryQuery())
            await entries.undo()

        await take("mark all read, undo", mark_all_and_undo, rounds=3)
        change = await entries.mark_all(EntryQuery())
        kept = replace(UNREAD, kept_since=change.id - 1)
        await take("page: kept after mark all", lambda: entries.page(kept))
        await entries.undo()
    return found


def _folder(*path: str) -> EntryQuery:
    return EntryQuery(source=InFolder(path=path))


def _midnight():
    return NOW.replace(hour=0, minute=0, second=0, microsecond=0)


def _queries() -> dict[str, EntryQuery]:
    return {
        "unread": UNREAD,
        "all": EntryQuery(),
        "all, oldest": EntryQuery(sort=Sort.OLDEST),
        "feed": EntryQuery(source=InFeed(feed_id=FeedId(7))),
        "large folder": EntryQuery(source=InFolder(path=("Essays",)), unread_only=True),
        "small folder": EntryQuery(source=InFolder(path=("Both",)), unread_only=True),
        "category": EntryQuery(source=InCategory(feed_id=FeedId(7), category="news")),
        "starred": EntryQuery(starred_only=True),
        "today": EntryQuery(since=_midnight()),
        "search, common word": EntryQuery(text="engineer "),
        "search, typing": EntryQuery(text="engi"),
        "search, two letters": EntryQuery(text="en"),
        "search, nothing": EntryQuery(text="xylophone "),
        "search in a feed": EntryQuery(text="engineer ", source=InFeed(feed_id=FeedId(7))),
    }


async def main() -> None:
    """Measure all sizes and print a table."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    results = []
    for size in SIZES:
        file = folder / f"{size // 1000}k.db"
        if not file.exists():
            await generate(file, size, max(10, size // 200))
        results.append(await measure(file))
    print(f"{'CPU ms':32}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>8}")
    for name in results[0]:
        small, large = (result[name] for result in results)
        print(f"{name:32}{small:12.2f}{large:12.2f}{large / small:8.1f}")


if __name__ == "__main__":
    asyncio.run(main())
