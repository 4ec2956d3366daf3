"""Make a library of many entries, for measurements: ``generate.py FILE --entries N --feeds M``.

What it writes goes through ``store.feeds``, as a sync's results do. The same numbers give the
same library.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.model.entry import Enclosure, EntryContent
from tui_reader.model.feed import Author, FeedId, FeedInfo, FetchState, Subscription
from tui_reader.model.update import FeedUpdate
from tui_reader.store import feeds
from tui_reader.store.database import Database
from tui_reader.store.packing import packed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHUNK = 500
READ_SHARE = 0.6

_SUBJECTS = (
    "Postgres indexes",
    "A router in Ruby",
    "Incident review",
    "The build system",
    "Tail latency",
    "Design tokens",
    "Garbage collection",
    "On-call rotas",
    "Property tests",
    "A cache that lies",
    "Feature flags",
    "Logging less",
    "TLS certificates",
    "Schema migrations",
    "Memory leaks",
    "The scheduler",
)
_TURNS = (
    "what we learned",
    "a debugging story",
    "in practice",
    "the missing manual",
    "five years later",
    "without tears",
    "from first principles",
    "at scale",
    "one cell at a time",
    "and why it matters",
)
_WORDS = [
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "we",
    "that",
    "it",
    "is",
    "for",
    "on",
    "with",
    "this",
    "as",
    "was",
    "are",
    "by",
    "at",
    "be",
    "from",
    "our",
    "not",
    "have",
    "request",
    "server",
    "database",
    "query",
    "index",
    "connection",
    "timeout",
    "router",
    "process",
    "thread",
    "memory",
    "cache",
    "deploy",
    "release",
    "rollback",
    "metric",
    "trace",
    "error",
    "retry",
    "queue",
    "worker",
    "customer",
    "application",
    "platform",
    "runtime",
    "build",
    "test",
    "branch",
    "commit",
    "review",
    "latency",
    "throughput",
    "bandwidth",
    "packet",
    "socket",
    "kernel",
    "compiler",
    "garbage",
    "collector",
    "scheduler",
    "cluster",
    "region",
    "replica",
    "failover",
    "backup",
    "restore",
    "schema",
    "migration",
    "column",
    "row",
    "lock",
    "transaction",
    "isolation",
    "snapshot",
    "page",
    "buffer",
    "checkpoint",
    "log",
    "engineer",
    "team",
    "decision",
    "design",
    "document",
    "question",
    "answer",
    "reason",
    "trade-off",
    "evidence",
    "experiment",
    "result",
]
_NAMES = ("Joe Kutner", "Bex Heart", "Richard Schneeman", "Ada Quill", "Ito Ren", "Mira Sol")
_ROLES = ("Software Architect, Data", "Principal Engineer", "", "Developer Advocate", "")
_CATEGORIES = [
    "news",
    "engineering",
    "life",
    "ruby",
    "databases",
    "security",
    "performance",
    "ops",
    "releases",
    "culture",
    "testing",
    "design",
]
_FOLDERS = ("Engineering", "Essays", "Languages", "Operations", "People")


def main(arguments: list[str] | None = None) -> None:
    """Read the command line and make the library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if asked.file.exists():
        sys.exit(f"{asked.file} exists already.")
    asyncio.run(generate(asked.file, asked.entries, asked.feeds, seed=asked.seed))


async def generate(file: Path, entries: int, feed_count: int, *, seed: int = 1) -> None:
    """Make the library ``file`` of so many entries in so many feeds."""
    chance = random.Random(seed)
    database = await Database.open(file, now=NOW)
    try:
        done = await database.write_soon(feeds.subscribe, _subscriptions(feed_count), NOW)
        for updates in _batches(done.added, entries, chance):
            await database.write_soon(_apply_all, updates)
    finally:
        await database.close()


def _apply_all(connection: sqlite3.Connection, updates: list[FeedUpdate]) -> None:
    for update in updates:
        feeds.apply(connection, update, NOW)


def _subscriptions(count: int) -> list[Subscription]:
    return [
        Subscription(
            url=f"https://blog-{number}.example/feed.xml",
            feed_title=f"{_SUBJECTS[number % len(_SUBJECTS)]} Weekly {number}",
            site_url=f"https://blog-{number}.example/",
            folders=_folders(number),
        )
        for number in range(count)
    ]


def _folders(number: int) -> tuple[tuple[str, ...], ...]:
    """Put most feeds into a folder, some deeper, some into two, a few at the top."""
    name = _FOLDERS[number % len(_FOLDERS)]
    if number % 10 == 0:
        return ((),)
    if number % 10 == 1:
        return ((name, "Daily"),)
    if number % 25 == 2:
        return ((name,), ("Both",))
    return ((name,),)


def _batches(
    feed_ids: tuple[FeedId, ...], entries: int, chance: random.Random
) -> Iterator[list[FeedUpdate]]:
    """Share the entries out, some to be read already, in transactions of ``CHUNK`` entries."""
    batch: list[FeedUpdate] = []
    size = 0
    for index, feed_id in enumerate(feed_ids):
        share = entries * (index + 1) // len(feed_ids) - entries * index // len(feed_ids)
        contents = [entry(feed_id, number, chance) for number in range(share)]
        read = int(share * READ_SHARE)
        for start in range(0, share, CHUNK):
            part = contents[start : start + CHUNK]
            cut = max(0, min(len(part), read - start))
            batch += [
                _update(feed_id, tuple(part[:cut]), read=True),
                _update(feed_id, tuple(part[cut:]), read=False),
            ]
            size += len(part)
            if size >= CHUNK:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _update(feed_id: FeedId, new: tuple[EntryContent, ...], *, read: bool) -> FeedUpdate:
    return FeedUpdate(
        feed_id=feed_id,
        fetch=FetchState(
            etag=f'W/"{feed_id}"',
            checked_at=NOW - timedelta(minutes=5),
            changed_at=NOW - timedelta(minutes=5),
            due_at=NOW + timedelta(minutes=55),
        ),
        info=FeedInfo(
            title=f"{_SUBJECTS[feed_id % len(_SUBJECTS)]} Weekly {feed_id}",
            site_url=f"https://blog-{feed_id}.example/",
            language="en",
        ),
        new=tuple(map(packed, new)),
        new_are_read=read,
    )


def entry(feed_id: int, number: int, chance: random.Random) -> EntryContent:
    """Make an entry of some 2 KB of HTML, with what real ones have."""
    title = f"{chance.choice(_SUBJECTS)}: {chance.choice(_TURNS)}, part {number}"
    paragraphs = [_sentences(chance, chance.randint(20, 80)) for _ in range(chance.randint(3, 8))]
    html = "".join(f"<p>{text}</p>\n" for text in paragraphs)
    html += '<pre><code class="language-ruby">def accept(socket)\n  return\nend</code></pre>'
    published = NOW - timedelta(minutes=chance.randint(1, 5 * 365 * 24 * 60))
    url = f"https://blog-{feed_id}.example/{published:%Y/%m}/{number}"
    return EntryContent(
        key=f"tag:blog-{feed_id}.example,2020:{number}",
        aliases=(f"link:blog-{feed_id}.example/{published:%Y/%m}/{number}",),
        title=title,
        url=url,
        authors=(Author(name=chance.choice(_NAMES), role=chance.choice(_ROLES)),),
        categories=tuple(chance.sample(_CATEGORIES, chance.randint(0, 3))),
        published_at=published,
        html=html,
        html_base=url,
        language="en",
        enclosures=_enclosures(chance),
        excerpt=paragraphs[0][:400],
        words=sum(text.count(" ") + 1 for text in paragraphs),
        content_hash=f"{feed_id:x}-{number:x}",
    )


def _enclosures(chance: random.Random) -> tuple[Enclosure, ...]:
    if chance.random() > 0.05:
        return ()
    return (Enclosure(url="https://cdn.example/a.mp3", media_type="audio/mpeg", size=1 << 20),)


def _sentences(chance: random.Random, words: int) -> str:
    text = " ".join(chance.choices(_WORDS, k=words))
    return text[:1].upper() + text[1:] + "."


if __name__ == "__main__":
    main()
